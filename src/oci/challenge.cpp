// SPDX-License-Identifier: Apache-2.0
#include "oci/challenge.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "http/request_rules.hpp"

namespace portside::oci {
namespace {

constexpr std::size_t kMaxChallenges = 16;
constexpr std::size_t kMaxParameters = 16;
constexpr std::size_t kMaxHeader = 16 * 1024;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

bool is_token_character(char c) noexcept {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kMarks.find(c) != std::string_view::npos;
}

/// Walks over one header value.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const noexcept { return rest_.empty(); }

  void skip_blanks() { skip(" \t"); }
  void skip_separators() { skip(" \t,"); }
  void skip_to_comma() { rest_.remove_prefix(std::min(rest_.find(','), rest_.size())); }

  std::string_view token() {
    const auto end = std::ranges::find_if_not(rest_, &is_token_character);
    return take(static_cast<std::size_t>(end - rest_.begin()));
  }

  bool skip_equals() {
    skip_blanks();
    if (rest_.empty() || rest_.front() != '=') return false;
    take(1);
    skip_blanks();
    return true;
  }

  /// A token or a quoted string; nothing when there is neither, or no closing quote.
  std::optional<std::string> value() {
    if (rest_.empty() || rest_.front() != '"') {
      const std::string_view word = token();
      return word.empty() ? std::nullopt : std::optional(std::string(word));
    }
    std::string text;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        take(i + 1);
        return text;
      }
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      text += rest_[i];
    }
    rest_ = {};
    return std::nullopt;
  }

 private:
  void skip(std::string_view characters) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
  }
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::string_view rest_;
};

void parse(std::string_view header, std::vector<Challenge>& challenges) {
  Scanner scanner(header.substr(0, kMaxHeader));
  Challenge* current = nullptr;
  for (scanner.skip_separators(); !scanner.at_end(); scanner.skip_separators()) {
    const std::string name = lower(scanner.token());
    if (name.empty()) {
      scanner.skip_to_comma();
      continue;
    }
    if (!scanner.skip_equals()) {
      // A word that no value follows begins the next challenge.
      if (challenges.size() == kMaxChallenges) return;
      current = &challenges.emplace_back(Challenge{name, {}});
      continue;
    }
    const std::optional<std::string> value = scanner.value();
    if (value && current != nullptr && current->parameters.size() < kMaxParameters) {
      current->parameters.emplace(name, *value);
    }
    if (!value) scanner.skip_to_comma();
  }
}

}  // namespace

std::string Challenge::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? "" : found->second;
}

std::vector<Challenge> parse_challenges(const Headers& headers) {
  std::vector<Challenge> challenges;
  for (const auto& [name, value] : headers) {
    if (http::same_header(name, "WWW-Authenticate")) parse(value, challenges);
  }
  return challenges;
}

}  // namespace portside::oci
