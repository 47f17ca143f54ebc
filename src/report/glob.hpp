// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace portside::report {

/// True when `text` is what `pattern` says: `*` stands for any bytes, `?` for one. Takes at most
/// the product of both lengths.
bool matches_glob(std::string_view pattern, std::string_view text) noexcept;

}  // namespace portside::report
