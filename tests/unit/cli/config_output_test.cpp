// SPDX-License-Identifier: Apache-2.0
#include "cli/config_output.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace portside::cli {
namespace {

template <typename Print>
std::string printed(Print print) {
  std::ostringstream out;
  std::ostringstream error;
  print(Terminal{out, error, false});
  EXPECT_EQ(error.str(), "");
  return out.str();
}

TEST(ConfigOutput, SaysThatAFileIsFine) {
  const CheckedConfig checked{"/p.yaml", 2, 2, 2, 1};
  EXPECT_EQ(
      printed([&](const Terminal& terminal) { print_checked(terminal, checked); }),
      "/p.yaml: fine, 2 adapters (2 checked against the schema of the plugin, 1 configured), 2 "
      "processors\n");
  const nlohmann::json parsed = nlohmann::json::parse(to_json(checked));
  EXPECT_EQ(parsed["fine"], true);
  EXPECT_EQ(parsed["adapters"], 2);
  EXPECT_EQ(parsed["configured"], 1);
  EXPECT_EQ(parsed["mistakes"], nlohmann::json::array());
}

TEST(ConfigOutput, HasALineForEachMistake) {
  const CheckedConfig checked{
      "/p.yaml",
      1,
      0,
      0,
      0,
      {{{3, "a.b", "wrong"}, "/p.yaml:3: a.b: wrong"}, {{0, "", "no\nYAML"}, "/p.yaml: no\nYAML"}}};
  EXPECT_EQ(printed([&](const Terminal& terminal) { print_checked(terminal, checked); }),
            "/p.yaml:3: a.b: wrong\n/p.yaml: no?YAML\n/p.yaml: 2 mistakes\n");
  const nlohmann::json parsed = nlohmann::json::parse(to_json(checked));
  EXPECT_EQ(parsed["fine"], false);
  EXPECT_EQ(parsed["mistakes"][0],
            nlohmann::json::parse(R"({"line":3,"place":"a.b","mistake":"wrong"})"));
  EXPECT_TRUE(parsed["mistakes"][1]["line"].is_null());
}

TEST(ConfigOutput, ANoteStandsBeforeTheLastLine) {
  CheckedConfig checked{"/p.yaml"};
  checked.note = "by the way";
  EXPECT_THAT(printed([&](const Terminal& terminal) { print_checked(terminal, checked); }),
              ::testing::StartsWith("/p.yaml: note: by the way\n/p.yaml: fine, "));
  EXPECT_EQ(nlohmann::json::parse(to_json(checked))["note"], "by the way");
}

const std::vector<config::ListedKey> kKeys{
    {{}, "trust", "", "", "who may have written a plugin"},
    {{"trust"}, "mode", "warn", "strict", "what becomes of it", true, 3},
    {{"trust"}, "anchors", "[]", "[]", "folders", false, 0},
    {{}, "scanner", "", "", "id of the adapter that scans"},
    {{}, "adapters", "", "{}", "one document each", true, 5},
    {{"adapters"}, "clair", "", "", "", true, 6},
    {{"adapters", "clair"}, "key", "[hidden]", "", "a long story", true, 7}};

TEST(ConfigOutput, ListsKeysAsInAFile) {
  EXPECT_EQ(printed([](const Terminal& terminal) { print_keys(terminal, "/etc/p.yaml", kKeys); }),
            "trust:                            # who may have written a plugin\n"
            "  mode: warn                      # p.yaml:3 (default strict); what becomes of it\n"
            "  anchors: []                     # default; folders\n"
            "\n"
            "scanner:                          # id of the adapter that scans\n"
            "\n"
            "adapters:                         # p.yaml:5; one document each\n"
            "  clair:                          # p.yaml:6\n"
            "    key: [hidden]                 # p.yaml:7; a long story\n");
}

TEST(ConfigOutput, ListsKeysForPrograms) {
  const nlohmann::json parsed = nlohmann::json::parse(to_json("/etc/p.yaml", kKeys));
  EXPECT_EQ(parsed["file"], "/etc/p.yaml");
  EXPECT_EQ(parsed["keys"].size(), kKeys.size());
  EXPECT_EQ(parsed["keys"][1], nlohmann::json::parse(R"({"path":["trust","mode"],"value":"warn",
      "default":"strict","source":"/etc/p.yaml:3","description":"what becomes of it"})"));
  EXPECT_EQ(parsed["keys"][2]["source"], "default");
  EXPECT_EQ(parsed["keys"][3]["source"], "");
}

}  // namespace
}  // namespace portside::cli
