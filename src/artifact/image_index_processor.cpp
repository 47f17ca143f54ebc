// SPDX-License-Identifier: Apache-2.0
#include "artifact/builtins.hpp"
#include "oci/media_types.hpp"
#include "portside/sdk/processor_base.hpp"

namespace portside::artifact {
namespace {

/// An index says nothing of itself but which images it has, and those are its references.
class ImageIndexProcessor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override {
    return {"image-index", {std::string(oci::kOciIndex), std::string(oci::kDockerList)}, {}};
  }

  std::string artifact_type(const Artifact&, const CallContext&) override { return "IMAGE"; }
};

}  // namespace

std::unique_ptr<Processor> make_image_index_processor() {
  return std::make_unique<ImageIndexProcessor>();
}

}  // namespace portside::artifact
