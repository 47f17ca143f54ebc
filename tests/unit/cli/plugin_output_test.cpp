// SPDX-License-Identifier: Apache-2.0
#include "cli/plugin_output.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

namespace portside::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

PluginInfo good() {
  PluginInfo info;
  info.name = "acme";
  info.version = "1.2.0";
  info.kinds = {"scanner", "processor"};
  info.state = PluginState::kAvailable;
  info.path = "/p/acme.so";
  return info;
}

PluginInfo bad() {
  PluginInfo info;
  info.state = PluginState::kRefused;
  info.reason_code = PluginReason::kNotElf;
  info.reason = "/p/x.so: not an ELF file";
  info.path = "/p/x.so";
  return info;
}

std::string table_of(const std::vector<PluginInfo>& plugins) {
  std::ostringstream out;
  std::ostringstream error;
  print_table({out, error, false}, plugins);
  return out.str();
}

TEST(PluginOutput, TheTableShowsStateAndReason) {
  EXPECT_EQ(table_of({good(), bad()}),
            "STATE      NAME  VERSION  KINDS              PATH\n"
            "available  acme  1.2.0    scanner,processor  /p/acme.so\n"
            "refused    -     -        -                  /p/x.so\n"
            "    /p/x.so: not an ELF file\n");
}

TEST(PluginOutput, AnEmptyTableSaysSo) {
  EXPECT_EQ(table_of({}), "no plugins found\n");
}

TEST(PluginOutput, ABuiltInHasNoPath) {
  PluginInfo info = good();
  info.path = "";
  EXPECT_THAT(table_of({info}), HasSubstr("(built in)"));
}

TEST(PluginOutput, AFileNameCannotControlTheTerminal) {
  PluginInfo info = bad();
  info.path = "/p/\033[2Jx.so";
  info.reason = info.path + ": bad";
  EXPECT_THAT(table_of({info}), Not(HasSubstr("\033")));
}

TEST(PluginOutput, JsonHasWhatProgramsNeed) {
  const auto json = nlohmann::json::parse(to_json(std::vector{good(), bad()}));
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["name"], "acme");
  EXPECT_EQ(json[0]["kinds"], (nlohmann::json{"scanner", "processor"}));
  EXPECT_EQ(json[0]["state"], "available");
  EXPECT_EQ(json[0]["reason"], "");
  EXPECT_EQ(json[1]["state"], "refused");
  EXPECT_EQ(json[1]["reason"], "/p/x.so: not an ELF file");
  EXPECT_EQ(json[1]["reason_code"], "not_elf");
  EXPECT_EQ(json[1]["path"], "/p/x.so");
}

TEST(PluginOutput, JsonTakesAnyFileName) {
  PluginInfo info = bad();
  info.path = "/p/\xff.so";
  EXPECT_TRUE(nlohmann::json::accept(to_json(info)));
}

TEST(PluginOutput, DetailsShowEverythingThatIsKnown) {
  std::ostringstream out;
  std::ostringstream error;
  PluginInfo info = good();
  info.vendor = "Acme";
  info.toolchain = "g++ 12.2.0";
  print_details({out, error, false}, info);
  EXPECT_THAT(out.str(), HasSubstr("vendor     Acme\n"));
  EXPECT_THAT(out.str(), HasSubstr("built by   g++ 12.2.0\n"));
  EXPECT_THAT(out.str(), HasSubstr("license    -\n"));
}

}  // namespace
}  // namespace portside::cli
