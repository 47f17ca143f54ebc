// SPDX-License-Identifier: Apache-2.0
#include "http-processor/remote_api.hpp"

#include <utility>

#include "http-processor/refusal.hpp"
#include "portside/sdk/back_off.hpp"
#include "portside/sdk/percent_encoded.hpp"
#include "portside/sdk/request_id.hpp"
#include "portside/sdk/throw_if_over.hpp"

namespace portside::http_processor {
namespace {

constexpr std::uint64_t kLargestGetAnswer = std::uint64_t{256} << 10U;
/// Somebody may be waiting for a push: a service that wants a longer pause is left alone.
constexpr Millis kLongestPause = 10'000;
constexpr sdk::BackOff kPauses{200, 5'000};

}  // namespace

RemoteApi::RemoteApi(const HttpProcessorConfig& config, HttpClient& http)
    : config_(config),
      http_(http),
      what_("the processor at " + config.url),
      slots_(config.max_concurrency) {}

std::string RemoteApi::get(const std::string& endpoint, const std::string& media_type,
                           const CallContext& context) {
  HttpRequest request = request_for(endpoint, media_type, context);
  if (config_.send_media_type_query && !media_type.empty()) {
    request.url +=
        (config_.query.empty() ? "?" : "&") + ("mediaType=" + sdk::percent_encoded(media_type));
  }
  request.timeout = config_.get_timeout;
  request.max_body = kLargestGetAnswer;
  std::string body = send(request, context);
  if (body.find_first_not_of(" \t\r\n") != std::string::npos) return body;
  throw AdapterError(ErrorCode::kScannerBadAnswer,
                     what_ + " answered " + endpoint + " with nothing; expected a JSON object");
}

std::string RemoteApi::post(const std::string& endpoint, const std::string& media_type,
                            std::string body, std::uint64_t max_answer,
                            const CallContext& context) {
  HttpRequest request = request_for(endpoint, media_type, context);
  request.method = "POST";
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
  request.timeout = config_.timeout;
  request.max_body = max_answer;
  return send(request, context);
}

/// Not marked as idempotent, although it is: how often it is repeated is counted here.
HttpRequest RemoteApi::request_for(const std::string& endpoint, const std::string& media_type,
                                   const CallContext& context) const {
  HttpRequest request;
  request.url = config_.url + "/" + endpoint;
  if (!config_.query.empty()) request.url += "?" + config_.query;
  request.headers = {{"Accept", "application/json"},
                     {"X-Request-Id", sdk::request_id(context.request_id())}};
  if (!media_type.empty()) request.headers.emplace_back("X-Artifact-Media-Type", media_type);
  if (!config_.authorization.empty()) {
    request.headers.emplace_back(config_.authorization_header, config_.authorization);
  }
  return request;
}

std::string RemoteApi::send(const HttpRequest& request, const CallContext& context) {
  for (int repeated = 0;; ++repeated) {
    Answer answer = attempt(request, context);
    if (!answer.error) return std::move(answer.response.body);
    const auto pause = pause_before_next(answer, repeated, context);
    if (!pause) throw AdapterError(*answer.error);
    if (!context.wait(*pause)) sdk::throw_if_over(context);
  }
}

/// Others go on while this one pauses between its attempts.
RemoteApi::Answer RemoteApi::attempt(const HttpRequest& request, const CallContext& context) {
  const CallSlots::Place place(slots_, request.timeout, context);
  Answer answer;
  try {
    answer.response = http_.send(request, nullptr, context);
    answer.error = judge(request, answer.response);
  } catch (const AdapterError& error) {
    if (context.cancelled() || error.code == ErrorCode::kCancelled) throw;
    answer.error = error;
    // The call has time left: it was the request that took too long.
    if (error.code == ErrorCode::kDeadlineExceeded)
      answer.error->code = ErrorCode::kScannerUnreachable;
  }
  return answer;
}

std::optional<AdapterError> RemoteApi::judge(const HttpRequest& request,
                                             const HttpResponse& response) const {
  if (response.status < 200 || response.status > 299) return refusal_of(response, what_);
  if (!response.cut_short) return std::nullopt;
  if (response.body.size() >= request.max_body) {
    return AdapterError(ErrorCode::kTooLarge,
                        what_ + " gave an answer of more than " + std::to_string(request.max_body) +
                            " bytes, the most that is read (max_metadata_bytes, "
                            "max_addition_bytes in its configuration)");
  }
  AdapterError error(ErrorCode::kScannerBadAnswer, what_ + " gave an answer that was cut short");
  error.can_retry = true;
  return error;
}

std::optional<Millis> RemoteApi::pause_before_next(const Answer& answer, int repeated,
                                                   const CallContext& context) const {
  const AdapterError& error = *answer.error;
  if (!error.can_retry || repeated >= config_.retries) return std::nullopt;
  // 500 is a defect: once more is enough to see whether it is always there.
  if (answer.response.status == 500 && repeated > 0) return std::nullopt;
  // The host's HTTP client does not ask a server that is down for a while, and says for how long.
  if (answer.response.status == 0 && error.retry_after) return std::nullopt;
  const Millis pause =
      error.retry_after.value_or(sdk::back_off(kPauses, repeated + 1, context.request_id()));
  if (pause > kLongestPause || pause >= context.time_left()) return std::nullopt;
  return pause;
}

}  // namespace portside::http_processor
