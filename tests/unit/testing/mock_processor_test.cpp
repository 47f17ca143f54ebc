// SPDX-License-Identifier: Apache-2.0
#include "portside/testing/mock_processor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::testing {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::NiceMock;
using ::testing::Return;

TEST(MockProcessor, WorksWithoutExpectations) {
  NiceMock<MockProcessor> processor;
  ScriptedHostServices host;
  MemoryRegistryAccess registry;
  const TestCallContext context;
  processor.configure({}, host);
  EXPECT_EQ(processor.describe().name, "Mock Processor");
  EXPECT_THAT(processor.describe().media_types, ElementsAre("application/vnd.mock.config.v1+json"));
  EXPECT_EQ(processor.artifact_type({}, context), "MOCK");
  EXPECT_THAT(processor.addition_types({}, context), IsEmpty());
  EXPECT_FALSE(processor.abstract_metadata("{}", {}, registry, context).extra_attrs.has_value());
  EXPECT_EQ(processor.abstract_addition({}, "README.MD", registry, context).content, "");
  EXPECT_EQ(processor.extension("portside.x/1"), nullptr);
}

TEST(MockProcessor, TakesExpectations) {
  NiceMock<MockProcessor> processor;
  MemoryRegistryAccess registry;
  EXPECT_CALL(processor, abstract_addition(_, "README.MD", _, _))
      .WillOnce(Return(Addition{"# hello", "text/markdown"}));
  EXPECT_EQ(processor.abstract_addition({}, "README.MD", registry, TestCallContext()).content,
            "# hello");
}

}  // namespace
}  // namespace portside::testing
