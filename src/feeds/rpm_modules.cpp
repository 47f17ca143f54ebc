// SPDX-License-Identifier: Apache-2.0
#include "feeds/rpm_modules.hpp"

#include <algorithm>
#include <cstddef>

#include "advisory/advisory.hpp"

namespace portside::feeds {
namespace {

bool is_of_module(const std::string& version) noexcept {
  return version.find("module") != std::string::npos;
}

bool is_module_char(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-' || c == '+';
}

bool is_part(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_module_char);
}

}  // namespace

bool is_modular(const advisory::AffectedPackage& package) noexcept {
  const auto& ranges = package.ranges;
  return std::any_of(package.versions.begin(), package.versions.end(), is_of_module) ||
         std::any_of(ranges.begin(), ranges.end(), [](const advisory::VersionRange& range) {
           return is_of_module(range.fixed) || is_of_module(range.limit) ||
                  is_of_module(range.last_affected) || is_of_module(range.introduced);
         });
}

std::vector<std::string> modules_in(std::string_view summary) {
  std::vector<std::string> modules;
  while (!summary.empty()) {
    const std::size_t end = summary.find_first_of(" ,;()");
    const std::string_view word = summary.substr(0, end);
    const std::size_t colon = word.find(':');
    const bool is_module = colon != std::string_view::npos && is_part(word.substr(0, colon)) &&
                           is_part(word.substr(colon + 1));
    if (is_module && std::find(modules.begin(), modules.end(), word) == modules.end()) {
      modules.emplace_back(word);
    }
    if (end == std::string_view::npos) break;
    summary.remove_prefix(end + 1);
  }
  return modules;
}

}  // namespace portside::feeds
