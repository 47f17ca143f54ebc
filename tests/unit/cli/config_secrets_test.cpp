// SPDX-License-Identifier: Apache-2.0
// Whatever a configuration holds, nothing secret in it reaches an output.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Each form that a secret may be written in, in good places and bad.
std::string document(const std::string& secret) {
  const std::string v = "'" + secret + "'";
  return "registry: {url: " + v + ", user: u, password: " + v + ", pasword: " + v +
         "}\n"
         "http: {proxy: " +
         v +
         "}\n"
         "adapters:\n"
         "  schema-scanner: {url: 'http://x', key: " +
         v +
         "}\n"
         "  schema-scanner@a: {url: 5, key: [" +
         v + "], mode: {x: " + v +
         "}}\n"
         "  schema-scanner@b: {unknown: " +
         v + ", also: {deep: [" + v +
         "]}}\n"
         "  schema-scanner@c: " +
         v +
         "\n"
         "  good-scanner: {token: " +
         v +
         "}\n"
         "  nobody: {token: " +
         v + "}\n";
}

std::vector<std::string> documents(const std::string& file) {
  std::vector<std::string> all;
  for (const std::string& secret :
       {std::string("canary-text"), std::string("${ENV:CANARY}"), "${FILE:" + file + "}",
        std::string("x ${ENV:CANARY} y"), std::string("${SEALED:canary-text}"),
        std::string("x ${SEALED:v1.0123abcd.canary-text}"),
        std::string("https://u:canary-text@h.example"),
        std::string("http://u:${ENV:CANARY}@h.example:1")}) {
    all.push_back(document(secret));
  }
  all.emplace_back(
      "registry: {user: [canary-text], password: {k: canary-text}}\nprocessors: {a: "
      "'${ENV:CANARY}', '${ENV:CANARY}': []}");
  all.emplace_back("adapters: {schema-scanner: {key: \"canary-text");
  all.emplace_back("adapters: {schema-scanner: {key: canary-text: x}}");
  all.emplace_back("adapters: {schema-scanner: {key: &canary-text x}}\n");
  return all;
}

/// Few plugins are quicker to look through.
void copy_plugins(const testing::TempFolder& folder) {
  for (const char* name : {"schema-scanner.so", "good-scanner.so"}) {
    std::filesystem::copy_file(std::filesystem::path(PORTSIDE_FIXTURE_PLUGINS) / name,
                               folder / name);
  }
}

TEST(ConfigSecrets, AreInNoOutputOfAnyCommand) {
  const testing::TempFolder folder;
  copy_plugins(folder);
  const std::string secret = folder.write("secret", "canary-text\n");
  const std::string options = " --plugin-dir " + folder.str() + " --trust-anchor " + folder.str();
  for (const std::string& text : documents(secret)) {
    const std::string file = folder.write("p.yaml", text);
    for (const std::string command : {"config check", "config check --json", "config show",
                                      "config show --json", "plugins list --no-probe -c"}) {
      const auto result = testing::run_program("env CANARY=canary-text " PORTSIDE_PROGRAM " " +
                                               command + " " + file + options);
      EXPECT_THAT(result.output, Not(HasSubstr("canary-text"))) << command << '\n' << text;
      EXPECT_NE(result.code, -1) << command << '\n' << text;
    }
  }
}

}  // namespace
}  // namespace portside::cli
