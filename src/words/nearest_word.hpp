// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace portside::words {

/// The one of `words` that `word` was probably meant to be, by edit distance (insertion, removal,
/// replacement of a byte, exchange of two neighbours): at most a third of the longer word's bytes,
/// but one is always allowed. Else one that the word is a part of, or that is a part of the word
/// (`user`, `username`), its beginning before others; parts have three bytes or more. "" when none
/// is near. The first of several equally near ones.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> words);

}  // namespace portside::words
