// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <utility>

#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::sdk {
namespace {

constexpr std::string_view kHidden = "[hidden]";

bool is_word_character(char c) noexcept {
  return (c >= '0' && c <= '9') || (lower_case(c) >= 'a' && lower_case(c) <= 'z');
}

/// What Bearer and Basic credentials are made of (RFC 9110 section 11.2), and base64url.
bool is_token_character(char c) noexcept {
  return is_word_character(c) || std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

bool begins_with_word(std::string_view text, std::string_view word) noexcept {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(),
                    [](char a, char b) { return a == lower_case(b); });
}

/// Where the first character is that ends a word in a sentence, a document or a log.
std::size_t end_of_url(std::string_view text) noexcept {
  return std::min(text.find_first_of("\"'<>` \t\r\n"), text.size());
}

/// Bytes that a secret at the beginning of `text` takes, of which the first `shown` are none.
struct SecretPlace {
  std::size_t shown = 0;
  std::size_t size = 0;
};

/// Up to the quotation mark that ends what begins with one.
std::size_t quoted_size(std::string_view text) noexcept {
  std::size_t at = 1;
  while (at < text.size() && text[at] != text.front()) at += text[at] == '\\' ? 2 : 1;
  return std::min(at, text.size());
}

/// The same where the marks are escaped themselves: JSON in a string of JSON. Of an escape inside,
/// each backslash is two.
std::size_t escaped_size(std::string_view text) noexcept {
  std::size_t at = 2;
  while (at < text.size() && !(text[at] == '\\' && text.substr(at + 1, 1) != "\\")) {
    const bool is_escape = text[at] == '\\';
    at += is_escape ? 2 : 1;
    if (is_escape && at < text.size()) at += text[at] == '\\' ? 2 : 1;
  }
  return std::min(at, text.size());
}

/// A mark may stand in a password. It ends one with a space or a quotation mark behind it and all
/// marks beside it, and a quotation mark where the text that it stands in goes on.
std::size_t bare_size(std::string_view text) noexcept {
  constexpr std::string_view kMarks = ",;]})";
  constexpr std::string_view kBehind = " \t\r\n\"'\\";
  const auto is_one_of = [&](std::size_t at, std::string_view characters) {
    return at >= text.size() || characters.find(text[at]) != std::string_view::npos;
  };
  std::size_t at = 0;
  for (;;) {
    at = std::min(text.find_first_of("\"\r\n,;]})", at), text.size());
    if (is_one_of(at, "\r\n")) return at;
    if (text[at] == '"') {
      if (is_one_of(at + 1, kMarks) || is_one_of(at + 1, kBehind)) return at;
      ++at;
      continue;
    }
    const std::size_t behind = text.find_first_not_of(kMarks, at);
    if (is_one_of(behind, kBehind)) return at;
    at = behind;
  }
}

/// The value that begins here, in quotes, brackets or bare.
std::size_t value_size(std::string_view text) noexcept {
  if (text.empty()) return 0;
  if (text.front() == '[') return std::min(text.find(']'), text.size());
  if (text.front() == '\\') return escaped_size(text);
  if (text.front() == '"' || text.front() == '\'') return quoted_size(text);
  return bare_size(text);
}

/// The value behind a name of `size` bytes: `NAME: ...`, `"NAME":["..."]`, `NAME=...`.
SecretPlace value_behind_name(std::string_view text, std::size_t size) noexcept {
  std::size_t at = std::min(text.find_first_not_of("\"'\\ \t", size), text.size());
  if (at == text.size() || (text[at] != ':' && text[at] != '=')) return {};
  at = std::min(text.find_first_not_of(" \t", at + 1), text.size());
  return {at, at + value_size(text.substr(at))};
}

/// Also as the end of a longer name: `Proxy-Authorization`.
SecretPlace authorization_at(std::string_view text) noexcept {
  constexpr std::string_view kName = "authorization";
  return begins_with_word(text, kName) ? value_behind_name(text, kName.size()) : SecretPlace{};
}

/// Also as the end of a longer name: `registry_pass`.
SecretPlace password_at(std::string_view text) noexcept {
  for (const std::string_view name : {"password", "passwd", "pass"}) {
    if (begins_with_word(text, name)) return value_behind_name(text, name.size());
  }
  return {};
}

bool ends_with_secret_word(std::string_view option) noexcept {
  for (const std::string_view word : {"creds", "password", "token"}) {
    if (option.size() > word.size() && option.substr(option.size() - word.size()) == word) {
      return true;
    }
  }
  return false;
}

/// Whether a word of a command line is something else than the rest of a value with spaces.
bool begins_something_else(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t\"'");
  if (begin == std::string_view::npos) return true;
  const std::string_view word = text.substr(begin, text.substr(begin).find_first_of(" \t\r\n"));
  return word.empty() || word.front() == '-' || word.find("://") != std::string_view::npos;
}

