// SPDX-License-Identifier: Apache-2.0
//
// What portside_add_plugin() promises of every plugin: one exported symbol, no libraries to speak
// of.
#include <gmock/gmock.h>

#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "portside/host/call.hpp"
#include "process/child_process.hpp"
#include "string_sink.hpp"

namespace portside {
namespace {

namespace fs = std::filesystem;

std::string output_of(std::vector<std::string> argv) {
  ChildCommand command;
  command.argv = std::move(argv);
  testing::StringSink out;
  testing::StringSink err;
  const Call call;
  const auto exit =
      process::run(command, process::Environment::kInherited, out, err, call.context());
  EXPECT_EQ(exit.status, 0) << err.text();
  return out.text();
}

std::vector<fs::path> plugins_in(const char* folder) {
  std::vector<fs::path> plugins;
  if (!fs::exists(folder)) return plugins;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".so") plugins.push_back(entry.path());
  }
  return plugins;
}

/// The fixtures, and the plugins that this build is for.
std::vector<fs::path> all_plugins() {
  auto plugins = plugins_in(PORTSIDE_FIXTURE_FOLDER);
  for (const auto& plugin : plugins_in(PORTSIDE_PLUGIN_FOLDER)) plugins.push_back(plugin);
  return plugins;
}

std::set<std::string> exported_by(const fs::path& plugin) {
  std::istringstream lines(output_of({PORTSIDE_NM, "-D", "--defined-only", plugin}));
  std::set<std::string> names;
  for (std::string line; std::getline(lines, line);) names.insert(line.substr(line.rfind(' ') + 1));
  return names;
}

std::vector<std::string> needed_by(const fs::path& plugin) {
  const std::string dynamic = output_of({PORTSIDE_READELF, "-d", "-W", plugin});
  static const std::regex kNeeded(R"(\(NEEDED\)[^\[]*\[([^\]]*)\])");
  std::vector<std::string> names;
  for (std::sregex_iterator match(dynamic.begin(), dynamic.end(), kNeeded), end; match != end;
       ++match) {
    names.push_back((*match)[1]);
  }
  return names;
}

TEST(Exports, AreTheDescriptorAlone) {
  const auto plugins = all_plugins();
  ASSERT_GE(plugins.size(), 30U);
  for (const auto& plugin : plugins) {
    const auto exported = exported_by(plugin);
    if (plugin.stem() == "no-descriptor") {
      EXPECT_TRUE(exported.empty());
    } else {
      EXPECT_EQ(exported, std::set<std::string>{"portside_plugin_v1"}) << plugin;
    }
  }
}

TEST(Exports, NeedNothingButTheCompilersLibraries) {
  const std::regex expected(
      R"(lib(stdc\+\+\.so\.6|m\.so\.6|gcc_s\.so\.1|c\.so\.6|(a|l|t|ub)san\.so\.\d+)|ld-linux.*)");
  for (const auto& plugin : all_plugins()) {
    if (plugin.stem() == "needs-neighbour" || plugin.stem() == "needs-absent") continue;
    const auto needed = needed_by(plugin);
    EXPECT_THAT(needed, ::testing::Contains("libstdc++.so.6")) << plugin;
    for (const auto& name : needed) {
      // Package databases of rpm are SQLite's.
      if (plugin.stem() == "offline" && name == "libsqlite3.so.0") continue;
      EXPECT_TRUE(std::regex_match(name, expected)) << plugin << " needs " << name;
    }
  }
}

}  // namespace
}  // namespace portside
