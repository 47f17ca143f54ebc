// SPDX-License-Identifier: Apache-2.0
#include "offline/path.hpp"

#include <algorithm>

namespace portside::offline {
namespace {

bool has_inner_noise(std::string_view path) {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (slash + 1 < path.size() && (path[slash + 1] == '/' || path[slash + 1] == '.')) return true;
  }
  return false;
}

std::string_view without_outer_noise(std::string_view path) {
  while (true) {
    if (path.starts_with('/')) {
      path.remove_prefix(1);
    } else if (path.starts_with("./")) {
      path.remove_prefix(2);
    } else {
      break;
    }
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  return path == "." ? std::string_view() : path;
}

}  // namespace

CleanPath clean_path(std::string_view path, std::string& buffer) {
  const std::string_view outer = without_outer_noise(path);
  if (!outer.starts_with("..") && !has_inner_noise(outer)) return {outer};
  bool is_outside = false;
  buffer.clear();
  for (std::string_view rest = outer; !rest.empty();) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view name = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      is_outside = is_outside || buffer.empty();
      buffer.resize(folder_of(buffer).size());
      continue;
    }
    if (!buffer.empty()) buffer += '/';
    buffer += name;
  }
  return {buffer, is_outside};
}

std::string joined(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.empty()) path += '/';
  return path.append(name);
}

std::string_view folder_of(std::string_view path) noexcept {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) noexcept {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

std::string shown_path(std::string_view path) {
  constexpr std::size_t kLongest = 100;
  std::string text(path.substr(0, kLongest));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return path.size() > kLongest ? text + "..." : text;
}

}  // namespace portside::offline
