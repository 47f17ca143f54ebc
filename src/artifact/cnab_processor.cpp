// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "artifact/blob_text.hpp"
#include "artifact/builtins.hpp"
#include "oci/media_types.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/processor_base.hpp"

namespace portside::artifact {
namespace {

/// The entry of a bundle's index whose config is bundle.json (CNAB specification, "Bundle formats",
/// as cnab-to-oci pushes them); null when there is none.
const oci::Descriptor* config_entry_of(const oci::Manifest& index) {
  const auto is_config = [](const oci::Descriptor& entry) {
    const std::string* const type = find_annotation(entry, "io.cnab.manifest.type");
    return type != nullptr && *type == "config" && oci::is_manifest_type(entry.media_type);
  };
  const auto found = std::ranges::find_if(index.manifests, is_config);
  return found == index.manifests.end() ? nullptr : &*found;
}

/// Bundles of the Cloud Native Application Bundle specification.
class CnabProcessor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override {
    return {"cnab", {"application/vnd.cnab.manifest.v1"}, {}};
  }

  std::string artifact_type(const Artifact&, const CallContext&) override { return "CNAB"; }

  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess& registry,
                                     const CallContext& context) override {
    const oci::Manifest index = oci::parse_manifest(manifest, artifact.manifest_media_type);
    const oci::Descriptor* const entry = config_entry_of(index);
    ArtifactMetadata metadata;
    if (entry == nullptr) return metadata;
    try {
      const oci::Manifest child = read_manifest(registry, entry->digest, context);
      if (!child.is_index)
        metadata.extra_attrs = as_attributes(read_config(registry, child, context));
    } catch (const AdapterError& error) {
      if (error.code != ErrorCode::kRegistryNotFound) throw;
    }
    return metadata;
  }
};

}  // namespace

std::unique_ptr<Processor> make_cnab_processor() {
  return std::make_unique<CnabProcessor>();
}

}  // namespace portside::artifact
