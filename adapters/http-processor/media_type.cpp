// SPDX-License-Identifier: Apache-2.0
#include "http-processor/media_type.hpp"

#include <algorithm>
#include <cstddef>

namespace portside::http_processor {
namespace {

constexpr std::size_t kLongestMediaType = 255;

bool is_type_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
}

bool is_type_name(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_type_character);
}

std::string_view without_blanks(std::string_view text) noexcept {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

/// `NAME=VALUE`, the value perhaps in quotes.
bool is_parameter(std::string_view text) noexcept {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || !is_type_name(text.substr(0, equals))) return false;
  std::string_view value = text.substr(equals + 1);
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  if (!quoted) return is_type_name(value);
  value = value.substr(1, value.size() - 2);
  return value.find_first_of("\"\\") == std::string_view::npos;
}

}  // namespace

std::string in_lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::string in_capitals(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

bool is_media_type(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  return text.size() <= kLongestMediaType && slash != std::string_view::npos &&
         is_type_name(text.substr(0, slash)) && is_type_name(text.substr(slash + 1));
}

bool is_content_type(std::string_view text) noexcept {
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
  std::size_t semicolon = text.find(';');
  if (!printable || !is_media_type(without_blanks(text.substr(0, semicolon)))) return false;
  while (semicolon != std::string_view::npos) {
    text.remove_prefix(semicolon + 1);
    semicolon = text.find(';');
    if (!is_parameter(without_blanks(text.substr(0, semicolon)))) return false;
  }
  return true;
}

std::string called_media_type(const Artifact& artifact, const std::vector<std::string>& known) {
  for (const std::string* type :
       {&artifact.artifact_type, &artifact.media_type, &artifact.manifest_media_type}) {
    if (!is_media_type(*type)) continue;
    const bool is_known =
        std::find(known.begin(), known.end(), in_lower_case(*type)) != known.end();
    if (known.empty() || is_known) return *type;
  }
  return {};
}

}  // namespace portside::http_processor
