// SPDX-License-Identifier: Apache-2.0
//
// Asks a scanner something and reads its JSON as it arrives:
//
//   Facts facts;
//   sdk::JsonStream json("the scanner's report", rules_of(facts));
//   const HttpResponse answer =
//       sdk::send_for_json(http, request, json, {"the scanner's report"}, context);
//   if (answer.status == 404) throw not_scanned();
//   if (answer.status != 200) throw sdk::error_for_status(answer, "the scanner gave no report");
//   use(facts);
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/http_client.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::sdk {

/// How an answer is read.
struct JsonCall {
  /// Names it in messages, and begins them: `Clair's vulnerability report`.
  std::string what;
  /// Bytes of the longest body that is read, whatever its status.
  std::uint64_t max_bytes = std::uint64_t{4} << 30U;
  /// The header or trailer field with which the server takes an answer back that it could not
  /// complete, although it has sent 200: `Clair-Error`. "" for none.
  std::string error_field = {};
};

/// Sends `request` and feeds the body of the answer to `json` as it arrives. The status is known
/// only afterwards, so the rules of `json` may see the body of an error: believe them only when the
/// returned status is 200 or 201; then `json` is finished and the answer was whole. With any other
/// status HttpResponse::body has the beginning of the body, at most 64 KiB, and `json` is of no
/// more use.
///
/// Throws kScannerBadAnswer, worth a retry, when an answer of 200 or 201 is no JSON, was cut short
/// or taken back, and when more than 1 MiB follows in any answer after it turned out to be no JSON;
/// kTooLarge for a body of more than `max_bytes` or over the limits of `json`; and what
/// HttpClient::send() and the rules of `json` throw. [call]
HttpResponse send_for_json(HttpClient& http, const HttpRequest& request, JsonStream& json,
                           const JsonCall& call, const CallContext& context);

/// Reads the body of an answer of 200 or 201 that is there already, such as that to an awaited
/// request of a scan step. Errors as those of send_for_json(). [any]
void read_json(const HttpResponse& answer, JsonStream& json, const JsonCall& call);

}  // namespace portside::sdk
