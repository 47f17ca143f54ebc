// SPDX-License-Identifier: Apache-2.0
#include "oci/reference.hpp"

#include <algorithm>

#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::oci {
namespace {

constexpr std::size_t kMaxRepository = 255;
constexpr std::size_t kMaxTag = 128;

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) noexcept {
  return (c >= 'a' && c <= 'z') || is_digit(c);
}
bool is_word(char c) noexcept {
  return is_lower(c) || (c >= 'A' && c <= 'Z') || c == '_';
}

/// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`.
bool is_component(std::string_view text) noexcept {
  if (text.empty() || !is_lower(text.front()) || !is_lower(text.back())) return false;
  for (std::size_t i = 0; i < text.size();) {
    if (is_lower(text[i])) {
      ++i;
      continue;
    }
    const std::size_t end = std::min(text.find_first_not_of("._-", i), text.size());
    const std::string_view separator = text.substr(i, end - i);
    const bool dashes = separator.find_first_not_of('-') == std::string_view::npos;
    if (end == i || (!dashes && separator != "." && separator != "_" && separator != "__")) {
      return false;
    }
    i = end;
  }
  return true;
}

/// A host name or address with an optional port.
bool is_registry(std::string_view text) noexcept {
  std::string_view host = text;
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && text.back() != ']') {
    const std::string_view port = text.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, &is_digit)) return false;
    host = text.substr(0, colon);
  }
  if (host.empty()) return false;
  if (host.front() == '[') {
    return host.size() > 2 && host.back() == ']' &&
           host.find_first_not_of("0123456789abcdefABCDEF:.", 1) == host.size() - 1;
  }
  return host.front() != '-' && host.front() != '.' && host.back() != '-' &&
         std::ranges::all_of(
             host, [](char c) { return (is_word(c) && c != '_') || c == '.' || c == '-'; });
}

bool looks_like_registry(std::string_view component) noexcept {
  return component == "localhost" || component.find_first_of(".:[") != std::string_view::npos;
}

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw AdapterError(ErrorCode::kInvalidArgument,
                     words::quoted(text) + " names no image: " + why +
                         "; expected [HOST[:PORT]/]REPOSITORY[:TAG][@sha256:...]");
}

}  // namespace

bool is_digest(std::string_view text) noexcept {
  constexpr std::string_view kPrefix = "sha256:";
  return text.starts_with(kPrefix) && text.size() == kPrefix.size() + 64 &&
         std::ranges::all_of(text.substr(kPrefix.size()),
                             [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_repository(std::string_view text) noexcept {
  if (text.empty() || text.size() > kMaxRepository) return false;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('/', begin), text.size());
    if (!is_component(text.substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  return true;
}

bool is_tag(std::string_view text) noexcept {
  return !text.empty() && text.size() <= kMaxTag && is_word(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

std::string Reference::text() const {
  return (registry.empty() ? "" : registry + '/') + repository + (tag.empty() ? "" : ':' + tag) +
         (digest.empty() ? "" : '@' + digest);
}

Reference parse_reference(const std::string& text) {
  Reference reference;
  std::string_view rest = text;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    reference.digest = rest.substr(at + 1);
    if (!is_digest(reference.digest)) {
      refuse(text, "its digest is not sha256: and 64 lower-case hex digits");
    }
    rest = rest.substr(0, at);
  }
  const std::size_t slash = rest.find('/');
  if (slash != std::string_view::npos && looks_like_registry(rest.substr(0, slash))) {
    reference.registry = rest.substr(0, slash);
    if (!is_registry(reference.registry)) refuse(text, "its host cannot be one");
    rest = rest.substr(slash + 1);
  }
  if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
    reference.tag = rest.substr(colon + 1);
    if (!is_tag(reference.tag)) refuse(text, "its tag cannot be one");
    rest = rest.substr(0, colon);
  }
  reference.repository = rest;
  if (!is_repository(rest)) {
    refuse(text,
           "its repository is not lower-case letters and digits with single . _ - or / between");
  }
  return reference;
}

}  // namespace portside::oci
