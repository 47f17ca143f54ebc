// SPDX-License-Identifier: Apache-2.0
#include "offline/config.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "error_of.hpp"

namespace portside::offline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(OfflineConfig, HasDefaults) {
  const OfflineConfig config = parse_config({R"({"index":"/a/b"})"});
  EXPECT_EQ(config.index, "/a/b");
  EXPECT_EQ(config.max_data_age_days, 30);
  EXPECT_EQ(config.max_database_bytes, 512U << 20U);
}

TEST(OfflineConfig, TakesWhatIsWritten) {
  const OfflineConfig config =
      parse_config({R"({"index":"/a","max_data_age_days":0,"max_database_bytes":1048576})"});
  EXPECT_EQ(config.max_data_age_days, 0);
  EXPECT_EQ(config.max_database_bytes, 1U << 20U);
}

TEST(OfflineConfig, SaysAllMistakesAtOnce) {
  const AdapterError error = testing::error_of([] {
    parse_config({R"({"index":"rel","max_data_age_days":-1,"max_database_bytes":1e9,"x\n":1})"});
  });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_THAT(error.message, HasSubstr("'index' is not an absolute path"));
  EXPECT_THAT(error.detail, AllOf(HasSubstr("'max_data_age_days' is not a whole number from 0"),
                                  HasSubstr("'max_database_bytes' is not a whole number"),
                                  HasSubstr("'x\\n' is not known")));
}

TEST(OfflineConfig, NeedsAnIndex) {
  EXPECT_THAT(testing::error_of([] { parse_config({}); }).message,
              HasSubstr("'index' is missing; expected the path of an index of advisories"));
  for (const char* text : {"", "{}", "[]", "null", "{", "\"/a\"", R"({"index":5})"}) {
    EXPECT_EQ(testing::code_of([&] { parse_config({text}); }), ErrorCode::kConfigInvalid) << text;
  }
  for (const char* days : {"18446744073709551615", "36501", "true", "\"1\""}) {
    const std::string text = R"({"index":"/a","max_data_age_days":)" + std::string(days) + "}";
    EXPECT_EQ(testing::code_of([&] { parse_config({text}); }), ErrorCode::kConfigInvalid) << days;
  }
}

TEST(OfflineConfig, TheSchemaIsTheFile) {
  std::ifstream file(PORTSIDE_OFFLINE_SCHEMA);
  const auto schema = nlohmann::json::parse(file);
  EXPECT_EQ(nlohmann::json::parse(kConfigSchema), schema);
  EXPECT_EQ(schema["properties"]["max_data_age_days"]["default"],
            OfflineConfig().max_data_age_days);
  EXPECT_EQ(schema["properties"]["max_database_bytes"]["default"],
            OfflineConfig().max_database_bytes);
}

}  // namespace
}  // namespace portside::offline
