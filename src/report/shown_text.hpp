// SPDX-License-Identifier: Apache-2.0
//
// Text of others on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace portside::report {

/// `text` on one line, harmless: runs of white space become a space; control characters, marks that
/// turn the direction of writing and characters without a width become escapes (`\u001b`); what is
/// no UTF-8 becomes U+FFFD. With `ascii`, every other character than ASCII becomes `?`.
std::string shown_text(std::string_view text, bool ascii);

/// The columns that a terminal takes for what shown_text() returned: 2 for the wide characters of
/// East Asia and for pictures (Unicode Standard Annex 11), 0 for combining marks.
std::size_t columns_of(std::string_view text);

/// The beginning of `text` that takes at most `columns`, never a part of a character.
std::string_view fitting(std::string_view text, std::size_t columns);

/// Whether `text` takes at most `columns`. Looks no further than those.
bool fits(std::string_view text, std::size_t columns);

/// `text` in at most `columns`; what was cut is shown by `…` or `...`.
std::string shortened_to(std::string_view text, std::size_t columns, bool ascii);

/// `text` in lines of at most `columns` (1 or more), broken after punctuation where there is some.
/// One empty line for an empty text.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

}  // namespace portside::report
