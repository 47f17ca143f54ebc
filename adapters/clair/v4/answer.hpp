// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "clair/generation.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::clair::v4 {

/// Bytes of the longest answer that is read; real reports have some hundred million.
inline constexpr std::uint64_t kMostAnswerBytes = std::uint64_t{4} << 30U;

/// Sends a GET and feeds its body to `parser` as it arrives. The status is known only afterwards,
/// so the parser may have seen the body of an error: believe it only when the status that is
/// returned is 200 or 201; then the parser is finished. The answer has the beginning of its body,
/// at most 64 KiB.
///
/// Throws kScannerBadAnswer, worth a retry, when an answer of 200 or 201 is no JSON, cut, or taken
/// back by Clair in its trailer; kTooLarge for one of more than `most_bytes`; and what
/// HttpClient::send() and the parser's rules throw. `what` names the document: `Clair's
/// vulnerability report`.
HttpResponse get_parsed(const Clair& clair, const HttpRequest& request, sdk::JsonStream& parser,
                        const std::string& what, const CallContext& context,
                        std::uint64_t most_bytes = kMostAnswerBytes);

/// Parses a body that is already there, as an answer of 200; the errors are those of get_parsed().
void parse_body(const HttpResponse& answer, sdk::JsonStream& parser, const std::string& what);

}  // namespace portside::clair::v4
