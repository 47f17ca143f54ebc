// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/commands.hpp"
#include "portside/api/abi.hpp"
#include "portside/api/layout.hpp"

namespace portside::cli {
namespace {

std::string layout_text() {
  std::ostringstream text;
  text << std::hex << std::setw(16) << std::setfill('0') << abi::layout_fingerprint();
  return text.str();
}

}  // namespace

ExitCode run(const VersionCommand& command, const Program&, const Terminal& terminal) {
  const std::string abi_version = std::to_string(abi::kMajor) + "." + std::to_string(abi::kMinor);
  if (command.json) {
    const nlohmann::ordered_json json = {{"version", abi::kSdkVersion},
                                         {"plugin_abi", abi_version},
                                         {"layout", layout_text()},
                                         {"stdlib", abi::stdlib_tag()},
                                         {"toolchain", abi::toolchain()}};
    terminal.out << json.dump(2) << '\n';
  } else {
    terminal.out << "portside " << abi::kSdkVersion << "\nplugin ABI " << abi_version << " (layout "
                 << layout_text() << ", " << abi::stdlib_tag() << ")\nbuilt by " << abi::toolchain()
                 << '\n';
  }
  return ExitCode::kFine;
}

}  // namespace portside::cli
