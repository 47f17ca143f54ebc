// SPDX-License-Identifier: Apache-2.0
// `portside plugins check` as a person runs it; what each check finds is tested with the checks.
#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

using ::testing::HasSubstr;

testing::ProgramResult check_plugin(const std::string& arguments) {
  return testing::run_program(
      PORTSIDE_PROGRAM " plugins check --trust-anchor " PORTSIDE_BUILD_DIR " " + arguments);
}

const std::string kGoodProcessor = PORTSIDE_FIXTURE_PLUGINS "/good-processor.so";

TEST(CheckProgram, SaysWhatAPluginKeeps) {
  const auto result = check_plugin("--only '^(note-present|single-export)$' " + kGoodProcessor);
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_EQ(result.output, "STATUS  CHECK\npassed  note-present\npassed  single-export\n" +
                               kGoodProcessor + ": 2 passed\n");
}

TEST(CheckProgram, WhatIsNoPluginIsNotTriedFurther) {
  const testing::TempFolder folder;
  const auto result =
      check_plugin("--only 'note-present|fd-leak' " + folder.write("x.so", "hello"));
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.output, HasSubstr("failed   note-present\n    "));
  EXPECT_THAT(result.output, HasSubstr("not an ELF file"));
  EXPECT_THAT(result.output, HasSubstr("skipped  fd-leak\n    the plugin cannot be loaded"));
}

TEST(CheckProgram, TakesAConfigurationFile) {
  const testing::TempFolder folder;
  const std::string only = "--only given-config " + kGoodProcessor + " --config ";
  const auto result = check_plugin(only + folder.write("c.json", "{}"));
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("1 passed"));
  const auto missing = check_plugin(only + folder.str() + "/nowhere.json");
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.output, HasSubstr("nowhere.json: the document cannot be read"));
  const auto bad = check_plugin(only + folder.write("p.yaml", "scanner: x\n"));
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.output, HasSubstr("p.yaml: found no valid JSON; expected a JSON object: --config "
                                    "takes the adapter's own document"));
}

TEST(CheckProgram, AFileThatIsNotThereIsAnError) {
  const auto result = check_plugin("/nowhere.so");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.output, HasSubstr("/nowhere.so"));
  EXPECT_EQ(check_plugin("").code, 2);
}

}  // namespace
}  // namespace portside::cli
