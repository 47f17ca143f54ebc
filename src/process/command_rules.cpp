// SPDX-License-Identifier: Apache-2.0
#include "process/command_rules.hpp"

#include "portside/api/error.hpp"

namespace portside::process {
namespace {

[[noreturn]] void refuse(const std::string& mistake) {
  throw AdapterError(ErrorCode::kInvalidArgument, "a child process cannot be started: " + mistake);
}

bool has_zero_byte(const std::string& text) {
  return text.find('\0') != std::string::npos;
}

bool absolute(const std::string& path) {
  return !path.empty() && path.front() == '/';
}

}  // namespace

// Values are not shown in the messages: they may be secrets.
void check_command(const ChildCommand& command) {
  if (command.argv.empty()) refuse("the command has no program; expected its path in argv[0]");
  for (std::size_t i = 0; i < command.argv.size(); ++i) {
    if (has_zero_byte(command.argv[i])) {
      refuse("argv[" + std::to_string(i) + "] holds a zero byte, which no argument can");
    }
  }
  if (!absolute(command.argv.front())) {
    refuse("the program is '" + command.argv.front() + "'; expected an absolute path");
  }
  for (const auto& [name, value] : command.environment) {
    if (name.empty()) refuse("a variable of the environment has no name");
    if (has_zero_byte(name)) refuse("the name of an environment variable holds a zero byte");
    if (name.find('=') != std::string::npos) {
      refuse("the name of an environment variable holds '=', at '" +
             name.substr(0, name.find('=')) + "'");
    }
    if (has_zero_byte(value)) refuse("the environment variable " + name + " holds a zero byte");
  }
  const std::string& folder = command.working_directory;
  if (has_zero_byte(folder)) refuse("the working directory holds a zero byte");
  if (!folder.empty() && !absolute(folder)) {
    refuse("the working directory is '" + folder + "'; expected an absolute path");
  }
}

}  // namespace portside::process
