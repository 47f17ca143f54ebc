// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/plugin_project.hpp"

namespace portside::cli {
namespace {

/// A word as a shell takes it.
std::string quoted(const std::string& word) {
  const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-+,:=@").find(c) != std::string_view::npos;
  });
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

ExitCode run(const NewPluginCommand& command, const Program& program, const Terminal& terminal) {
  write_project(make_plugin_project(command.name, command.kind), command.dir);
  const std::string prefix = program.package_prefix.empty()
                                 ? ""
                                 : " -DCMAKE_PREFIX_PATH=" + quoted(program.package_prefix);
  terminal.out << "Made the " << command.kind << " plugin " << command.name << ". Next:\n"
               << "  cd " << quoted(command.dir) << '\n'
               << "  cmake -B build" << prefix << " && cmake --build build\n"
               << "  ctest --test-dir build --output-on-failure\n";
  return ExitCode::kFine;
}

}  // namespace portside::cli
