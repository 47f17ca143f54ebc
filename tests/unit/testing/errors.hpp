// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "portside/api/error.hpp"

namespace portside::testing {

/// The code of the AdapterError that `action` throws.
template <typename Action>
ErrorCode code_of(Action action) {
  try {
    action();
  } catch (const AdapterError& error) {
    return error.code;
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::kInternal;
}

}  // namespace portside::testing
