// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/attempt.hpp"
#include "conformance/bench.hpp"
#include "conformance/checks.hpp"
#include "conformance/process_view.hpp"
#include "portside/testing/throw_if_over.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kHugeBytes = std::size_t{64} << 20U;
constexpr std::size_t kMaxHeld = std::size_t{16} << 20U;
constexpr std::size_t kBlockBytes = std::size_t{64} * 1024;

CheckResult no_requests() {
  return skipped("no operation sent an HTTP request",
                 "give a configuration (and a backend) with which the plugin asks its server");
}

struct Failure {
  std::string what;
  Backend backend;
  /// status() cannot call such a server reachable.
  bool is_down;
};

std::vector<Failure> failures() {
  return {
      {"the server cannot be reached", unreachable_backend(), true},
      {"the server answers 500", answering_backend(500, "oops\n"), true},
      {"the server answers 503", answering_backend(503, ""), true},
      {"the server answers 401", answering_backend(401, "{}"), false},
      {"the server answers 429", answering_backend(429, "{}"), false},
      {"the server answers nothing", answering_backend(200, ""), false},
      {"the server answers nonsense", answering_backend(200, "<html></html>"), false},
      {"the connection breaks in the answer", answering_backend(200, R"({"a": [1,)", true), false}};
}

Obstacle judge_status(const Outcome& outcome, const std::string& where, bool is_down) {
  if (outcome.attempt.error && outcome.attempt.error->code != ErrorCode::kUnsupported) {
    return failed(where + " threw " + quoted(*outcome.attempt.error),
                  "a result with reachable = false and a message", "catch errors of the request");
  }
  if (is_down && outcome.status && outcome.status->reachable) {
    return failed(where + " said that the scanner is reachable", "reachable = false and a message",
                  "look at the status and the body of the answer");
  }
  return std::nullopt;
}

Obstacle judge(const Outcome& outcome, const std::string& where, bool is_down) {
  if (const auto seen = misshapen(outcome.attempt, where)) {
    return failed(*seen, "an AdapterError with one line of text",
                  "catch what your parser throws and throw kScannerBadAnswer");
  }
  if (outcome.operation == "status") return judge_status(outcome, where, is_down);
  const ScanStep* last = outcome.last_step();
  const bool looks_clean = last != nullptr && last->kind == StepKind::kDone &&
                           last->summary.coverage.outcome == CoverageOutcome::kScanned;
  if (!looks_clean) return std::nullopt;
  return failed(where + " returned a report of a scanned image",
                "an AdapterError: nothing found and nothing scanned must never look the same",
                "throw a 4xx code, or what send() threw");
}

/// An answer of 64 MiB that is made as it is read; watches how much of it is held.
class HugeBackend {
 public:
  explicit HugeBackend(const testing::HugeAnswer& answer) : answer_(answer) {
    while (block_.size() < kBlockBytes) block_ += answer_.piece;
  }

  HttpResponse send(const HttpRequest& request, ByteSink* sink, const CallContext& context) {
    HttpResponse response;
    response.status = 200;
    response.headers = answer_.headers;
    before_ = heap_bytes();
    std::size_t sent = 0;
    const auto give = [&](std::string_view piece) {
      testing::throw_if_over(context);
      if (sink != nullptr) {
        sink->write(piece);
      } else if (response.body.size() < request.max_body) {
        response.body.append(piece.substr(0, request.max_body - response.body.size()));
      }
      sent += piece.size();
      watch();
    };
    give(answer_.begin);
    while (sent < kHugeBytes && !is_full(response, request, sink)) give(block_);
    give(answer_.end);
    response.cut_short = is_full(response, request, sink);
    return response;
  }

  std::size_t most_held() const noexcept { return most_; }

 private:
  static bool is_full(const HttpResponse& response, const HttpRequest& request,
                      const ByteSink* sink) {
    return sink == nullptr && response.body.size() >= request.max_body;
  }
  void watch() noexcept {
    const std::size_t now = heap_bytes();
    if (now > before_) most_ = std::max(most_, now - before_);
  }

  const testing::HugeAnswer& answer_;
  std::string block_;
  std::size_t before_ = 0;
  std::size_t most_ = 0;
};

}  // namespace

CheckResult check_host_http_failure(const CheckSubject& subject) {
  int requests = 0;
  for (const Failure& failure : failures()) {
    Bench bench(subject);
    if (const Obstacle obstacle = bench.prepare()) return *obstacle;
    bench.host().set_backend(failure.backend);
    const std::vector<Outcome> outcomes = bench.run();
    if (bench.host().requests() == 0) continue;
    requests += bench.host().requests();
    for (const Outcome& outcome : outcomes) {
      const std::string where = outcome.operation + "(), when " + failure.what + ",";
      if (const Obstacle result = judge(outcome, where, failure.is_down)) return *result;
    }
  }
  return requests == 0 ? no_requests() : passed();
}

CheckResult check_huge_response(const CheckSubject& subject) {
  Bench bench(subject);
  if (const Obstacle obstacle = bench.prepare()) return *obstacle;
  HugeBackend huge(subject.quirks.huge_answer);
  bench.host().set_backend(
      [&huge](const HttpRequest& request, ByteSink* sink, const CallContext& context) {
        return huge.send(request, sink, context);
      });
  const std::vector<Outcome> outcomes = bench.run();
  if (bench.host().requests() == 0) return no_requests();
  for (const Outcome& outcome : outcomes) {
    if (const auto seen = misshapen(outcome.attempt, outcome.operation + "()")) {
      return failed(*seen, "an AdapterError, as kTooLarge", "bound what you read");
    }
  }
  if (huge.most_held() <= kMaxHeld) return passed();
  return failed("while an answer of 64 MiB came in, " + std::to_string(huge.most_held() >> 20U) +
                    " MiB of memory were held",
                "at most " + std::to_string(kMaxHeld >> 20U) + " MiB",
                "parse answers in a ByteSink as they come, or keep max_body small");
}

}  // namespace portside::conformance
