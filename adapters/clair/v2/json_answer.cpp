// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/json_answer.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "portside/sdk/http_answer.hpp"

namespace portside::clair::v2 {
namespace {

constexpr int kHttpOk = 200;
constexpr int kHttpUnauthorized = 401;
constexpr int kHttpForbidden = 403;
constexpr int kHttpNotFound = 404;
constexpr int kHttpNotAllowed = 405;
constexpr std::size_t kKeptBytes = std::size_t{64} << 10U;
/// The status tells more than that an answer is no JSON, but is not waited for at any price.
constexpr std::size_t kMaxPassedOver = std::size_t{1} << 20U;
constexpr Millis kPauseAfterBadAnswer = 1'000;

/// The status is known only when the body has passed. So the body is read as if it were a report
/// while its beginning is kept for the case that it is none; what is no JSON counts only then.
class Attempt final : public ByteSink {
 public:
  explicit Attempt(sdk::JsonStream& json) : json_(json) {}

  void write(std::string_view piece) override {
    if (kept_.size() < kKeptBytes) kept_ += piece.substr(0, kKeptBytes - kept_.size());
    if (!failure_) return guarded([&] { json_.write(piece); });
    passed_over_ += piece.size();
    if (passed_over_ > kMaxPassedOver) throw unreadable();
  }

  /// Throws what made the body unreadable.
  void finish() {
    if (!failure_) guarded([this] { json_.finish(); });
    if (failure_) throw unreadable();
  }

  std::string take_kept() { return std::move(kept_); }

 private:
  template <typename Step>
  void guarded(const Step& step) {
    try {
      step();
    } catch (const AdapterError& error) {
      if (error.code != ErrorCode::kMalformedData) throw;
      failure_ = error.message;
    }
  }

  /// It may have been garbled on the way.
  AdapterError unreadable() const {
    return AdapterError(ErrorCode::kScannerBadAnswer, *failure_, sdk::excerpt(kept_))
        .retry_in(kPauseAfterBadAnswer);
  }

  sdk::JsonStream& json_;
  std::optional<std::string> failure_;
  std::string kept_;
  std::size_t passed_over_ = 0;
};

}  // namespace

HttpResponse get_json(const Clair& clair, const std::string& path, sdk::JsonStream& json,
                      const CallContext& context) {
  HttpRequest request;
  request.url = clair.config.indexer_url + path;
  request.headers = {{"Accept", "application/json"}};
  request.idempotent = true;
  request.timeout = clair.config.timeout;
  Attempt attempt(json);
  HttpResponse response = clair.http.send(request, &attempt, context);
  if (response.status != kHttpOk) {
    response.body = attempt.take_kept();
  } else if (response.cut_short) {
    throw AdapterError(ErrorCode::kScannerBadAnswer,
                       "Clair's answer to GET " + path + " ended before it was complete")
        .retry_in(kPauseAfterBadAnswer);
  } else {
    attempt.finish();
  }
  return response;
}

std::string error_sentence(std::string_view body) {
  std::string sentence;
  try {
    sdk::JsonStream json("Clair's answer",
                         {{"/Error/Message", {}, {}, [&](const sdk::JsonScalar& message) {
                             if (message.is_string()) sentence = message.text;
                           }}});
    json.write(body);
    json.finish();
  } catch (const AdapterError&) {
    sentence.clear();
  }
  return sentence;
}

bool is_unknown_there(const HttpResponse& response) {
  return response.status == kHttpNotFound && !error_sentence(response.body).empty();
}

AdapterError answer_error(const HttpResponse& response, const std::string& what) {
  if (response.status == kHttpUnauthorized || response.status == kHttpForbidden) {
    return AdapterError(ErrorCode::kScannerAuthentication,
                        what + ": HTTP " + std::to_string(response.status) +
                            ", which Clair 2 never answers; a proxy before it refuses us, and has "
                            "to let us through without credentials",
                        sdk::excerpt(response.body));
  }
  if (response.status == kHttpNotFound || response.status == kHttpNotAllowed) {
    return AdapterError(ErrorCode::kScannerBadAnswer,
                        what + ": there is no API of Clair 2 at that address (HTTP " +
                            std::to_string(response.status) + "); check url and version",
                        sdk::excerpt(response.body));
  }
  AdapterError error = sdk::error_for_status(response, what);
  const std::string sentence = error_sentence(response.body);
  const bool is_database = sentence.find("database") != std::string::npos ||
                           sentence.find("dial tcp") != std::string::npos;
  if (is_database && error.code == ErrorCode::kScannerUnavailable) {
    error.message += "; its PostgreSQL database is not there or in trouble";
  }
  return error;
}

}  // namespace portside::clair::v2
