// SPDX-License-Identifier: Apache-2.0
// apk-package(5): DIGITS{.DIGITS}{LETTER}{_SUFFIX{DIGITS}}{~HASH}{-rDIGITS}
#include <array>
#include <cstdint>

#include "advisory/version_schemes.hpp"

namespace portside::advisory {
namespace {

/// In the order in which they may follow each other. Where one version has another kind of token
/// than the other, the one with the kind that stands further up here is newer.
enum class Kind : std::uint8_t {
  kFirstNumber,
  kNumber,
  kLetter,
  kSuffix,
  kSuffixNumber,
  kHash,
  kRevision,
  kEnd,
  kInvalid,
};

/// In rising order. `alpha` to `rc` come before the version without a suffix.
constexpr std::array<std::string_view, 9> kSuffixes = {"alpha", "beta", "pre", "rc", "cvs",
                                                       "svn",   "git",  "hg",  "p"};
constexpr std::size_t kPreSuffixes = 4;

constexpr bool is_hex(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f');
}

class Tokens {
 public:
  explicit Tokens(std::string_view text) noexcept : rest_(text) {
    value_ = take_while(rest_, is_digit);
    kind_ = value_.empty() ? Kind::kInvalid : Kind::kFirstNumber;
  }

  void next() noexcept {
    if (rest_.empty()) {
      kind_ = Kind::kEnd;
      return;
    }
    if (!take()) kind_ = Kind::kInvalid;
  }

  Kind kind() const noexcept { return kind_; }
  std::string_view value() const noexcept { return value_; }
  std::size_t suffix() const noexcept { return suffix_; }
  bool is_pre_suffix() const noexcept { return kind_ == Kind::kSuffix && suffix_ < kPreSuffixes; }

 private:
  bool take() noexcept {
    const char c = rest_.front();
    if (is_digit(c)) return kind_ == Kind::kSuffix && take_digits(Kind::kSuffixNumber);
    if (is_lower(c)) {
      if (kind_ > Kind::kNumber) return false;
      value_ = rest_.substr(0, 1);
      rest_.remove_prefix(1);
      kind_ = Kind::kLetter;
      return true;
    }
    switch (c) {
      case '.': rest_.remove_prefix(1); return kind_ <= Kind::kNumber && take_digits(Kind::kNumber);
      case '_': rest_.remove_prefix(1); return kind_ <= Kind::kSuffixNumber && take_suffix();
      case '~':
        rest_.remove_prefix(1);
        if (kind_ >= Kind::kHash) return false;
        kind_ = Kind::kHash;
        value_ = take_while(rest_, is_hex);
        return !value_.empty();
      case '-':
        if (kind_ >= Kind::kRevision || rest_.substr(0, 2) != "-r") return false;
        rest_.remove_prefix(2);
        return take_digits(Kind::kRevision);
      default: return false;
    }
  }

  bool take_digits(Kind kind) noexcept {
    kind_ = kind;
    value_ = take_while(rest_, is_digit);
    return !value_.empty();
  }

  bool take_suffix() noexcept {
    kind_ = Kind::kSuffix;
    value_ = take_while(rest_, is_lower);
    suffix_ = static_cast<std::size_t>(std::find(kSuffixes.begin(), kSuffixes.end(), value_) -
                                       kSuffixes.begin());
    return suffix_ < kSuffixes.size();
  }

  std::string_view rest_;
  std::string_view value_;
  std::size_t suffix_ = 0;
  Kind kind_ = Kind::kInvalid;
};

/// Both of the same kind.
int compare_values(const Tokens& left, const Tokens& right) noexcept {
  const std::string_view a = left.value();
  const std::string_view b = right.value();
  switch (left.kind()) {
    case Kind::kNumber:
      // 1.02 is older than 1.1: behind a leading zero, digits are a fraction.
      if (a.front() == '0' || b.front() == '0') return a.compare(b);
      return compare_numbers(a, b);
    case Kind::kFirstNumber:
    case Kind::kSuffixNumber:
    case Kind::kRevision: return compare_numbers(a, b);
    case Kind::kSuffix: return static_cast<int>(left.suffix()) - static_cast<int>(right.suffix());
    default: return a.compare(b);
  }
}

/// Where both came to different kinds, after equal beginnings.
int compare_kinds(const Tokens& left, const Tokens& right) noexcept {
  if (left.is_pre_suffix()) return -1;
  if (right.is_pre_suffix()) return 1;
  return left.kind() > right.kind() ? -1 : 1;
}

}  // namespace

bool is_apk_version(std::string_view text) noexcept {
  Tokens tokens(text);
  while (tokens.kind() < Kind::kEnd) tokens.next();
  return tokens.kind() == Kind::kEnd;
}

std::optional<int> compare_apk(std::string_view left, std::string_view right) noexcept {
  if (!is_apk_version(left) || !is_apk_version(right)) return std::nullopt;
  Tokens a(left);
  Tokens b(right);
  while (a.kind() == b.kind()) {
    if (a.kind() == Kind::kEnd) return 0;
    const int difference = compare_values(a, b);
    if (difference != 0) return difference;
    a.next();
    b.next();
  }
  return compare_kinds(a, b);
}

}  // namespace portside::advisory
