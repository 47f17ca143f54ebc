// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "offline/path.hpp"

namespace portside::offline {

/// Names of a path that are still to be walked, the next one last.
class Names {
 public:
  void push(std::string_view path) {
    const std::size_t begin = names_.size();
    while (!path.empty()) {
      const std::size_t slash = std::min(path.find('/'), path.size());
      if (slash != 0 && path.substr(0, slash) != ".") names_.emplace_back(path.substr(0, slash));
      path.remove_prefix(std::min(slash + 1, path.size()));
    }
    std::reverse(names_.begin() + static_cast<std::ptrdiff_t>(begin), names_.end());
  }
  std::string pop() {
    std::string name = std::move(names_.back());
    names_.pop_back();
    return name;
  }
  bool empty() const { return names_.empty(); }

 private:
  std::vector<std::string> names_;
};

/// What a walk finds at a place.
struct Step {
  enum class Kind { kPlain, kLink, kDeadEnd } kind = Kind::kPlain;
  /// Of a link, as it is written.
  std::string_view target = {};
};

/// Follows a path from the root of an image, and its links as path_resolution(7) does, without
/// leaving the image. `step_at(PLACE, IS_LAST)` says what is there. Returns whether there is an
/// end, and puts it into `at`.
template <typename StepAt>
bool walk_path(std::string_view path, std::string& at, const StepAt& step_at) {
  constexpr int kMaxLinks = 40;  // as Linux has it
  Names names;
  names.push(path);
  at.clear();
  for (int links = 0; !names.empty();) {
    const std::string name = names.pop();
    if (name == "..") {
      at = std::string(folder_of(at));
      continue;
    }
    std::string next = joined(at, name);
    const Step step = step_at(next, names.empty());
    if (step.kind == Step::Kind::kDeadEnd) return false;
    if (step.kind == Step::Kind::kPlain) {
      at = std::move(next);
      continue;
    }
    if (++links > kMaxLinks) return false;
    if (step.target.substr(0, 1) == "/") at.clear();
    names.push(step.target);
  }
  return true;
}

}  // namespace portside::offline
