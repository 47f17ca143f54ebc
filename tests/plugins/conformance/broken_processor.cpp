// SPDX-License-Identifier: Apache-2.0
//
// A processor that lets a standard exception out.
#include <stdexcept>

#include "good_processor.hpp"
#include "portside/api/plugin.hpp"

namespace {

using namespace portside;

class Broken final : public testing::GoodProcessor {
 public:
  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess& registry,
                                     const CallContext& context) override {
    if (!manifest.empty() && manifest.front() == '{' && manifest.back() != '}') {
      throw std::invalid_argument("no end");
    }
    return GoodProcessor::abstract_metadata(manifest, artifact, registry, context);
  }
};

}  // namespace

PORTSIDE_PLUGIN(plugin(FIXTURE_NAME, "1.0.0"), processor<Broken>());
