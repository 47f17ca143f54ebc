// SPDX-License-Identifier: Apache-2.0
#include "report/json_value.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::report {
namespace {

/// More than ten times as many as any object of a report has.
constexpr std::size_t kMaxMembers = 1'000;

bool is_json_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Walks over a valid text.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  char peek() {
    while (at_ < text_.size() && is_json_space(text_[at_])) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  void pass() { ++at_; }

  std::string_view value() {
    const char first = peek();
    const std::size_t begin = at_;
    if (first == '"') {
      pass_text();
    } else if (first == '{' || first == '[') {
      pass_nested();
    } else {
      while (at_ < text_.size() && !is_end(text_[at_])) ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

 private:
  static bool is_end(char c) { return is_json_space(c) || c == ',' || c == '}' || c == ']'; }

  void pass_text() {
    for (++at_; text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }

  void pass_nested() {
    std::size_t open = 0;
    do {
      const char c = text_[at_];
      if (c == '"') {
        pass_text();
        continue;
      }
      if (c == '{' || c == '[') ++open;
      if (c == '}' || c == ']') --open;
      ++at_;
    } while (open > 0);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// `raw` has its quotation marks.
std::string text_of(std::string_view raw) {
  if (raw.find('\\') == std::string_view::npos) return std::string(raw.substr(1, raw.size() - 2));
  return nlohmann::json::parse(raw).get<std::string>();
}

}  // namespace

JsonValue::JsonValue(std::string_view text) : raw_(Walk(text).value()) {}

void JsonValue::each_member(
    const std::function<void(std::string_view key, const JsonValue&)>& visit) const {
  if (raw_.front() != '{') unexpected("an object");
  std::vector<std::string> keys;
  Walk walk(raw_);
  for (walk.pass(); walk.peek() != '}';) {
    if (walk.peek() == ',') walk.pass();
    const std::string key = (walk.peek(), text_of(walk.value()));
    walk.peek();
    walk.pass();  // the colon
    walk.peek();
    visit(key, JsonValue(walk.value(), this, key, 0));
    if (keys.size() == kMaxMembers) {
      fail("found more than " + std::to_string(kMaxMembers) +
           " members; expected those of a report");
    }
    keys.push_back(key);
  }
  // Readers differ in which of two members they take.
  std::ranges::sort(keys);
  const auto twice = std::ranges::adjacent_find(keys);
  if (twice != keys.end()) {
    fail("the key " + words::quoted(*twice) + " is there twice; expected it once");
  }
}

void JsonValue::each_item(const std::function<void(const JsonValue&)>& visit) const {
  if (raw_.front() != '[') unexpected("a list");
  Walk walk(raw_);
  std::size_t index = 0;
  for (walk.pass(); walk.peek() != ']';) {
    if (walk.peek() == ',') walk.pass();
    visit(JsonValue(walk.value(), this, {}, index++));
  }
}

std::string JsonValue::text() const {
  if (raw_.front() != '"') unexpected("a text");
  return text_of(raw_);
}

std::uint64_t JsonValue::number() const {
  std::uint64_t value = 0;
  const char* end = raw_.data() + raw_.size();
  const auto result = std::from_chars(raw_.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) unexpected("a whole number, 0 or more");
  return value;
}

double JsonValue::real() const {
  double value = 0;
  const char* end = raw_.data() + raw_.size();
  const auto result = std::from_chars(raw_.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) unexpected("a number");
  return value;
}

std::string JsonValue::place() const {
  if (parent_ == nullptr) return "";
  const std::string above = parent_->place();
  if (key_.data() == nullptr) return above + '[' + std::to_string(index_) + ']';
  return (above.empty() ? "" : above + '.') + words::shortened(key_);
}

void JsonValue::unexpected(std::string_view expected) const {
  std::string found = "a number";
  switch (raw_.front()) {
    case '{': found = "an object"; break;
    case '[': found = "a list"; break;
    case '"': found = "the text " + words::quoted(text_of(raw_)); break;
    case 't':
    case 'f':
    case 'n': found = raw_; break;
    default: found += ' ' + words::shortened(raw_); break;
  }
  fail("found " + found + "; expected " + std::string(expected));
}

void JsonValue::fail(std::string_view sentence) const {
  const std::string where = place();
  throw AdapterError(
      ErrorCode::kMalformedData,
      (where.empty() ? "the report" : "the report: " + where) + ": " + std::string(sentence));
}

}  // namespace portside::report
