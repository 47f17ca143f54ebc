// SPDX-License-Identifier: Apache-2.0
#include "source_text.hpp"

#include <cctype>
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace portside::testing {
namespace {

bool begins_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

/// The length of the string or character literal that `text` begins with.
std::size_t literal_length(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[0]) {
      return i + 1;
    }
  }
  return text.size();
}

std::size_t length_up_to(std::string_view text, std::string_view end) {
  const std::size_t found = text.find(end);
  return found == std::string_view::npos ? text.size() : found + end.size();
}

bool is_space(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}
bool is_digit(char c) {
  return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

std::string stripped_source(std::string_view source) {
  std::string result;
  while (!source.empty()) {
    // Between two digits a ' is part of a number.
    const bool quote =
        source[0] == '"' || (source[0] == '\'' && (result.empty() || !is_digit(result.back())));
    std::size_t length = 1;
    if (begins_with(source, "//")) {
      length = length_up_to(source, "\n");
    } else if (begins_with(source, "/*")) {
      length = 2 + length_up_to(source.substr(2), "*/");
    } else if (quote) {
      length = literal_length(source);
      result += source.substr(0, length);
    } else if (!is_space(source[0])) {
      result += source[0];
    }
    source.remove_prefix(length);
  }
  return result;
}

std::string fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  char digits[17];
  std::snprintf(digits, sizeof(digits), "%016" PRIx64, hash);
  return digits;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot open " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace portside::testing
