// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "portside/api/plugin_note.hpp"

namespace portside::loader {

/// The text in a fixed array: up to its terminator, or all of it when there is none.
template <std::size_t N>
std::string_view text_of(const char (&array)[N]) noexcept {
  if (array[0] == '\0') return {};
  return {array, ::strnlen(array, N)};
}

template <std::size_t N>
bool is_terminated(const char (&array)[N]) noexcept {
  return text_of(array).size() < N;
}

/// The kinds of objects that this host can use.
inline constexpr std::array<std::string_view, 2> kKnownKinds = {"scanner", "processor"};

inline bool is_known_kind(std::string_view kind) noexcept {
  return kind == kKnownKinds[0] || kind == kKnownKinds[1];
}

}  // namespace portside::loader
