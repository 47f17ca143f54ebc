// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/image_manifest.hpp"

#include <charconv>

#include "portside/api/error.hpp"
#include "portside/sdk/json_stream.hpp"
#include "sdk/is_image_digest.hpp"

namespace portside::sdk {
namespace {

constexpr std::size_t kMaxManifestLayers = 10'000;

JsonLimits manifest_limits() {
  JsonLimits limits;
  limits.text_bytes = std::size_t{64} << 10U;
  return limits;
}

std::uint64_t size_in_manifest(const JsonScalar& value) {
  std::uint64_t size = 0;  // a size that is none is one that the manifest does not say
  std::from_chars(value.text.data(), value.text.data() + value.text.size(), size);
  return size;
}

class ManifestReader {
 public:
  explicit ManifestReader(const std::string& digest) : what_("the manifest " + digest) {}

  ImageManifest read(std::string_view text) {
    JsonStream json(what_, rules(), manifest_limits());
    json.write(text);
    json.finish();
    check();
    return std::move(manifest_);
  }

 private:
  std::vector<JsonRule> rules() {
    const auto set = [](std::string& target) {
      return [&target](const JsonScalar& value) { target.assign(value.text); };
    };
    return {
        {"/config/digest", {}, {}, set(manifest_.config_digest)},
        {"/config/mediaType", {}, {}, set(manifest_.config_media_type)},
        {"/fsLayers", [this](std::string_view) { is_schema_1_ = true; }},
        {"/manifests", [this](std::string_view) { is_index_ = true; }},
        {"/layers/*", [this](std::string_view) { add_layer(); }},
        {"/layers/*/digest", {}, {}, [this](auto& value) { last().digest = value.text; }},
        {"/layers/*/mediaType", {}, {}, [this](auto& value) { last().media_type = value.text; }},
        {"/layers/*/size", {}, {}, [this](auto& value) { last().size = size_in_manifest(value); }},
        {"/layers/*/urls/*", {}, {}, [this](auto& value) { add_url(value); }}};
  }

  ManifestLayer& last() { return manifest_.layers.back(); }

  void add_layer() {
    if (manifest_.layers.size() == kMaxManifestLayers) {
      throw AdapterError(ErrorCode::kTooLarge, what_ + " has more than " +
                                                   std::to_string(kMaxManifestLayers) + " layers");
    }
    manifest_.layers.emplace_back();
  }

  void add_url(const JsonScalar& value) {
    if (value.is_string()) last().urls.emplace_back(value.text);
  }

  void check() const {
    if (is_schema_1_) {
      throw AdapterError(ErrorCode::kUnsupported,
                         what_ +
                             " is a Docker image manifest version 2, schema 1, an old form that "
                             "cannot be read here; push the image again with a current client");
    }
    if (is_index_) {
      throw AdapterError(ErrorCode::kUnsupported,
                         what_ + " is an index; expected the manifest of one platform");
    }
    if (!manifest_.config_digest.empty()) check(manifest_.config_digest, "its config");
    for (std::size_t i = 0; i < manifest_.layers.size(); ++i) {
      check(manifest_.layers[i].digest, "layer " + std::to_string(i + 1));
    }
  }

  void check(const std::string& digest, const std::string& where) const {
    if (is_image_digest(digest)) return;
    throw AdapterError(ErrorCode::kMalformedData,
                       what_ + " has no valid digest for " + where +
                           "; expected sha256: or sha512: and lower-case hex digits");
  }

  const std::string what_;
  ImageManifest manifest_;
  bool is_index_ = false;
  bool is_schema_1_ = false;
};

}  // namespace

ImageManifest read_image_manifest(std::string_view text, const std::string& digest) {
  return ManifestReader(digest).read(text);
}

bool is_image_config(std::string_view media_type) noexcept {
  return media_type == "application/vnd.oci.image.config.v1+json" ||
         media_type == "application/vnd.docker.container.image.v1+json";
}

bool is_foreign_layer(std::string_view media_type) noexcept {
  return media_type.find(".nondistributable.") != std::string_view::npos ||
         media_type.find(".foreign.") != std::string_view::npos;
}

}  // namespace portside::sdk
