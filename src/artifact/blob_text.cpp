// SPDX-License-Identifier: Apache-2.0
#include "artifact/blob_text.hpp"

#include <utility>

#include "oci/image_config.hpp"
#include "portside/api/error.hpp"

namespace portside::artifact {
namespace {

/// An artifact adds a level around its attributes; see artifact_from_json().
constexpr std::size_t kMaxAttributeDepth = 63;

class LimitedText final : public ByteSink {
 public:
  LimitedText(std::uint64_t limit, const std::string& what) : limit_(limit), what_(what) {}

  void write(std::string_view piece) override {
    if (piece.size() > limit_ - text_.size()) too_large();
    text_ += piece;
  }
  [[noreturn]] void too_large() const {
    throw AdapterError(ErrorCode::kTooLarge, what_ + " is larger than " + std::to_string(limit_) +
                                                 " bytes, which is what is read of one");
  }
  std::string take() { return std::move(text_); }
  void reserve(std::uint64_t size) { text_.reserve(static_cast<std::size_t>(size)); }

 private:
  const std::uint64_t limit_;
  const std::string& what_;
  std::string text_;
};

}  // namespace

std::string read_blob(RegistryAccess& registry, const oci::Descriptor& blob, std::uint64_t limit,
                      const std::string& what, const CallContext& context) {
  if (blob.size == 0) return {};
  LimitedText sink(limit, what);
  if (blob.size > limit) sink.too_large();
  sink.reserve(blob.size);
  registry.blob(blob.digest, sink, context);
  std::string text = sink.take();
  if (text.size() == blob.size) return text;
  throw AdapterError(ErrorCode::kIntegrity,
                     what + " " + blob.digest + " has " + std::to_string(text.size()) +
                         " bytes; its manifest says " + std::to_string(blob.size));
}

std::string read_config(RegistryAccess& registry, const oci::Manifest& manifest,
                        const CallContext& context) {
  return read_blob(registry, manifest.config, oci::kMaxConfigBytes, "the artifact's config",
                   context);
}

oci::Manifest read_manifest(RegistryAccess& registry, const std::string& digest,
                            const CallContext& context) {
  std::string media_type;
  const std::string text = registry.manifest(digest, media_type, context);
  return oci::parse_manifest(text, media_type);
}

std::optional<std::vector<sdk::JsonMember>> object_members(std::string_view text) {
  try {
    return sdk::json_members(text, "the config", kMaxAttributeDepth);
  } catch (const AdapterError&) {
    return std::nullopt;
  }
}

std::optional<Json> as_attributes(std::string text) {
  try {
    if (sdk::json_kind(text, "the config", kMaxAttributeDepth) != sdk::JsonKind::kObject) return {};
  } catch (const AdapterError&) {
    return std::nullopt;
  }
  return Json{std::move(text)};
}

const std::string* find_annotation(const oci::Descriptor& descriptor, const std::string& name) {
  const auto found = descriptor.annotations.find(name);
  return found == descriptor.annotations.end() ? nullptr : &found->second;
}

}  // namespace portside::artifact
