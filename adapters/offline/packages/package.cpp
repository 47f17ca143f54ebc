// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/package.hpp"

#include <utility>

#include "portside/api/error.hpp"

namespace portside::offline {
namespace {

bool is_usable(const Package& package) {
  if (package.name.empty() || package.version.empty()) return false;
  for (const std::string* text : {&package.name, &package.version, &package.source_name,
                                  &package.source_version, &package.architecture}) {
    if (text->size() > kLongestField) return false;
  }
  return true;
}

void count_nameless(PackageList& list, const Package& package) {
  if (list.nameless++ > 0) return;
  list.first_nameless =
      (package.name.empty() ? "one without a name" : "'" + shown(package.name) + "'") + " in " +
      package.location;
}

}  // namespace

void add_package(PackageList& list, Package package) {
  if (!is_usable(package)) return count_nameless(list, package);
  if (list.packages.size() == kMaxPackages) {
    throw AdapterError(ErrorCode::kTooLarge, "the package database " + package.location +
                                                 " lists more than " +
                                                 std::to_string(kMaxPackages) + " packages");
  }
  if (package.source_name.empty()) package.source_name = package.name;
  if (package.source_version.empty()) package.source_version = package.version;
  list.packages.push_back(std::move(package));
}

std::string shown(std::string_view text) {
  constexpr std::size_t kMostShown = 64;
  std::string result(text.substr(0, kMostShown));
  for (char& c : result) {
    if (c < ' ' || c > '~') c = '?';
  }
  if (text.size() > kMostShown) result += "...";
  return result;
}

}  // namespace portside::offline
