// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace portside::words {

/// `a, b or c`.
std::string word_list(std::span<const std::string_view> words);

/// The words with the separator between them.
std::string joined(std::span<const std::string> words, std::string_view separator);

}  // namespace portside::words
