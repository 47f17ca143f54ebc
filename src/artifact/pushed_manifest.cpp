// SPDX-License-Identifier: Apache-2.0
#include "artifact/pushed_manifest.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "artifact/blob_text.hpp"
#include "oci/media_types.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::artifact {
namespace {

bool is_v1_type(std::string_view media_type) {
  return media_type == kSignedManifestV1 ||
         media_type == "application/vnd.docker.distribution.manifest.v1+json";
}

/// What docker sent before manifests had types says in the text what it is.
bool is_untyped(std::string_view media_type) {
  return media_type.empty() || media_type == "application/json";
}

bool says_version_1(std::string_view manifest) {
  const auto members = object_members(manifest);
  if (!members) return false;
  const sdk::JsonMember* const version = sdk::find_json_member(*members, "schemaVersion");
  return version != nullptr && version->json == "1";
}

PushedManifest version_1(std::string_view manifest) {
  PushedManifest pushed;
  pushed.media_type = pushed.manifest_media_type = pushed.artifact_type = kSignedManifestV1;
  pushed.size = added_size(0, manifest.size());
  pushed.hides_sizes = true;
  return pushed;
}

void read_image(const oci::Manifest& manifest, PushedManifest& pushed) {
  pushed.media_type = manifest.config.media_type;
  if (pushed.artifact_type.empty()) pushed.artifact_type = manifest.config.media_type;
  pushed.size = added_size(pushed.size, manifest.config.size);
  for (const oci::Descriptor& layer : manifest.layers) {
    pushed.size = added_size(pushed.size, layer.size);
  }
}

void read_index(oci::Manifest manifest, PushedManifest& pushed) {
  pushed.is_index = true;
  const auto type = manifest.annotations.find("org.opencontainers.artifactType");
  pushed.media_type =
      type == manifest.annotations.end() ? manifest.media_type : std::move(type->second);
  pushed.children = std::move(manifest.manifests);
}

nlohmann::ordered_json platform_json(const oci::Platform& platform) {
  nlohmann::ordered_json value = {{"architecture", platform.architecture}, {"os", platform.os}};
  if (!platform.os_version.empty()) value["os.version"] = platform.os_version;
  if (!platform.os_features.empty()) value["os.features"] = platform.os_features;
  if (!platform.variant.empty()) value["variant"] = platform.variant;
  return value;
}

}  // namespace

PushedManifest read_pushed_manifest(std::string_view manifest, std::string_view content_type) {
  const std::string_view type = oci::bare_media_type(content_type);
  if (is_v1_type(type) || (is_untyped(type) && says_version_1(manifest))) {
    if (says_version_1(manifest)) return version_1(manifest);
    throw AdapterError(ErrorCode::kRegistryBadAnswer,
                       "the manifest cannot be used: its schemaVersion is not 1");
  }
  if (!is_untyped(type) && !oci::is_index_type(type) && !oci::is_manifest_type(type)) {
    throw AdapterError(ErrorCode::kUnsupported,
                       "manifests of the media type " + words::quoted(type) +
                           " are not known; expected an image manifest or an index (OCI, Docker)");
  }
  oci::Manifest read = oci::parse_manifest(manifest, content_type);
  PushedManifest pushed;
  pushed.manifest_media_type = read.media_type;
  pushed.artifact_type = read.artifact_type;
  pushed.annotations = read.annotations;
  pushed.size = added_size(0, manifest.size());
  if (read.is_index) {
    read_index(std::move(read), pushed);
  } else {
    read_image(read, pushed);
  }
  return pushed;
}

std::string references_json(const std::vector<oci::Descriptor>& children) {
  using json = nlohmann::ordered_json;
  json references = json::array();
  for (const oci::Descriptor& child : children) {
    json reference = {
        {"id", 0},
        {"parent_id", 0},
        {"child_id", 0},
        {"child_digest", child.digest},
        {"Platform", child.platform ? platform_json(*child.platform) : json()},
        {"urls", child.urls.empty() ? json() : json(child.urls)},
        {"annotations", child.annotations.empty() ? json() : json(child.annotations)}};
    references.push_back(std::move(reference));
  }
  return references.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::int64_t added_size(std::int64_t sum, std::uint64_t size) {
  const auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() - sum);
  if (size <= most) return sum + static_cast<std::int64_t>(size);
  throw AdapterError(ErrorCode::kRegistryBadAnswer,
                     "the manifest cannot be used: its sizes have no sum of 64 bits");
}

}  // namespace portside::artifact
