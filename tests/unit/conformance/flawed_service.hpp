// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/service_check.hpp"
#include "portside/sdk/remote_processor.hpp"
#include "portside/testing/test_call_context.hpp"
#include "rocket_processor.hpp"

namespace portside::conformance {

inline HttpResponse answer(std::int32_t status, const std::string& body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = body;
  return response;
}

/// What a service answers in place of what is right.
using Flaw = std::function<HttpResponse(const HttpRequest&, HttpResponse right)>;

/// A service in this process that keeps all rules but those of its flaw.
class FlawedService final : public HttpClient {
 public:
  explicit FlawedService(Flaw flaw = {}) : flaw_(std::move(flaw)) {
    rocket_.metadata.extra_attrs = Json{R"({"thrust":"9kN"})"};
    rocket_.additions = {"README.MD"};
    sdk::RemoteProcessorOptions options;
    options.authorization = "Bearer of-the-host";
    api_.emplace(rocket_, options);
  }

  HttpResponse send(const HttpRequest& request, ByteSink*, const CallContext& context) override {
    const HttpRequest relative = [&] {
      HttpRequest copy = request;
      copy.url = request.url.substr(std::string("http://rocket").size());
      return copy;
    }();
    // The fixture remembers what it was asked for: one at a time.
    const std::lock_guard lock(mutex_);
    HttpResponse right = api_->handle(relative, context);
    return flaw_ ? flaw_(relative, std::move(right)) : right;
  }

 private:
  const Flaw flaw_;
  std::mutex mutex_;
  testing::RocketProcessor rocket_;
  std::optional<sdk::RemoteProcessor> api_;
};

inline std::vector<CheckReport> check(HttpClient& service,
                                      const std::vector<std::string>& ids = {}) {
  ServiceSubject subject;
  subject.url = "http://rocket";
  subject.authorization = "Bearer of-the-host";
  subject.media_type = "application/vnd.acme.rocket.config.v1+json";
  const testing::TestCallContext context;
  return check_service(subject, ids, service, context);
}

/// All checks but the one that takes its time.
inline std::vector<std::string> quick_ids() {
  std::vector<std::string> ids;
  for (const ServiceCheck& each : all_service_checks()) {
    if (each.id != "large-manifest") ids.emplace_back(each.id);
  }
  return ids;
}

/// The ids of what was found to be wrong.
inline std::vector<std::string> wrong_in(const std::vector<CheckReport>& reports) {
  std::vector<std::string> ids;
  for (const CheckReport& report : reports) {
    if (report.result.status > CheckStatus::kSkipped) ids.push_back(report.id);
  }
  return ids;
}

inline HttpResponse with(HttpResponse response, const std::string& from, const std::string& to) {
  const std::size_t at = response.body.find(from);
  EXPECT_NE(at, std::string::npos) << response.body << " has no " << from;
  if (at != std::string::npos) response.body.replace(at, from.size(), to);
  return response;
}

/// Another answer to requests that `endpoint` gets and answers.
inline Flaw in_success(const std::string& endpoint,
                       std::function<HttpResponse(HttpResponse)> change) {
  return [endpoint, change](const HttpRequest& request, HttpResponse right) {
    const bool is_meant = request.url.substr(0, request.url.find('?')) == endpoint;
    return is_meant && right.status == 200 ? change(std::move(right)) : right;
  };
}
inline Flaw replaced(const std::string& endpoint, const std::string& from, const std::string& to) {
  return in_success(endpoint,
                    [from, to](const HttpResponse& right) { return with(right, from, to); });
}

}  // namespace portside::conformance
