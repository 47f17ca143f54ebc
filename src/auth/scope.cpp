// SPDX-License-Identifier: Apache-2.0
#include "auth/scope.hpp"

#include <algorithm>

namespace portside::auth {

std::optional<Access> parse_scope(std::string_view text) {
  const std::size_t first = text.find(':');
  const std::size_t last = text.rfind(':');
  if (first == std::string_view::npos || last == first) return std::nullopt;
  std::string_view type = text.substr(0, first);
  if (const std::size_t open = type.find('('); open != std::string_view::npos) {
    if (!type.ends_with(')')) return std::nullopt;
    type = type.substr(0, open);
  }
  Access access{std::string(type), std::string(text.substr(first + 1, last - first - 1)), {}};
  if (access.type.empty() || access.name.empty()) return std::nullopt;
  const std::string_view actions = text.substr(last + 1);
  for (std::size_t begin = 0; begin < actions.size();) {
    const std::size_t end = std::min(actions.find(',', begin), actions.size());
    if (end > begin) access.actions.emplace_back(actions.substr(begin, end - begin));
    begin = end + 1;
  }
  return access;
}

}  // namespace portside::auth
