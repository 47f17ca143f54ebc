// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "http-processor/call_slots.hpp"
#include "http-processor/config.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::http_processor {

/// Sends requests to the endpoints of a service: so many at a time, with its credentials, again
/// when a failure may pass. [any]
///
/// Bodies of answers of status 2xx come back; all else is thrown: kScannerUnreachable,
/// kScannerUnavailable, kScannerRateLimited, kScannerAuthentication, kScannerRejected,
/// kScannerBadAnswer, kUnsupported (an endpoint that the service does not have), kTooLarge,
/// kOverloaded (no turn within the time that the request may take), kCancelled, kDeadlineExceeded.
class RemoteApi {
 public:
  /// Both outlive this.
  RemoteApi(const HttpProcessorConfig& config, HttpClient& http);

  /// `the processor at http://rocket:9090`.
  const std::string& what() const noexcept { return what_; }

  /// The body, never blank. `media_type` may be "". [call]
  std::string get(const std::string& endpoint, const std::string& media_type,
                  const CallContext& context);
  std::string post(const std::string& endpoint, const std::string& media_type, std::string body,
                   std::uint64_t max_answer, const CallContext& context);

 private:
  struct Answer {
    HttpResponse response;
    std::optional<AdapterError> error;
  };

  HttpRequest request_for(const std::string& endpoint, const std::string& media_type,
                          const CallContext& context) const;
  std::string send(const HttpRequest& request, const CallContext& context);
  Answer attempt(const HttpRequest& request, const CallContext& context);
  std::optional<AdapterError> judge(const HttpRequest& request, const HttpResponse& response) const;
  std::optional<Millis> pause_before_next(const Answer& answer, int repeated,
                                          const CallContext& context) const;

  const HttpProcessorConfig& config_;
  HttpClient& http_;
  const std::string what_;
  CallSlots slots_;
};

}  // namespace portside::http_processor
