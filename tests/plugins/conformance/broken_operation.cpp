// SPDX-License-Identifier: Apache-2.0
//
// Breaks a rule of the operations.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "good_scanner.hpp"
#include "portside/api/plugin.hpp"

namespace {

using namespace portside;

/// Repeats a call that ends with `ignored`, longer than any host waits for it.
template <typename Call>
std::string stubborn(ErrorCode ignored, Call&& call) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(8);
  for (;;) {
    try {
      return call();
    } catch (const AdapterError& error) {
      if (error.code != ignored || std::chrono::steady_clock::now() > limit) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

/// Goes on with what it has, although the call is over.
[[maybe_unused]] void work_on(const CallContext& context) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(8);
#if defined(FIXTURE_DEADLINE_HONOURED_ALONE)
  const auto over = [&context] { return context.time_left() == 0; };
#else
  const auto over = [&context] { return context.cancelled() && context.time_left() > 0; };
#endif
  while (over() && std::chrono::steady_clock::now() < limit) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

class Scanner final : public testing::GoodScanner {
 public:
  ScanStep scan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) override try {
    return GoodScanner::scan_image(request, registry, sink, context);
  } catch ([[maybe_unused]] const AdapterError& error) {
#if defined(FIXTURE_ERROR_SHAPE)
    if (error.code == ErrorCode::kRegistryUnavailable) throw std::runtime_error(error.message);
#elif defined(FIXTURE_RETRYABLE_FLAG_SANE)
    if (error.code == ErrorCode::kRegistryUnavailable) {
      throw AdapterError(error.code, "come back yesterday").retry_in(-86'400'000);
    }
#elif defined(FIXTURE_HOST_HTTP_FAILURE)
    if (error.code == ErrorCode::kScannerUnreachable) {
      ScanSummary summary;
      summary.coverage.outcome = CoverageOutcome::kScanned;
      return ScanStep::done(summary);
    }
#endif
    throw;
  }

 protected:
  std::string read_manifest(const ScanRequest& request, RegistryAccess& registry,
                            const CallContext& context) override {
    [[maybe_unused]] const auto read = [&] {
      return GoodScanner::read_manifest(request, registry, context);
    };
#if defined(FIXTURE_UNICODE_AND_EMPTY_STRINGS)
    [[maybe_unused]] const char first = request.image.repository.at(0);
#elif defined(FIXTURE_UNICODE_AND_EMPTY_STRINGS_CRASH)
    if (request.image.repository.empty()) std::raise(SIGSEGV);
#elif defined(FIXTURE_UNICODE_AND_EMPTY_STRINGS_HANG)
    while (request.image.repository.empty()) ::pause();
#elif defined(FIXTURE_CANCEL_HONOURED)
    return stubborn(ErrorCode::kCancelled, read);
#elif defined(FIXTURE_CANCEL_HONOURED_ALONE) || defined(FIXTURE_DEADLINE_HONOURED_ALONE)
    std::string manifest = read();
    work_on(context);
    return manifest;
#elif defined(FIXTURE_DEADLINE_HONOURED)
    return stubborn(ErrorCode::kDeadlineExceeded, read);
#endif
    return read();
  }

  HttpResponse ask(HttpRequest request, const CallContext& context) override {
#if defined(FIXTURE_HUGE_RESPONSE)
    request.max_body = std::uint64_t{256} << 20U;
#elif defined(FIXTURE_CONTINUATION_LOG)
    host_->log(LogLevel::kDebug, "pulling with " + request.headers.back().second, {});
#endif
    HttpResponse answer = GoodScanner::ask(std::move(request), context);
#if defined(FIXTURE_HUGE_RESPONSE)
    // It was held; to parse it would take long.
    if (answer.body.size() > (std::size_t{1} << 20U)) answer.body = "{}";
#endif
    return answer;
  }

  Json continuation(const HttpResponse& answer) override {
#if defined(FIXTURE_CONTINUATION_SIZE)
    return {"\"" + std::string(kMaxContinuationBytes, 'x') + "\""};
#elif defined(FIXTURE_CONTINUATION_TOKEN)
    return {R"({"token":")" + token_ + R"("})"};
#endif
    return GoodScanner::continuation(answer);
  }
};

}  // namespace

PORTSIDE_PLUGIN(plugin(FIXTURE_NAME, "1.0.0"), scanner<Scanner>().schema(testing::kGoodSchema));
