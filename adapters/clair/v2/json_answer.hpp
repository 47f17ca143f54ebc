// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "clair/generation.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::clair::v2 {

/// Sends `GET path` (from `/v1` on) to Clair and reads the answer into `json` as it arrives; the
/// rest is as sdk::send_for_json() says.
HttpResponse get_json(const Clair& clair, const std::string& path, sdk::JsonStream& json,
                      const CallContext& context);

/// The sentence in the answers with which Clair 2 refuses something; "" when there is none.
std::string error_sentence(std::string_view body);

/// True for the 404 with which Clair says that it has no such thing; a 404 that is not in its words
/// comes from something else at that address.
bool is_unknown_there(const HttpResponse& response);

/// The error for an answer that a GET or DELETE did not expect, with the remedy where its cause is
/// known. `what` begins the message: `Clair did not give the report`.
AdapterError answer_error(const HttpResponse& response, const std::string& what);

}  // namespace portside::clair::v2
