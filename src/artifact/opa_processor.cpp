// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "artifact/archive_files.hpp"
#include "artifact/blob_text.hpp"
#include "artifact/builtins.hpp"
#include "artifact/opa_bundle.hpp"
#include "portside/sdk/processor_base.hpp"

namespace portside::artifact {
namespace {

constexpr const char* kReadmeAddition = "README.MD";
constexpr const char* kManifestAddition = "MANIFEST";
constexpr const char* kFilesAddition = "FILES";

constexpr const char* kManifestLayer =
    "application/vnd.cncf.openpolicyagent.manifest.layer.v1+json";
constexpr const char* kPolicyLayer = "application/vnd.cncf.openpolicyagent.policy.layer.v1+rego";
constexpr const char* kDataLayer = "application/vnd.cncf.openpolicyagent.data.layer.v1+json";

/// What a layer is by its media type, which says more than its name.
OpaFile file_of(const oci::Descriptor& layer) {
  if (layer.media_type == kManifestLayer) return OpaFile::kManifest;
  if (layer.media_type == kPolicyLayer) return OpaFile::kPolicy;
  return layer.media_type == kDataLayer ? OpaFile::kData : OpaFile::kAsNamed;
}

/// `bundle.tar.gz` as `opa build` makes it, by whatever type it is pushed.
bool is_packed_bundle(const oci::Descriptor& layer) {
  if (file_of(layer) != OpaFile::kAsNamed) return false;
  const std::string* const title = find_annotation(layer, "org.opencontainers.image.title");
  return layer.media_type.ends_with(".tar+gzip") || layer.media_type.ends_with(".tar.gzip") ||
         (title != nullptr && title->ends_with(".tar.gz"));
}

/// The path in the bundle of a file that is a layer of its own (conftest).
std::string path_of(const oci::Descriptor& layer) {
  const std::string* const title = find_annotation(layer, "org.opencontainers.image.title");
  if (title != nullptr && !title->empty()) return *title;
  switch (file_of(layer)) {
    case OpaFile::kManifest: return ".manifest";
    case OpaFile::kPolicy: return layer.digest + ".rego";
    case OpaFile::kData: return "data.json";
    case OpaFile::kAsNamed: break;
  }
  return layer.digest;
}

/// The first packed bundle, and of files of one name the first, are read: what a manifest repeats
/// ten thousand times is no reason to work as often.
OpaBundle read_bundle(const oci::Manifest& manifest, RegistryAccess& registry,
                      const CallContext& context) {
  OpaBundle bundle;
  bool has_packed = false;
  for (const oci::Descriptor& layer : manifest.layers) {
    if (is_packed_bundle(layer)) {
      if (std::exchange(has_packed, true)) continue;
      const auto choose = [&bundle](std::string_view path, std::uint64_t size) {
        return bundle.add_file(path, size);
      };
      read_archive(registry, layer, "the bundle", choose, context);
      continue;
    }
    std::string* const place = bundle.add_file(path_of(layer), layer.size, file_of(layer));
    if (place != nullptr && place->empty()) {
      *place = read_blob(registry, layer, kMaxFileBytes, "the bundle's file", context);
    }
  }
  return bundle;
}

/// Policies of the Open Policy Agent. Harbor has no processor for them but gives them this type.
class OpaProcessor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override {
    return {"opa",
            {"application/vnd.cncf.openpolicyagent.config.v1+json", kManifestLayer, kPolicyLayer,
             kDataLayer},
            {}};
  }

  std::string artifact_type(const Artifact&, const CallContext&) override {
    return "OPENPOLICYAGENT";
  }

  std::vector<std::string> addition_types(const Artifact&, const CallContext&) override {
    return {kReadmeAddition, kManifestAddition, kFilesAddition};
  }

  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess& registry,
                                     const CallContext& context) override {
    const oci::Manifest read = oci::parse_manifest(manifest, artifact.manifest_media_type);
    ArtifactMetadata metadata;
    if (read.is_index) return metadata;
    const std::string config = read_config(registry, read, context);
    try {
      metadata.extra_attrs = Json{read_bundle(read, registry, context).attributes(config)};
    } catch (const AdapterError& error) {
      // A bundle that cannot be unpacked is no reason to refuse the push.
      if (error.code != ErrorCode::kTooLarge && error.code != ErrorCode::kMalformedData) throw;
      metadata.extra_attrs = as_attributes(config);
    }
    return metadata;
  }

  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext& context) override {
    const auto bundle = [&] {
      return read_bundle(read_manifest(registry, artifact.digest, context), registry, context);
    };
    if (addition_type == kReadmeAddition) return {bundle().readme, "text/markdown; charset=utf-8"};
    constexpr const char* kJsonText = "application/json; charset=utf-8";
    if (addition_type == kManifestAddition) return {bundle().manifest, kJsonText};
    if (addition_type == kFilesAddition) return {bundle().files_json(), kJsonText};
    return ProcessorBase::abstract_addition(artifact, addition_type, registry, context);
  }
};

}  // namespace

std::unique_ptr<Processor> make_opa_processor() {
  return std::make_unique<OpaProcessor>();
}

}  // namespace portside::artifact
