// SPDX-License-Identifier: Apache-2.0
#include "oci/layout.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <utility>

#include "crypto/digest.hpp"
#include "json/depth.hpp"
#include "oci/layout_file.hpp"
#include "oci/media_types.hpp"
#include "oci/reference.hpp"
#include "oci/verified_sink.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"
#include "words/word_list.hpp"

namespace portside::oci {
namespace {

constexpr std::size_t kMaxMarkerBytes = 4'096;
constexpr int kMaxLayoutDepth = 64;
/// Names that a message lists.
constexpr std::ptrdiff_t kMaxNames = 5;
/// What a name without a tag means.
constexpr std::string_view kLatest = "latest";
constexpr const char* kRefName = "org.opencontainers.image.ref.name";

std::string ref_name(const Descriptor& entry) {
  const auto found = entry.annotations.find(kRefName);
  return found == entry.annotations.end() ? "" : found->second;
}

/// Some programs write only the tag, others the whole name of the image.
bool is_tagged(const Descriptor& entry, const std::string& version) {
  return ref_name(entry).ends_with(':' + version);
}

void check_marker(const std::string& folder) {
  const std::string path = folder + "/oci-layout";
  if (::access(path.c_str(), F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
    const bool is_there = ::access(folder.c_str(), F_OK) == 0;
    throw AdapterError(
        ErrorCode::kNotFound,
        is_there ? folder + " is no OCI image layout: it has no file oci-layout"
                 : "there is no folder " + folder + "; expected that of an OCI image layout");
  }
  const std::string text = read_layout_file(path, kMaxMarkerBytes);
  const auto marker = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto version = marker.is_object() ? marker.find("imageLayoutVersion") : marker.end();
  if (version != marker.end() && version->is_string() && *version == "1.0.0") return;
  throw AdapterError(ErrorCode::kUnsupported,
                     path + " does not say that this is an OCI image layout of version 1.0.0");
}

/// Manifests in a folder have no Content-Type: what they say of themselves, else what they look
/// like.
std::string type_in(const std::string& text, const std::string& said) {
  if (!said.empty()) return said;
  if (json_text::is_deeper_than(text, kMaxLayoutDepth)) return said;
  const auto manifest = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!manifest.is_object()) return said;
  const auto own = manifest.find("mediaType");
  if (own != manifest.end() && own->is_string()) return own->get<std::string>();
  return std::string(manifest.contains("manifests") ? kOciIndex : kOciManifest);
}

class TextSink final : public ByteSink {
 public:
  void write(std::string_view piece) override {
    if (text.size() + piece.size() > kMaxManifestBytes) {
      throw AdapterError(ErrorCode::kTooLarge, "the manifest is larger than 4 MiB");
    }
    text += piece;
  }
  std::string text;
};

}  // namespace

Layout::Layout(std::string folder) : folder_(std::move(folder)) {
  check_marker(folder_);
  index_text_ = read_layout_file(folder_ + "/index.json", kMaxManifestBytes);
  index_ = parse_manifest(index_text_, kOciIndex);
}

std::vector<std::string> Layout::names() const {
  std::vector<std::string> names;
  for (const Descriptor& entry : index_.manifests) {
    if (std::string name = ref_name(entry); !name.empty()) names.push_back(std::move(name));
  }
  return names;
}

FetchedManifest Layout::manifest(const std::string& version, const CallContext& context) const {
  const auto& entries = index_.manifests;
  const Descriptor* found = nullptr;
  for (const Descriptor& entry : entries) {
    if (entry.digest == version || ref_name(entry) == version) {
      return read_manifest(entry.digest, entry.media_type, context);
    }
    if (!is_tagged(entry, version)) continue;
    if (found != nullptr && found->digest != entry.digest) refuse_several(version);
    found = &entry;
  }
  if (found != nullptr) return read_manifest(found->digest, found->media_type, context);
  if (is_digest(version)) return read_manifest(version, "", context);
  if (version == kLatest) return only_manifest(context);
  throw AdapterError(ErrorCode::kNotFound, folder_ + " has no image " + words::quoted(version) +
                                               "; expected " + some_names());
}

std::string Layout::some_names() const {
  const std::vector<std::string> known = names();
  if (known.empty()) return "a digest, since its images have no names";
  const auto count = std::min(std::ssize(known), kMaxNames);
  const std::vector<std::string_view> some(known.begin(), known.begin() + count);
  return (count < std::ssize(known) ? "a name such as " : "") +
         words::shortened(words::word_list(some));
}

FetchedManifest Layout::only_manifest(const CallContext& context) const {
  const auto& entries = index_.manifests;
  if (entries.size() == 1) return read_manifest(entries[0].digest, entries[0].media_type, context);
  if (entries.empty()) throw AdapterError(ErrorCode::kNotFound, folder_ + " holds no image");
  const std::vector<std::string> known = names();
  if (known.empty()) {
    return {index_text_, std::string(kOciIndex),
            "sha256:" + crypto::hex(crypto::sha256(index_text_))};
  }
  throw AdapterError(ErrorCode::kInvalidArgument,
                     folder_ + " holds " + std::to_string(entries.size()) +
                         " images; expected the name of one behind it, for example " +
                         words::quoted(folder_ + ":" + known.front()));
}

void Layout::refuse_several(const std::string& version) const {
  throw AdapterError(ErrorCode::kInvalidArgument,
                     folder_ + " has several images " + words::quoted(version) +
                         "; expected a whole name of them: " + some_names());
}

FetchedManifest Layout::read_manifest(const std::string& digest, std::string media_type,
                                      const CallContext& context) const {
  TextSink text;
  blob(digest, std::nullopt, text, context);
  FetchedManifest fetched{std::move(text.text), {}, digest};
  fetched.media_type = type_in(fetched.bytes, media_type);
  return fetched;
}

void Layout::blob(const std::string& digest, std::optional<std::uint64_t> size, ByteSink& sink,
                  const CallContext& context) const {
  if (!is_digest(digest)) {
    throw AdapterError(ErrorCode::kInvalidArgument, words::quoted(digest) + " is no digest");
  }
  VerifiedSink verified(sink, digest, size, "the blob " + folder_ + "@" + digest);
  stream_layout_file(folder_ + "/blobs/sha256/" + digest.substr(digest.find(':') + 1), verified,
                     context);
  verified.finish();
}

}  // namespace portside::oci