/// What stands behind an option of skopeo, docker and their kind that takes credentials: `--creds
/// user:password`, `--src-creds="user":"password"`, `'--src-creds', 'user:password'`. Nobody knows
/// how the line was quoted, so that all is hidden up to the next option, address or line.
SecretPlace option_at(std::string_view text) noexcept {
  constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyz-";
  if (text.substr(0, 2) != "--") return {};
  const std::size_t name = std::min(text.find_first_not_of(kNameCharacters), text.size());
  if (!ends_with_secret_word(text.substr(0, name))) return {};
  const std::size_t begin = std::min(text.find_first_not_of("\"'\\,=: \t", name), text.size());
  if (begin == name) return {};
  std::size_t end = begin;
  do {
    end = std::min(text.find_first_of(" \t\r\n", end + 1), text.size());
  } while (end < text.size() && text[end] != '\n' && text[end] != '\r' &&
           !begins_something_else(text.substr(end)));
  return {begin, end};
}

/// `Bearer ...`, `Basic ...`.
SecretPlace credentials_at(std::string_view text) noexcept {
  const std::size_t scheme = begins_with_word(text, "bearer ")  ? 7
                             : begins_with_word(text, "basic ") ? 6
                                                                : 0;
  if (scheme == 0) return {};
  std::size_t end = scheme;
  while (end < text.size() && is_token_character(text[end])) ++end;
  return {scheme, end};
}

/// Base64url of `{"` begins so: the header of a JSON Web Token.
SecretPlace jwt_at(std::string_view text) noexcept {
  constexpr std::size_t kShortest = 16;
  if (text.substr(0, 3) != "eyJ") return {};
  std::size_t end = 0;
  while (end < text.size() && (is_token_character(text[end]) || text[end] == '_')) ++end;
  return end < kShortest ? SecretPlace{} : SecretPlace{0, end};
}

/// The userinfo behind the `://` of a URL.
SecretPlace userinfo_at(std::string_view text) noexcept {
  if (text.substr(0, 3) != "://") return {};
  const std::string_view rest = text.substr(3);
  const std::size_t at =
      rest.substr(0, std::min(rest.find_first_of("/?#"), end_of_url(rest))).rfind('@');
  return at == std::string_view::npos ? SecretPlace{} : SecretPlace{3, 3 + at};
}

/// The query of a URL: whichever of its values signs, the others are of no use without it.
SecretPlace query_at(std::string_view text) noexcept {
  if (text.front() != '?') return {};
  const std::size_t end = end_of_url(text);
  const bool has_value = text.substr(0, end).find('=') != std::string_view::npos;
  return has_value ? SecretPlace{1, end} : SecretPlace{};
}

SecretPlace secret_at(std::string_view text, bool is_word_start) noexcept {
  switch (lower_case(text.front())) {
    case 'a': return authorization_at(text);
    case 'b': return is_word_start ? credentials_at(text) : SecretPlace{};
    case 'e': return is_word_start ? jwt_at(text) : SecretPlace{};
    case 'p': return password_at(text);
    case '-': return option_at(text);
    case ':': return userinfo_at(text);
    case '?': return query_at(text);
    default: return {};
  }
}

/// Bytes of the character that begins here; 0 when it is no UTF-8 (RFC 3629), or a control
/// character.
std::size_t printable_size(std::string_view text) noexcept {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return 0;
  }
  const bool is_control = first == 0xc2 && byte(1) < 0xa0;
  const bool is_overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
  const bool is_surrogate = first == 0xed && byte(1) >= 0xa0;
  const bool is_too_high = first == 0xf4 && byte(1) >= 0x90;
  return is_control || is_overlong || is_surrogate || is_too_high ? 0 : size;
}

/// Appends text that fits, a whole character at a time.
class ExcerptText {
 public:
  /// Of `size` bytes.
  ExcerptText(std::size_t size, std::size_t limit) : limit_(limit) {
    out_.reserve(std::min(size, limit));
  }

  /// Takes one character off; what cannot be shown becomes a space.
  void take_character(std::string_view& text) {
    const std::size_t size = printable_size(text);
    append(size == 0 ? std::string_view(" ") : text.substr(0, size));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  void append(std::string_view piece) {
    is_full_ = is_full_ || piece.size() > limit_ - out_.size();
    if (!is_full_) out_.append(piece.data(), piece.size());
  }
  bool is_full() const noexcept { return is_full_; }
  std::string take() {
    out_.erase(out_.find_last_not_of(' ') + 1);
    return std::move(out_);
  }

 private:
  const std::size_t limit_;
  bool is_full_ = false;
  std::string out_;
};

}  // namespace

std::string excerpt(std::string_view text, std::size_t limit) {
  // The end of a URL is looked for from each of its signs: in a body of megabytes that takes
  // minutes.
  constexpr std::size_t kLookedAt = std::size_t{64} << 10U;
  text = text.substr(0, std::max(kLookedAt, limit));
  ExcerptText out(text.size(), limit);
  bool is_word_start = true;
  while (!text.empty() && !out.is_full()) {
    const SecretPlace secret = secret_at(text, is_word_start);
    if (secret.size <= secret.shown) {
      is_word_start = !is_word_character(text.front());
      out.take_character(text);
      continue;
    }
    const std::size_t left = text.size() - secret.shown;
    for (std::string_view shown = text; shown.size() > left;) out.take_character(shown);
    out.append(kHidden);
    text.remove_prefix(secret.size);
    is_word_start = true;
  }
  return out.take();
}

}  // namespace portside::sdk
