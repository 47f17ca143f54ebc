// SPDX-License-Identifier: Apache-2.0
#include "artifact/blob_text.hpp"
#include "artifact/builtins.hpp"
#include "artifact/pushed_manifest.hpp"
#include "portside/sdk/processor_base.hpp"

namespace portside::artifact {
namespace {

/// Images of Docker's manifests before schema 2, which have no config.
class ImageV1Processor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override {
    return {"image-v1", {std::string(kSignedManifestV1)}, {}};
  }

  std::string artifact_type(const Artifact&, const CallContext&) override { return "IMAGE"; }

  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact&, RegistryAccess&,
                                     const CallContext&) override {
    std::string architecture = R"("")";
    if (const auto members = object_members(manifest)) {
      const sdk::JsonMember* const said = sdk::find_json_member(*members, "architecture");
      if (said != nullptr && said->kind == sdk::JsonKind::kString) architecture = said->json;
    }
    ArtifactMetadata metadata;
    metadata.extra_attrs = Json{R"({"architecture":)" + architecture + "}"};
    return metadata;
  }
};

}  // namespace

std::unique_ptr<Processor> make_image_v1_processor() {
  return std::make_unique<ImageV1Processor>();
}

}  // namespace portside::artifact
