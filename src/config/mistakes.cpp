// SPDX-License-Identifier: Apache-2.0
#include "config/mistakes.hpp"

#include <algorithm>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::config {
namespace {

constexpr std::size_t kMaxMistakes = 100;

bool is_plain_key(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '@';
  });
}

/// `plugins.dirs[1]`, `plugins.files."acme.so"`.
std::string dotted_place(const Path& path) {
  std::string out;
  for (const Step& step : path) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      out += "[" + std::to_string(*index) + "]";
      continue;
    }
    const auto key = std::get<std::string_view>(step);
    if (!out.empty()) out += '.';
    out += is_plain_key(key) ? shortened(key) : quoted(key);
  }
  return out;
}

/// A JSON pointer (RFC 6901): `/plugins/dirs/1`.
std::string pointer_place(const Path& path) {
  std::string out;
  for (const Step& step : path) {
    out += '/';
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      out += std::to_string(*index);
      continue;
    }
    for (const char c : shortened(std::get<std::string_view>(step))) {
      if (c == '~') {
        out += "~0";
      } else if (c == '/') {
        out += "~1";
      } else {
        out += c;
      }
    }
  }
  return out;
}

}  // namespace

Mistakes::Mistakes(std::string origin, ConfigFormat format)
    : origin_(std::move(origin)), format_(format) {}

void Mistakes::add(const Path& path, int line, std::string_view sentence) {
  if (mistakes_.size() == kMaxMistakes) {
    more_ = true;
    throw StopReading{};
  }
  if (!path.empty()) {
    if (const auto* room = std::get_if<std::string_view>(&path.front())) rooms_.emplace(*room);
  }
  std::string place = format_ == ConfigFormat::kYaml ? dotted_place(path) : pointer_place(path);
  mistakes_.push_back({line, std::move(place), std::string(sentence)});
}

bool Mistakes::has_any_below(std::string_view room) const {
  return rooms_.contains(room);
}

void Mistakes::stop(const Path& path, int line, std::string_view sentence) {
  add(path, line, sentence);
  throw StopReading{};
}

std::vector<Mistake> Mistakes::all() const {
  std::vector<Mistake> sorted = mistakes_;
  std::ranges::stable_sort(sorted, {}, &Mistake::line);
  return sorted;
}

std::string Mistakes::line_of(const Mistake& mistake) const {
  std::string text = origin_;
  if (mistake.line > 0) text += ":" + std::to_string(mistake.line);
  if (!mistake.place.empty()) text += ": " + mistake.place;
  return text + ": " + mistake.sentence;
}

void Mistakes::throw_if_any() const {
  if (mistakes_.empty()) return;
  std::string message;
  std::string detail;
  for (const Mistake& each : all()) {
    const std::string line = line_of(each);
    if (message.empty()) message = line;
    detail += (detail.empty() ? "" : "\n") + line;
  }
  if (more_) detail += "\n" + origin_ + ": " + std::string(kMoreMistakes);
  throw AdapterError(ErrorCode::kConfigInvalid, std::move(message), std::move(detail));
}

}  // namespace portside::config
