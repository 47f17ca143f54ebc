// SPDX-License-Identifier: Apache-2.0
//
// Makes text from anywhere fit for one line of a log.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace portside::log {

/// `text` as UTF-8 without control characters: a line break becomes `\n`, every other byte of a
/// control character or of broken UTF-8 becomes `\xNN`. Ends after at most `limit` bytes with a
/// remark when there is more.
std::string visible_text(std::string_view text, std::size_t limit);

/// A JSON object on one line without control characters, its meaning unchanged. Nothing when `json`
/// is not an object, or longer than `limit` bytes.
std::optional<std::string> one_line_object(std::string_view json, std::size_t limit);

}  // namespace portside::log
