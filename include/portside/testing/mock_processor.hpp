// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "portside/api/processor.hpp"

namespace portside::testing {

/// A Processor for tests of whoever calls processors (GoogleMock). Usable without any expectation:
/// it describes itself as "Mock Processor" for `application/vnd.mock.config.v1+json`, calls every
/// artifact `MOCK`, and returns default-constructed values otherwise.
///
/// With PluginRegistry::add_processor() it takes the place of a plugin.
class MockProcessor : public Processor {
 public:
  MockProcessor() {
    ProcessorInfo info;
    info.name = "Mock Processor";
    info.media_types = {"application/vnd.mock.config.v1+json"};
    ON_CALL(*this, describe).WillByDefault(::testing::Return(info));
    ON_CALL(*this, artifact_type).WillByDefault(::testing::Return("MOCK"));
    ON_CALL(*this, extension).WillByDefault(::testing::Return(nullptr));
  }

  MOCK_METHOD(void, configure, (const Json& config, HostServices& host), (override));
  MOCK_METHOD(ProcessorInfo, describe, (), (const, override));
  MOCK_METHOD(std::string, artifact_type, (const Artifact& artifact, const CallContext& context),
              (override));
  MOCK_METHOD(std::vector<std::string>, addition_types,
              (const Artifact& artifact, const CallContext& context), (override));
  MOCK_METHOD(ArtifactMetadata, abstract_metadata,
              (const std::string& manifest, const Artifact& artifact, RegistryAccess& registry,
               const CallContext& context),
              (override));
  MOCK_METHOD(Addition, abstract_addition,
              (const Artifact& artifact, const std::string& addition_type, RegistryAccess& registry,
               const CallContext& context),
              (override));
  MOCK_METHOD(void*, extension, (const char* id), (noexcept, override));
};

}  // namespace portside::testing
