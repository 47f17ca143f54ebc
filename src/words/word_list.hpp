// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace portside::words {

/// `a, b or c`.
std::string word_list(std::span<const std::string_view> words);

}  // namespace portside::words
