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
/// wrong when it reads a layer, with the registry's answer in its sentence.
IndexFailure index_failure(const HttpResponse& answer);

/// Of the sentence in a stored index report (`err`).
IndexFailure index_failure(std::string_view sentence);

/// Of any other answer with a status that the caller did not expect. `what` begins the message:
/// `Clair's matcher did not give a report`.
AdapterError clair_error(const HttpResponse& answer, const std::string& what);

/// Whether a 404 came from something that knows no such path, and not from Clair's API.
bool is_unknown_route(const HttpResponse& answer);

/// Clair's sentence in an answer that was an error, also when the connection was cut right behind
/// it; "" without one.
std::string sentence_of(const HttpResponse& answer);

}  // namespace portside::clair::v4
