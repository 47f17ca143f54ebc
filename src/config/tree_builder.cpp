// SPDX-License-Identifier: Apache-2.0
#include "config/tree_builder.hpp"

#include <utility>

namespace portside::config {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxValues = 100'000;

}  // namespace

bool TreeBuilder::wants_key() const noexcept {
  return !open_.empty() && open_.back().value.kind == ValueKind::kMap && !open_.back().has_key;
}

void TreeBuilder::key(std::string_view key, int line) {
  Open& map = open_.back();
  map.next_key = key;
  map.next_line = line;
  map.has_key = true;
  const auto [first, is_new] = map.keys.emplace(key, line);
  map.repeated = !is_new;
  if (is_new) return;
  std::string sentence = "found this key a second time";
  if (line > 0) sentence += " (first on line " + std::to_string(first->second) + ")";
  mistake(line, sentence + "; expected each key once");
}

void TreeBuilder::scalar(ValueKind kind, std::string_view text, int line) {
  Value value = make(kind, line);
  value.text = text;
  finish(std::move(value));
}

void TreeBuilder::open(ValueKind kind, int line) {
  if (open_.size() == kMaxDepth) {
    stop(line, "found more than 64 levels of lists and maps in each other; expected fewer");
  }
  Value value = make(kind, line);
  open_.emplace_back().value = std::move(value);
}

void TreeBuilder::close() {
  Value value = std::move(open_.back().value);
  open_.pop_back();
  finish(std::move(value));
}

Path TreeBuilder::path() const {
  Path path;
  for (const Open& each : open_) {
    if (each.value.kind == ValueKind::kList) {
      path.emplace_back(each.value.children.size());
    } else if (each.has_key) {
      path.emplace_back(std::string_view(each.next_key));
    }
  }
  return path;
}

Value TreeBuilder::make(ValueKind kind, int line) {
  if (++values_ > kMaxValues) {
    stop(line, "found more than 100,000 values; expected a smaller configuration");
  }
  Value value;
  value.kind = kind;
  value.line = line;
  if (!open_.empty() && open_.back().has_key) {
    value.key = open_.back().next_key;
    value.line = open_.back().next_line;
  }
  return value;
}

void TreeBuilder::finish(Value value) {
  if (open_.empty()) {
    root_ = std::move(value);
    return;
  }
  Open& parent = open_.back();
  if (!parent.repeated) parent.value.children.push_back(std::move(value));
  parent.has_key = false;
  parent.repeated = false;
}

}  // namespace portside::config
