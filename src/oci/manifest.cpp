// SPDX-License-Identifier: Apache-2.0
#include "oci/manifest.hpp"

#include <nlohmann/json.hpp>

#include "oci/media_types.hpp"
#include "oci/reference.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::oci {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxDescriptors = 10'000;
constexpr std::size_t kMaxManifestDepth = 32;

[[noreturn]] void refuse_manifest(const std::string& why) {
  throw AdapterError(ErrorCode::kRegistryBadAnswer, "the manifest cannot be used: " + why);
}

/// Parses with a limit on depth, so that nobody walks down further than the stack is deep.
json parsed_json(std::string_view text) {
  if (text.size() > kMaxManifestBytes) refuse_manifest("it is larger than 4 MiB");
  bool too_deep = false;
  const auto watch = [&too_deep](int depth, json::parse_event_t, json&) {
    too_deep = too_deep || depth > static_cast<int>(kMaxManifestDepth);
    return !too_deep;
  };
  json document = json::parse(text, watch, /*allow_exceptions=*/false);
  if (too_deep) refuse_manifest("it is nested more than 32 levels deep");
  if (document.is_discarded()) refuse_manifest("it is no JSON");
  if (!document.is_object()) refuse_manifest("it is no JSON object");
  return document;
}

/// Reads the members of one object; `place` names it in messages.
class Members {
 public:
  Members(const json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object_.is_object()) refuse_manifest(place_ + " is no object");
  }

  /// Null when there is none, or it is null.
  const json* find(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  std::string text(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr) return {};
    if (!value->is_string()) refuse_manifest(place_ + "." + key + " is no text");
    return value->get<std::string>();
  }

  std::uint64_t size(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr || !value->is_number_unsigned()) {
      refuse_manifest(place_ + "." + key + " is no size");
    }
    return value->get<std::uint64_t>();
  }

  std::map<std::string, std::string> texts(const char* key) const {
    std::map<std::string, std::string> result;
    const json* const value = find(key);
    if (value == nullptr) return result;
    if (!value->is_object()) refuse_manifest(place_ + "." + key + " is no object");
    for (const auto& [name, member] : value->items()) {
      if (!member.is_string())
        refuse_manifest(place_ + "." + key + " holds something else than texts");
      result.emplace(name, member.get<std::string>());
    }
    return result;
  }

  std::vector<std::string> list(const char* key) const {
    std::vector<std::string> result;
    const json* const value = find(key);
    if (value == nullptr) return result;
    if (!value->is_array()) refuse_manifest(place_ + "." + key + " is no list");
    for (const json& item : *value) {
      if (!item.is_string())
        refuse_manifest(place_ + "." + key + " holds something else than texts");
      result.push_back(item.get<std::string>());
    }
    return result;
  }

  const std::string& place() const noexcept { return place_; }

 private:
  const json& object_;
  std::string place_;
};

Platform platform_of(const json& value, const std::string& place) {
  const Members members(value, place);
  return {members.text("os"), members.text("architecture"), members.text("variant"),
          members.text("os.version"), members.list("os.features")};
}

Descriptor descriptor_of(const json& value, const std::string& place) {
  const Members members(value, place);
  Descriptor descriptor;
  descriptor.media_type = members.text("mediaType");
  descriptor.digest = members.text("digest");
  if (!is_digest(descriptor.digest)) {
    refuse_manifest(place + ".digest is " + words::quoted(descriptor.digest) +
                    ", expected sha256: and 64 hex digits");
  }
  descriptor.size = members.size("size");
  descriptor.urls = members.list("urls");
  descriptor.annotations = members.texts("annotations");
  descriptor.artifact_type = members.text("artifactType");
  if (const json* const platform = members.find("platform")) {
    descriptor.platform = platform_of(*platform, place + ".platform");
  }
  return descriptor;
}

std::vector<Descriptor> descriptors_of(const Members& members, const char* key) {
  std::vector<Descriptor> result;
  const json* const value = members.find(key);
  if (value == nullptr) return result;
  if (!value->is_array()) refuse_manifest(std::string(key) + " is no list");
  if (value->size() > kMaxDescriptors)
    refuse_manifest(std::string(key) + " has more than 10,000 entries");
  for (const json& item : *value) {
    result.push_back(descriptor_of(item, key + ("[" + std::to_string(result.size()) + "]")));
  }
  return result;
}

void refuse_schema_1(const Members& members) {
  if (members.find("fsLayers") == nullptr) return;
  throw AdapterError(ErrorCode::kUnsupported,
                     "the manifest cannot be used: it is a Docker image manifest version 2, schema "
                     "1, an old form; push the image again with a current client");
}

/// What the document is. A media type inside that contradicts the answer's could make two readers
/// see two images in one (CVE-2021-41190).
std::string media_type_of(const Members& members, std::string_view content_type) {
  const std::string inside = members.text("mediaType");
  const std::string outside(bare_media_type(content_type));
  const bool known = is_index_type(outside) || is_manifest_type(outside);
  if (known && !inside.empty() && inside != outside) {
    refuse_manifest("it says that it is " + words::quoted(inside) + ", the registry says " +
                    words::quoted(outside));
  }
  const std::string& type = known ? outside : inside;
  if (is_index_type(type) || is_manifest_type(type)) return type;
  refuse_manifest("its media type is " + words::quoted(type.empty() ? outside : type) +
                  ", expected an image manifest or an index (OCI, or Docker schema 2)");
}

}  // namespace

Manifest parse_manifest(std::string_view text, std::string_view content_type) {
  const json document = parsed_json(text);
  const Members members(document, "the manifest");
  refuse_schema_1(members);
  const json* const version = members.find("schemaVersion");
  if (version == nullptr || *version != 2) refuse_manifest("its schemaVersion is not 2");
  Manifest manifest;
  manifest.media_type = media_type_of(members, content_type);
  manifest.is_index = is_index_type(manifest.media_type);
  // Both at once is how one document is made to look like two (CVE-2021-41190).
  const bool has_layers = members.find("layers") != nullptr || members.find("config") != nullptr;
  const bool has_manifests = members.find("manifests") != nullptr;
  if (manifest.is_index ? has_layers : has_manifests) {
    refuse_manifest("it has the members of an image and those of an index");
  }
  manifest.artifact_type = members.text("artifactType");
  manifest.annotations = members.texts("annotations");
  if (const json* const subject = members.find("subject")) {
    manifest.subject = descriptor_of(*subject, "subject");
  }
  if (manifest.is_index) {
    manifest.manifests = descriptors_of(members, "manifests");
    return manifest;
  }
  const json* const config = members.find("config");
  if (config == nullptr) refuse_manifest("it has no config");
  manifest.config = descriptor_of(*config, "config");
  manifest.layers = descriptors_of(members, "layers");
  return manifest;
}

bool is_attestation(const Descriptor& entry) {
  if (entry.platform && !entry.platform->text().empty()) {
    return entry.platform->os == "unknown" && entry.platform->architecture == "unknown";
  }
  const auto type = entry.annotations.find("vnd.docker.reference.type");
  return type != entry.annotations.end() && type->second == "attestation-manifest";
}

}  // namespace portside::oci
