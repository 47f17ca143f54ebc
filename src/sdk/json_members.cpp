// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/json_members.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::sdk {
namespace {

/// Less than 1 KiB in all: for more malloc tidies up first.
constexpr std::size_t kUsualMembers = 10;
constexpr std::string_view kSpace = " \t\r\n";

JsonKind kind_of(char first) noexcept {
  switch (first) {
    case '{': return JsonKind::kObject;
    case '[': return JsonKind::kArray;
    case '"': return JsonKind::kString;
    case 't':
    case 'f': return JsonKind::kBool;
    case 'n': return JsonKind::kNull;
    default: return JsonKind::kNumber;
  }
}

/// Of a number, true, false or null.
bool ends_word(char c) noexcept {
  return c == ',' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Walks over an object that is known to be JSON: nothing here looks for mistakes. (Characters one
/// by one: most words are shorter than what a search takes to begin.)
class Walk {
 public:
  explicit Walk(std::string_view object) : rest_(object) {
    skip_space();
    rest_.remove_prefix(1);  // {
  }

  /// The next value as it is written, behind its name.
  std::string_view next_value() {
    rest_.remove_prefix(rest_.find('"'));
    rest_.remove_prefix(string_size(rest_));
    rest_.remove_prefix(rest_.find(':') + 1);
    skip_space();
    const std::string_view value = rest_.substr(0, value_size());
    rest_.remove_prefix(value.size());
    return value;
  }

 private:
  void skip_space() { rest_.remove_prefix(rest_.find_first_not_of(kSpace)); }

  /// With both quotes.
  static std::size_t string_size(std::string_view text) {
    std::size_t at = 1;
    while (text[at] != '"') at += text[at] == '\\' ? 2 : 1;
    return at + 1;
  }

  std::size_t value_size() const {
    if (rest_.front() == '"') return string_size(rest_);
    if (rest_.front() == '{' || rest_.front() == '[') return tree_size();
    std::size_t at = 1;
    while (!ends_word(rest_[at])) ++at;
    return at;
  }

  std::size_t tree_size() const {
    std::size_t depth = 0;
    std::size_t at = 0;
    do {
      switch (rest_[at]) {
        case '"': at += string_size(rest_.substr(at)); continue;
        case '{':
        case '[': ++depth; break;
        case '}':
        case ']': --depth; break;
        default: break;
      }
      ++at;
    } while (depth != 0);
    return at;
  }

  std::string_view rest_;
};

}  // namespace

JsonKind json_kind(std::string_view json, const std::string& what, std::size_t depth) {
  JsonLimits limits;
  limits.depth = depth;
  JsonStream stream(what, {}, limits);
  stream.write(json);
  stream.finish();
  return kind_of(json[json.find_first_not_of(kSpace)]);
}

std::vector<JsonMember> json_members(std::string_view object, const std::string& what,
                                     std::size_t depth) {
  std::vector<JsonMember> members;
  members.reserve(kUsualMembers);
  const auto add = [&members](std::string_view name, std::string_view text) {
    members.push_back({std::string(name), JsonKind::kNull, std::string(text), {}});
  };
  JsonLimits limits;
  limits.depth = depth;
  limits.text_bytes = object.size();
  JsonStream stream(what,
                    {{"/*",
                      [&](std::string_view name) { add(name, {}); },
                      {},
                      [&](const JsonScalar& value) {
                        add(value.key, value.is_string() ? value.text : std::string_view());
                      }}},
                    limits);
  stream.write(object);
  stream.finish();
  if (object[object.find_first_not_of(kSpace)] != '{') {
    throw AdapterError(ErrorCode::kMalformedData, what + " is not a JSON object");
  }
  Walk walk(object);
  for (JsonMember& member : members) {
    member.json = walk.next_value();
    member.kind = kind_of(member.json.front());
  }
  return members;
}

const JsonMember* find_json_member(const std::vector<JsonMember>& members,
                                   std::string_view name) noexcept {
  const auto found = std::find_if(members.rbegin(), members.rend(),
                                  [&](const JsonMember& each) { return each.name == name; });
  return found == members.rend() ? nullptr : &*found;
}

const JsonMember* find_json_member_in_any_case(const std::vector<JsonMember>& members,
                                               std::string_view name) noexcept {
  if (const JsonMember* const exact = find_json_member(members, name)) return exact;
  const auto found = std::find_if(members.rbegin(), members.rend(), [&](const JsonMember& each) {
    return is_same_in_any_case(each.name, name);
  });
  return found == members.rend() ? nullptr : &*found;
}

std::string json_quoted(std::string_view text) {
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (is_plain) return '"' + std::string(text) + '"';
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace portside::sdk
