// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "clair/generation.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::clair::v4 {

/// sdk::send_for_json() for an answer of Clair 4, which takes one back in its trailer when it fails
/// after it has sent the status. `what` names the document: `Clair's vulnerability report`.
HttpResponse get_parsed(const Clair& clair, const HttpRequest& request, sdk::JsonStream& parser,
                        const std::string& what, const CallContext& context);

/// Parses a body that is already there, as an answer of 200; the errors are those of get_parsed().
void parse_body(const HttpResponse& answer, sdk::JsonStream& parser, const std::string& what);

}  // namespace portside::clair::v4
