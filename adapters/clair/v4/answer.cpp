// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/answer.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::clair::v4 {
namespace {

/// Parses what may turn out to be no report, and keeps the beginning of it for a message.
class AnswerSink final : public ByteSink {
 public:
  AnswerSink(sdk::JsonStream& parser, const std::string& what, std::uint64_t most_bytes)
      : parser_(parser), what_(what), most_bytes_(most_bytes) {}

  void write(std::string_view piece) override {
    count(piece.size());
    head_.append(piece.substr(0, kMostHead - std::min(kMostHead, head_.size())));
    if (failure_) return pass_over(piece.size());
    try {
      parser_.write(piece);
    } catch (const AdapterError& error) {
      failure_ = error;
    }
  }

  const std::string& head() const noexcept { return head_; }
  const std::optional<AdapterError>& failure() const noexcept { return failure_; }

 private:
  static constexpr std::size_t kMostHead = std::size_t{64} * 1024;
  static constexpr std::size_t kMostPassedOver = std::size_t{1} << 20U;

  void count(std::size_t bytes) {
    bytes_ += bytes;
    if (bytes_ <= most_bytes_) return;
    throw AdapterError(ErrorCode::kTooLarge, what_ + " has more than " +
                                                 std::to_string(most_bytes_) +
                                                 " bytes, the most that the adapter reads");
  }

  /// The status, which comes last, tells more than that an answer was no JSON; but not at any
  /// price.
  void pass_over(std::size_t bytes) {
    passed_over_ += bytes;
    if (passed_over_ > kMostPassedOver) throw AdapterError(*failure_);
  }

  sdk::JsonStream& parser_;
  const std::string& what_;
  const std::uint64_t most_bytes_;
  std::uint64_t bytes_ = 0;
  std::string head_;
  std::optional<AdapterError> failure_;
  std::size_t passed_over_ = 0;
};

AdapterError bad_answer(const std::string& what, const std::string& why, std::string_view detail) {
  AdapterError error(ErrorCode::kScannerBadAnswer, what + " " + why, sdk::excerpt(detail));
  error.can_retry = true;
  return error;
}

/// What a parser found wrong, as the fault of Clair's answer.
AdapterError as_bad_answer(const AdapterError& error, const std::string& what,
                           std::string_view head) {
  if (error.code != ErrorCode::kMalformedData) return error;
  return bad_answer(what, "cannot be read: " + error.message, head);
}

void check_whole(const HttpResponse& answer, const std::string& what) {
  if (answer.cut_short) throw bad_answer(what, "was cut off before its end", {});
  // Clair says so when it fails after it has sent the status.
  if (const auto trailer = sdk::header_of(answer, "Clair-Error"); trailer && !trailer->empty()) {
    throw bad_answer(what, "broke off: Clair failed while it wrote it", *trailer);
  }
}

}  // namespace

HttpResponse get_parsed(const Clair& clair, const HttpRequest& request, sdk::JsonStream& parser,
                        const std::string& what, const CallContext& context,
                        std::uint64_t most_bytes) {
  AnswerSink sink(parser, what, most_bytes);
  HttpResponse answer;
  try {
    answer = clair.http.send(request, &sink, context);
  } catch (const AdapterError& error) {
    throw as_bad_answer(error, what, sink.head());
  }
  answer.body = sink.head();
  if (answer.status != 200 && answer.status != 201) return answer;
  check_whole(answer, what);
  try {
    if (sink.failure()) throw AdapterError(*sink.failure());
    parser.finish();
  } catch (const AdapterError& error) {
    throw as_bad_answer(error, what, sink.head());
  }
  return answer;
}

void parse_body(const HttpResponse& answer, sdk::JsonStream& parser, const std::string& what) {
  check_whole(answer, what);
  try {
    parser.write(answer.body);
    parser.finish();
  } catch (const AdapterError& error) {
    throw as_bad_answer(error, what, answer.body);
  }
}

}  // namespace portside::clair::v4
