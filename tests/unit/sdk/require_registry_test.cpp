// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/require_registry.hpp"

#include <gtest/gtest.h>

#include <string>

#include "portside/api/error.hpp"
#include "portside/testing/memory_registry_access.hpp"

namespace portside::sdk {
namespace {

TEST(RequireRegistryTest, TakesWhatHasAnAddress) {
  for (const char* const url : {"http://core:8080", "https://registry.example"}) {
    const testing::MemoryRegistryAccess registry(url);
    EXPECT_NO_THROW(require_registry(registry, "Clair")) << url;
  }
}

TEST(RequireRegistryTest, RefusesFolders) {
  for (const std::string url : {"oci:/images/app", "", "ftp://core"}) {
    const testing::MemoryRegistryAccess registry(url);
    try {
      require_registry(registry, "Anchore");
      ADD_FAILURE() << url;
    } catch (const AdapterError& error) {
      EXPECT_EQ(error.code, ErrorCode::kUnsupported);
      EXPECT_EQ(error.message.rfind("Anchore reads images from a registry by itself, and " + url +
                                        " is none; push the image",
                                    0),
                0U)
          << error.message;
    }
  }
}

}  // namespace
}  // namespace portside::sdk
