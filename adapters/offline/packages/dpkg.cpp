// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/dpkg.hpp"

#include <utility>

#include "offline/packages/lines.hpp"
#include "offline/packages/third_party.hpp"

namespace portside::offline {
namespace {

struct Paragraph {
  std::string_view package;
  std::string_view version;
  std::string_view source;
  std::string_view architecture;
  std::string_view maintainer;
  std::string_view status;
  bool is_of_vcpkg = false;
  bool has_fields = false;
};

/// Names of fields are the same in upper and lower case (deb822(5)).
bool is_field(std::string_view name, std::string_view lower) {
  if (name.size() != lower.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] + 32) : name[i];
    if (c != lower[i]) return false;
  }
  return true;
}

void take_field(Paragraph& paragraph, std::string_view name, std::string_view value) {
  paragraph.has_fields = true;
  if (is_field(name, "package")) {
    paragraph.package = value;
  } else if (is_field(name, "version")) {
    paragraph.version = value;
  } else if (is_field(name, "source")) {
    paragraph.source = value;
  } else if (is_field(name, "architecture")) {
    paragraph.architecture = value;
  } else if (is_field(name, "maintainer")) {
    paragraph.maintainer = value;
  } else if (is_field(name, "status")) {
    paragraph.status = value;
  } else if (is_field(name, "port-version") || (is_field(name, "type") && value == "Port")) {
    paragraph.is_of_vcpkg = true;
  }
}

/// Reads to the next empty line, which it takes off.
Paragraph take_paragraph(std::string_view& rest) {
  Paragraph paragraph;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (trimmed(line).empty()) {
      if (paragraph.has_fields) break;
      continue;
    }
    if (line.front() == ' ' || line.front() == '\t') continue;  // a field goes on
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    take_field(paragraph, line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }
  return paragraph;
}

enum class State { kInstalled, kAbsent, kHalfInstalled };

/// `WANTED FLAG STATE` (dpkg(1), "Package states"). The files of a package are there from
/// "unpacked" on, whatever is wanted.
State state_of(std::string_view status) {
  if (status.empty()) return State::kInstalled;
  const std::string_view state = status.substr(status.rfind(' ') + 1);
  if (state == "half-installed") return State::kHalfInstalled;
  return state == "installed" || state == "unpacked" || state == "half-configured" ||
                 state == "triggers-awaited" || state == "triggers-pending"
             ? State::kInstalled
             : State::kAbsent;
}

Package package_of(const Paragraph& paragraph, const std::string& location) {
  Package package;
  package.name = paragraph.package;
  package.version = paragraph.version;
  package.architecture = paragraph.architecture;
  package.third_party = third_party(paragraph.maintainer);
  package.location = location;
  // `NAME (VERSION)`, the version only where it is another one.
  const std::size_t bracket = paragraph.source.find('(');
  package.source_name = trimmed(paragraph.source.substr(0, bracket));
  if (bracket != std::string_view::npos) {
    std::string_view version = paragraph.source.substr(bracket + 1);
    package.source_version = trimmed(version.substr(0, version.find(')')));
  }
  return package;
}

}  // namespace

void read_dpkg_status(std::string_view text, const std::string& location, PackageList& list) {
  while (!text.empty()) {
    const Paragraph paragraph = take_paragraph(text);
    if (!paragraph.has_fields) continue;
    if (paragraph.is_of_vcpkg) {
      ++list.ports;
      continue;
    }
    const State state = state_of(paragraph.status);
    if (state == State::kHalfInstalled) ++list.half_installed;
    if (state != State::kInstalled) continue;
    add_package(list, package_of(paragraph, location));
  }
}

}  // namespace portside::offline
