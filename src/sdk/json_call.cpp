// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/json_call.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::sdk {
namespace {

constexpr std::size_t kMaxKept = std::size_t{64} << 10U;
/// The status tells more than that an answer is no JSON, but is not waited for at any price.
constexpr std::size_t kMaxPassedOver = std::size_t{1} << 20U;

bool is_success(const HttpResponse& answer) noexcept {
  return answer.status == 200 || answer.status == 201;
}

AdapterError bad_answer(std::string message, std::string_view detail) {
  AdapterError error(ErrorCode::kScannerBadAnswer, std::move(message), excerpt(detail));
  error.can_retry = true;  // it may have been garbled on its way
  return error;
}

void check_whole(const HttpResponse& answer, const JsonCall& call) {
  if (answer.cut_short) {
    throw bad_answer(call.what + " was cut short before its end", answer.body);
  }
  if (call.error_field.empty()) return;
  const auto taken_back = header_of(answer, call.error_field);
  if (taken_back && !taken_back->empty()) {
    throw bad_answer(
        call.what + " broke off: the server failed while it wrote it (" + call.error_field + ")",
        *taken_back);
  }
}

/// Reads what may turn out to be no report as if it were one, and keeps its beginning.
class Attempt final : public ByteSink {
 public:
  Attempt(JsonStream& json, const JsonCall& call) : json_(json), call_(call) {}

  void write(std::string_view piece) override {
    count(piece.size());
    kept_.append(piece.substr(0, kMaxKept - kept_.size()));
    if (!failure_) return guarded([&] { json_.write(piece); });
    passed_over_ += piece.size();
    if (passed_over_ > kMaxPassedOver) throw failure();
  }

  /// Throws what was wrong with the JSON.
  void finish() {
    if (!failure_) guarded([this] { json_.finish(); });
    if (failure_) throw failure();
  }

  void give_beginning_to(HttpResponse& answer) {
    answer.cut_short = answer.cut_short || bytes_ > kept_.size();
    answer.body = std::move(kept_);
  }

 private:
  template <typename Step>
  void guarded(const Step& step) {
    try {
      step();
    } catch (const AdapterError& error) {
      // Of others it does not matter what the status is: somebody cancelled, a disk is full.
      if (error.code != ErrorCode::kMalformedData && error.code != ErrorCode::kTooLarge) throw;
      failure_ = error;
    }
  }

  AdapterError failure() const {
    return failure_->code == ErrorCode::kMalformedData ? bad_answer(failure_->message, kept_)
                                                       : *failure_;
  }

  void count(std::size_t bytes) {
    bytes_ += bytes;
    if (bytes_ <= call_.max_bytes) return;
    throw AdapterError(ErrorCode::kTooLarge, call_.what + " has more than " +
                                                 std::to_string(call_.max_bytes) +
                                                 " bytes, the most that is read");
  }

  JsonStream& json_;
  const JsonCall& call_;
  std::optional<AdapterError> failure_;
  std::string kept_;
  std::uint64_t bytes_ = 0;
  std::size_t passed_over_ = 0;
};

}  // namespace

HttpResponse send_for_json(HttpClient& http, const HttpRequest& request, JsonStream& json,
                           const JsonCall& call, const CallContext& context) {
  Attempt attempt(json, call);
  HttpResponse answer = http.send(request, &attempt, context);
  if (is_success(answer)) {
    check_whole(answer, call);
    attempt.finish();
  } else {
    attempt.give_beginning_to(answer);
  }
  return answer;
}

void read_json(const HttpResponse& answer, JsonStream& json, const JsonCall& call) {
  check_whole(answer, call);
  Attempt attempt(json, call);
  attempt.write(answer.body);
  attempt.finish();
}

}  // namespace portside::sdk
