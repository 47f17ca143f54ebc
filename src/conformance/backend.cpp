// SPDX-License-Identifier: Apache-2.0
#include "conformance/backend.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/testing/throw_if_over.hpp"

namespace portside::conformance {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPieceBytes = std::size_t{16} * 1024;
constexpr std::chrono::seconds kLongestStall{10};
constexpr Millis kStallStep = 100;

HttpResponse empty_object() {
  HttpResponse response;
  response.status = 200;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = "{}";
  return response;
}

}  // namespace

HttpResponse handed_out(HttpResponse whole, const HttpRequest& request, ByteSink* sink,
                        const CallContext& context) {
  if (sink == nullptr) {
    if (whole.body.size() > request.max_body) {
      whole.body.resize(request.max_body);
      whole.cut_short = true;
    }
    return whole;
  }
  const std::string body = std::exchange(whole.body, {});
  for (std::string_view rest = body; !rest.empty();
       rest.remove_prefix(std::min(kPieceBytes, rest.size()))) {
    testing::throw_if_over(context);
    sink->write(rest.substr(0, kPieceBytes));
  }
  return whole;
}

Backend usual_backend(const testing::Quirks& quirks) {
  return [answer = quirks.backend](const HttpRequest& request, ByteSink* sink,
                                   const CallContext& context) {
    return handed_out(answer ? answer(request) : empty_object(), request, sink, context);
  };
}

Backend unreachable_backend() {
  return [](const HttpRequest&, ByteSink*, const CallContext&) -> HttpResponse {
    throw AdapterError(ErrorCode::kScannerUnreachable, "nothing answers: connection refused");
  };
}

Backend answering_backend(std::int32_t status, std::string body, bool cut_short) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.cut_short = cut_short;
  return [response](const HttpRequest& request, ByteSink* sink, const CallContext& context) {
    return handed_out(response, request, sink, context);
  };
}

void wait_for_the_end(const CallContext& context) {
  const auto limit = Clock::now() + kLongestStall;
  while (Clock::now() < limit && context.wait(kStallStep)) {
  }
  testing::throw_if_over(context);
  throw AdapterError(ErrorCode::kDeadlineExceeded, "the call never ended");
}

Backend stalled_backend() {
  return [](const HttpRequest&, ByteSink*, const CallContext& context) -> HttpResponse {
    wait_for_the_end(context);
  };
}

}  // namespace portside::conformance
