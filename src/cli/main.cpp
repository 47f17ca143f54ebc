// SPDX-License-Identifier: Apache-2.0
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <variant>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

namespace fs = std::filesystem;

/// Of the build, or of the installation.
fs::path prefix_of_this_program() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
}

/// A build keeps its plugins beside bin/, an installation under lib/.
std::string default_plugin_dir() {
  const fs::path prefix = prefix_of_this_program();
  std::error_code error;
  for (const fs::path& folder : {prefix / "plugins", prefix / PORTSIDE_PLUGIN_SUBDIR}) {
    if (fs::is_directory(folder, error)) return folder.string();
  }
  return PORTSIDE_PLUGIN_DIR;
}

std::string package_prefix() {
  const fs::path prefix = prefix_of_this_program();
  std::error_code error;
  const bool has_package = fs::is_directory(prefix / PORTSIDE_PACKAGE_SUBDIR, error);
  return has_package && prefix != "/usr" && prefix != "/usr/local" ? prefix.string() : "";
}

ExitCode finish_early(const EarlyExit& exit, const Terminal& terminal) {
  (exit.code == ExitCode::kFine ? terminal.out : terminal.error) << exit.text;
  return exit.code;
}

/// Empty does not count (no-color.org).
bool is_set(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

/// 0 when it is no terminal.
std::size_t columns_of(int descriptor) {
  constexpr std::size_t kUsual = 80;
  if (::isatty(descriptor) != 1) return 0;
  winsize size = {};
  const bool known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : kUsual;
}

ExitCode run_program(int argc, const char* const* argv) {
  const std::size_t width = columns_of(STDOUT_FILENO);
  const bool colours = width > 0 && !is_set("NO_COLOR");
  const Terminal terminal{std::cout,        std::cerr, colours, width, columns_of(STDERR_FILENO),
                          !is_utf8_locale()};
  try {
    const auto parsed = parse_arguments(argc, argv);
    if (const auto* exit = std::get_if<EarlyExit>(&parsed)) return finish_early(*exit, terminal);
    const Program program{default_plugin_dir(), package_prefix()};
    return std::visit([&](const auto& command) { return run(command, program, terminal); },
                      std::get<Command>(parsed));
  } catch (const AdapterError& error) {
    print_error(terminal, error);
  } catch (const std::exception& error) {
    terminal.error << "portside: " << error.what() << '\n';
  }
  return ExitCode::kError;
}

}  // namespace
}  // namespace portside::cli

int main(int argc, char** argv) {
  const auto code = portside::cli::run_program(argc, argv);
  std::cout.flush();
  // A full disk or a closed pipe must not look like success.
  if (!std::cout) return static_cast<int>(portside::cli::ExitCode::kError);
  return static_cast<int>(code);
}
