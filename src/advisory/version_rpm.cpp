// SPDX-License-Identifier: Apache-2.0
// rpm-version(7): segments of digits or letters; what stands between them only separates.
#include "advisory/version_schemes.hpp"

namespace portside::advisory {
namespace {

struct RpmVersion {
  /// Digits; "" = 0.
  std::string_view epoch;
  std::string_view version;
  std::optional<std::string_view> release;
};

std::optional<RpmVersion> parse_rpm(std::string_view text) noexcept {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7f) return std::nullopt;
  }
  RpmVersion parsed;
  std::string_view rest = text;
  const std::string_view digits = take_while(rest, is_digit);
  if (!rest.empty() && rest.front() == ':') {
    parsed.epoch = digits;
    text = rest.substr(1);
  }
  const std::size_t hyphen = text.rfind('-');
  if (hyphen != std::string_view::npos) {
    parsed.release = text.substr(hyphen + 1);
    text = text.substr(0, hyphen);
  }
  if (text.empty()) return std::nullopt;
  parsed.version = text;
  return parsed;
}

constexpr bool is_separator(char c) noexcept {
  return !is_digit(c) && !is_letter(c) && c != '~' && c != '^';
}

bool begins_with(std::string_view text, char c) noexcept {
  return !text.empty() && text.front() == c;
}

/// The segments at the beginning of both, of the kind that `left` begins with.
int compare_segment(std::string_view& left, std::string_view& right) noexcept {
  if (is_digit(left.front())) {
    if (!is_digit(right.front())) return 1;
    return compare_numbers(take_while(left, is_digit), take_while(right, is_digit));
  }
  if (is_digit(right.front())) return -1;
  const std::string_view a = take_while(left, is_letter);
  return a.compare(take_while(right, is_letter));
}

int compare_rpm_part(std::string_view left, std::string_view right) noexcept {
  while (!left.empty() || !right.empty()) {
    take_while(left, is_separator);
    take_while(right, is_separator);
    // Before everything, the end included.
    if (begins_with(left, '~') || begins_with(right, '~')) {
      if (!begins_with(left, '~')) return 1;
      if (!begins_with(right, '~')) return -1;
      left.remove_prefix(1);
      right.remove_prefix(1);
      continue;
    }
    // After the end, before everything else.
    if (begins_with(left, '^') || begins_with(right, '^')) {
      if (left.empty()) return -1;
      if (right.empty()) return 1;
      if (!begins_with(left, '^')) return 1;
      if (!begins_with(right, '^')) return -1;
      left.remove_prefix(1);
      right.remove_prefix(1);
      continue;
    }
    if (left.empty() || right.empty()) break;
    const int difference = compare_segment(left, right);
    if (difference != 0) return difference;
  }
  return static_cast<int>(right.empty()) - static_cast<int>(left.empty());
}

int compare_releases(const std::optional<std::string_view>& left,
                     const std::optional<std::string_view>& right) noexcept {
  if (left && right) return compare_rpm_part(*left, *right);
  return static_cast<int>(left.has_value()) - static_cast<int>(right.has_value());
}

}  // namespace

bool is_rpm_version(std::string_view text) noexcept {
  return parse_rpm(text).has_value();
}

std::optional<int> compare_rpm(std::string_view left, std::string_view right) noexcept {
  const auto a = parse_rpm(left);
  const auto b = parse_rpm(right);
  if (!a || !b) return std::nullopt;
  const int epoch = compare_numbers(a->epoch, b->epoch);
  if (epoch != 0) return epoch;
  const int version = compare_rpm_part(a->version, b->version);
  return version != 0 ? version : compare_releases(a->release, b->release);
}

}  // namespace portside::advisory
