// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/place.hpp"
#include "portside/host/config.hpp"
#include "words/quoted.hpp"

namespace portside::config {

/// Thrown by Mistakes when there is no sense in reading on; the mistakes themselves say why.
struct StopReading {};

struct Mistake {
  /// From 1; 0 = unknown.
  int line = 0;
  /// As is usual in the document's format: `plugins.dirs[1]`, `/plugins/dirs/1`; "" = the document.
  std::string place;
  std::string sentence;
};

/// Collects everything that is wrong with one document, a sentence each.
class Mistakes {
 public:
  /// `origin` names the document; places are written as is usual in its format.
  Mistakes(std::string origin, ConfigFormat format);

  /// Notes one mistake. `line` counts from 1; 0 = unknown. Throws StopReading when a document has
  /// so many that nobody would read on.
  void add(const Path& path, int line, std::string_view sentence);

  /// Notes a mistake behind which nothing can be read, and throws StopReading.
  [[noreturn]] void stop(const Path& path, int line, std::string_view sentence);

  /// Throws kConfigInvalid with all mistakes, if there are any.
  void throw_if_any() const;

  /// In order of the lines, where those are known.
  std::vector<Mistake> all() const;

  /// True when something is wrong in this room (`plugins`), or in this key of a room
  /// (`plugins.dirs`).
  bool has_any_below(std::string_view place) const;

  /// True when there were more than are kept.
  bool more() const noexcept { return more_; }

  /// `FILE:LINE: PLACE: SENTENCE`.
  std::string line_of(const Mistake& mistake) const;

 private:
  std::string origin_;
  ConfigFormat format_;
  std::vector<Mistake> mistakes_;
  std::set<std::string, std::less<>> rooms_and_keys_;
  bool more_ = false;
};

/// Said behind the mistakes when there are more().
inline constexpr std::string_view kMoreMistakes = "there are more mistakes; correct these first";

using words::quoted;
using words::shortened;

}  // namespace portside::config
