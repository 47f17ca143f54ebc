// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::clair::v4 {

/// Why Clair did not index an image.
struct IndexFailure {
  AdapterError error;
  /// One more POST, with credentials as they are then, is worth it; after that `error` holds.
  bool is_worth_another_post = false;
};

/// Of a POST that was answered with another status than 201. Clair answers 500 for all that goes
/// wrong when it reads a layer, with the registry's answer in its sentence. `is_signed`: the
/// request carried a token.
IndexFailure index_failure(const HttpResponse& answer, bool is_signed);

/// Of the sentence in a stored index report (`err`).
IndexFailure index_failure(std::string_view sentence);

/// Of any other answer with a status that the caller did not expect. `what` begins the message:
/// `Clair's matcher did not give a report`.
AdapterError clair_error(const HttpResponse& answer, const std::string& what, bool is_signed);

/// Whether Clair's API says that it does not have the thing. Other 404s come from gateways and from
/// whatever else knows no such path: nothing was looked up.
bool is_not_found(const HttpResponse& answer);

/// Clair's sentence in an answer that was an error, also when the connection was cut right behind
/// it; "" without one.
std::string sentence_of(const HttpResponse& answer);

}  // namespace portside::clair::v4
