// SPDX-License-Identifier: Apache-2.0
#include "config/place.hpp"

#include <algorithm>
#include <charconv>
#include <list>

#include "words/quoted.hpp"

namespace portside::config {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '@';
}

bool is_plain_key(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, is_plain);
}

void append_step(std::string_view key, std::string& pointer) {
  pointer += '/';
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

template <typename Spelling>
std::string pointer_with(const Path& path, Spelling spelling) {
  std::string pointer;
  for (const Step& step : path) {
    const auto* index = std::get_if<std::size_t>(&step);
    append_step(index ? std::to_string(*index) : spelling(std::get<std::string_view>(step)),
                pointer);
  }
  return pointer;
}

bool is_json_pointer(std::string_view text) {
  if (!text.starts_with('/')) return false;
  for (std::size_t at = text.find('~'); at != text.npos; at = text.find('~', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (next != '0' && next != '1') return false;
  }
  return true;
}

/// Takes what lies before `end` off `rest`, and `end`. Nothing when it is not there.
std::optional<std::string_view> take_until(char end, std::string_view& rest) {
  const std::size_t size = rest.find(end);
  if (size == std::string_view::npos) return std::nullopt;
  const std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size + 1);
  return taken;
}

/// Takes a key off `rest`, in quotes or plain.
std::optional<std::string_view> take_key(std::string_view& rest) {
  if (rest.starts_with('"')) {
    rest.remove_prefix(1);
    return take_until('"', rest);
  }
  const auto end = std::ranges::find_if_not(rest, is_plain);
  const std::string_view key = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(key.size());
  return key.empty() ? std::nullopt : std::optional(key);
}

/// Takes `[12]` off `rest`.
std::optional<std::string_view> take_index(std::string_view& rest) {
  rest.remove_prefix(1);
  const auto index = take_until(']', rest);
  const bool fit = index && !index->empty() && (*index == "0" || index->front() != '0') &&
                   index->find_first_not_of("0123456789") == std::string_view::npos;
  return fit ? index : std::nullopt;
}

}  // namespace

std::string dotted_place(const Path& path) {
  std::string out;
  for (const Step& step : path) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      out += "[" + std::to_string(*index) + "]";
      continue;
    }
    const auto key = std::get<std::string_view>(step);
    if (!out.empty()) out += '.';
    out += is_plain_key(key) ? words::shortened(key) : words::quoted(key);
  }
  return out;
}

std::string take_step(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const std::size_t end = std::min(pointer.find('/'), pointer.size());
  std::string step;
  for (std::size_t i = 0; i < end; ++i) {
    const bool escape = pointer[i] == '~' && i + 1 < end;
    step += escape ? (pointer[++i] == '1' ? '/' : '~') : pointer[i];
  }
  pointer.remove_prefix(end);
  return step;
}

std::string dotted_place(Path path, std::string_view pointer) {
  std::list<std::string> keys;
  while (pointer.starts_with('/')) {
    const std::string& step = keys.emplace_back(take_step(pointer));
    std::size_t index = 0;
    const char* const end = step.data() + step.size();
    const auto parsed = std::from_chars(step.data(), end, index);
    const bool is_index = parsed.ec == std::errc() && parsed.ptr == end;
    path.push_back(is_index ? Step(index) : Step(std::string_view(step)));
  }
  return dotted_place(path);
}

std::string pointer_place(const Path& path) {
  return pointer_with(path, [](std::string_view key) { return words::shortened(key); });
}

std::string json_pointer(const Path& path) {
  return pointer_with(path, [](std::string_view key) { return std::string(key); });
}

std::optional<std::string> pointer_of(std::string_view place) {
  if (is_json_pointer(place)) return std::string(place);
  std::string pointer;
  for (std::string_view rest = place;; rest.remove_prefix(1)) {
    const auto key = take_key(rest);
    if (!key) return std::nullopt;
    append_step(*key, pointer);
    while (rest.starts_with('[')) {
      const auto index = take_index(rest);
      if (!index) return std::nullopt;
      append_step(*index, pointer);
    }
    if (rest.empty()) return pointer;
    if (!rest.starts_with('.')) return std::nullopt;
  }
}

}  // namespace portside::config
