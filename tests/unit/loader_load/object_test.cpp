// SPDX-License-Identifier: Apache-2.0
//
// What passes the boundary when a plugin makes objects: they, or the reason why there is none.
#include <gmock/gmock.h>

#include <filesystem>

#include "fixtures.hpp"
#include "portside/api/error.hpp"
#include "portside/api/processor.hpp"
#include "portside/host/call.hpp"

namespace portside {
namespace {

using testing::fixture;
using ::testing::HasSubstr;
using testing::load;
using testing::loaded;
using testing::PluginObject;

struct Unmakable {
  const char* name;
  ErrorCode code;
  const char* message;
  const char* detail;
};

class MakeObject : public ::testing::TestWithParam<Unmakable> {};

TEST_P(MakeObject, TellsWhyThereIsNone) {
  const auto plugin = loaded(load(fixture(GetParam().name)));
  ASSERT_NE(plugin, nullptr);
  const PluginObject object(*plugin, "scanner");
  EXPECT_FALSE(object.exists());
  EXPECT_EQ(object.error().code, static_cast<std::int32_t>(GetParam().code));
  EXPECT_THAT(object.error().message, HasSubstr(GetParam().message));
  EXPECT_STREQ(object.error().detail, GetParam().detail);
  testing::expect_others_work();
}

INSTANTIATE_TEST_SUITE_P(
    All, MakeObject,
    ::testing::Values(Unmakable{"ctor-throws-runtime-error", ErrorCode::kPluginException,
                                "no room for a scanner", ""},
                      Unmakable{"ctor-throws-derived", ErrorCode::kPluginException,
                                "derived in an anonymous namespace", ""},
                      Unmakable{"ctor-throws-int", ErrorCode::kPluginUnknownException, "int", ""},
                      Unmakable{"ctor-throws-struct", ErrorCode::kPluginUnknownException,
                                "OwnStruct", ""},
                      Unmakable{"ctor-throws-adapter-error", ErrorCode::kIo,
                                "the licence cannot be read", "line 1"},
                      Unmakable{"factory-returns-null", ErrorCode{0}, "", ""}),
    [](const auto& row) { return testing::as_test_name(row.param.name); });

TEST(MakeObject, MakesOneOfEachKind) {
  const auto plugin = loaded(load(fixture("two-kinds")));
  ASSERT_NE(plugin, nullptr);
  EXPECT_TRUE(PluginObject(*plugin, "scanner").exists());
  EXPECT_TRUE(PluginObject(*plugin, "processor").exists());
}

class OtherCompiler : public ::testing::TestWithParam<const char*> {};

TEST_P(OtherCompiler, MakesObjectsThatWorkHere) {
  const std::string path = fixture(GetParam());
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "there is no clang++ to build it";
  const auto plugin = loaded(load(path));
  ASSERT_NE(plugin, nullptr);
  EXPECT_THAT(plugin->note().toolchain, HasSubstr("clang++"));
  const PluginObject object(*plugin, "scanner");
  ASSERT_TRUE(object.exists()) << object.error().message;
  const ScannerInfo info = object.scanner().describe();
  EXPECT_EQ(info.name, "Scripted");
  ASSERT_EQ(info.capabilities.size(), 1U);
  EXPECT_EQ(info.capabilities[0].produces, std::vector<std::string>{"application/json"});
  const Call call;
  EXPECT_TRUE(object.scanner().status(call.context()).reachable);
}

TEST_P(OtherCompiler, ThrowsErrorsThatAreCaughtHere) {
  const std::string path = fixture(GetParam());
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "there is no clang++ to build it";
  const auto plugin = loaded(load(path));
  ASSERT_NE(plugin, nullptr);
  const PluginObject object(*plugin, "scanner");
  ASSERT_TRUE(object.exists());
  const Call call;
  try {
    object.scanner().accept_notification({});
    FAIL() << "expected an error";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_THAT(error.message, HasSubstr("Scripted does not take notifications"));
    EXPECT_FALSE(error.retry_after.has_value());
  }
}

INSTANTIATE_TEST_SUITE_P(Clang, OtherCompiler,
                         ::testing::Values("clang-scanner-17", "clang-scanner-20"),
                         [](const auto& row) { return testing::as_test_name(row.param); });

}  // namespace
}  // namespace portside
