// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::anchore {

inline bool is_success(const HttpResponse& answer) noexcept {
  return answer.status >= 200 && answer.status < 300;
}

/// What the caller of an operation has to tell apart; all else is only an error.
enum class Failure : std::uint8_t {
  kOther,
  kNotAnalyzed,          ///< 404 "image is not analyzed": wait
  kNotFound,             ///< Anchore does not have the thing that was asked for
  kRegistryExists,       ///< 409, or the engine's 500, with "registry already exists"
  kRegistryCredentials,  ///< the registry refused what Anchore has for it
  kNoPolicyEvaluation,   ///< there is no evaluation to be had
};

/// An answer that is an error, understood.
struct AnchoreFailure {
  Failure kind = Failure::kOther;
  AdapterError error;
};

/// The four shapes of errors: Anchore's object, the web framework's problem, a bare JSON string,
/// anything else.
struct ErrorBody {
  bool is_json = false;
  /// Anchore's own object: of a gateway, or of a path that nothing knows, there is none.
  bool is_anchores = false;
  /// What a person is to read, an excerpt without secrets; "" without one.
  std::string message;
  /// `detail.error_codes`: `REGISTRY_PERMISSION_DENIED`, ... At most 20.
  std::vector<std::string> codes;
  /// Message, codes and what else there is, for AdapterError::detail: command lines have no
  /// credentials in them any more.
  std::string detail;
};
ErrorBody read_error_body(const HttpResponse& answer);

/// Of an answer with a status that the caller did not expect. `what` begins the message: `Anchore
/// did not take the image`. Status 0 is an answer that did not come to an awaited request.
AnchoreFailure anchore_failure(const HttpResponse& answer, const std::string& what);

/// The error alone.
AdapterError anchore_error(const HttpResponse& answer, const std::string& what);

}  // namespace portside::anchore
