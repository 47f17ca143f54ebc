// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <utility>

#include "portside/api/error.hpp"

namespace portside {

/// For messages of tests.
inline void PrintTo(ErrorCode code, std::ostream* out) {
  *out << error_code_name(code);
}

}  // namespace portside

namespace portside::testing {

/// The AdapterError that `act` throws; a test failure when it throws none.
template <typename Act>
AdapterError error_of(Act&& act) {
  try {
    std::forward<Act>(act)();
  } catch (const AdapterError& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return AdapterError(ErrorCode::kInternal, "nothing was thrown");
}

/// Its code.
template <typename Act>
ErrorCode code_of(Act&& act) {
  return error_of(std::forward<Act>(act)).code;
}

}  // namespace portside::testing
