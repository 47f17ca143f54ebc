// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "portside/api/severity.hpp"

namespace portside::feeds {

/// What a distribution's word means, in any case: Red Hat's (Important, Moderate), Debian's
/// (unimportant; an asterisk says that it was judged by machine), Ubuntu's, GitHub's. kUnknown for
/// all others.
Severity severity_of_word(std::string_view word) noexcept;

}  // namespace portside::feeds
