// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::conformance {

/// How a call of a plugin ended.
struct Attempt {
  /// The AdapterError that it threw.
  std::optional<AdapterError> error;
  /// The exception of another type that it threw, in words; "" = none.
  std::string foreign;

  bool returned() const noexcept { return !error && foreign.empty(); }
};

/// The attempt that failed with the exception that is being handled.
Attempt failed_attempt();

template <typename Call>
Attempt attempt(Call&& call) {
  try {
    std::forward<Call>(call)();
    return {};
  } catch (...) {
    return failed_attempt();
  }
}

/// What is wrong with the shape of an error, whatever it says: a foreign exception, no message,
/// several lines, an unknown code. Nothing when it is fine or there is none. `where` names the
/// call.
std::optional<std::string> misshapen(const Attempt& attempt, const std::string& where);

/// `code: message`, cut and fit for one line.
std::string quoted(const AdapterError& error);

/// Text of a plugin's, cut and fit for one line.
std::string quoted(const std::string& text);

}  // namespace portside::conformance
