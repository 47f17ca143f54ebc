// SPDX-License-Identifier: Apache-2.0
#include "config/mistakes.hpp"

#include <algorithm>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::config {
namespace {

constexpr std::size_t kMaxMistakes = 100;

}  // namespace

Mistakes::Mistakes(std::string origin, ConfigFormat format)
    : origin_(std::move(origin)), format_(format) {}

void Mistakes::add(const Path& path, int line, std::string_view sentence) {
  if (mistakes_.size() == kMaxMistakes) {
    more_ = true;
    throw StopReading{};
  }
  if (!path.empty()) {
    const auto* const room = std::get_if<std::string_view>(&path.front());
    const auto* const key = path.size() > 1 ? std::get_if<std::string_view>(&path[1]) : nullptr;
    if (room != nullptr) rooms_and_keys_.emplace(*room);
    if (room != nullptr && key != nullptr) {
      rooms_and_keys_.insert(std::string(*room) + '.' + std::string(*key));
    }
  }
  std::string place = format_ == ConfigFormat::kYaml ? dotted_place(path) : pointer_place(path);
  mistakes_.push_back({line, std::move(place), std::string(sentence)});
}

bool Mistakes::has_any_below(std::string_view place) const {
  return rooms_and_keys_.contains(place);
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
