// SPDX-License-Identifier: Apache-2.0
//
// The checks of `portside plugins check`, beside a scripted Clair of either generation: whole
// scans.
#include "portside/testing/conformance.hpp"

#include <atomic>
#include <memory>
#include <regex>

#include "clair/adapter.hpp"
#include "clair/config.hpp"
#include "fake_clair2.hpp"
#include "fake_clair4.hpp"

namespace portside::clair {
namespace {

/// Digests of the layers that a request sends Clair to.
std::vector<std::string> layers_in(const HttpRequest& request) {
  static const std::regex blob("/blobs/(sha256:[0-9a-f]{64})");
  std::vector<std::string> digests;
  const auto end = std::sregex_iterator();
  for (auto at = std::sregex_iterator(request.body.begin(), request.body.end(), blob); at != end;
       ++at) {
    digests.push_back((*at)[1]);
  }
  return digests;
}

HttpResponse empty_answer(std::int32_t status) {
  HttpResponse answer;
  answer.status = status;
  return answer;
}

class ClairConformance : public testing::ScannerConformance<ClairScanner> {
 protected:
  testing::Quirks quirks() override {
    testing::Quirks quirks;
    quirks.config.text = R"({"url":"http://clair.test",)"
                         R"("webhook_token":"0123456789abcdef"})";
    // Deletions have no effect: what runs beside them finds what was there.
    quirks.backend = [answer = backend(), reports = reports_](const HttpRequest& request) {
      if (request.method == "DELETE") return empty_answer(204);
      HttpResponse response = answer(request);
      const bool is_report = request.url.find("/vulnerability_report/") != std::string::npos ||
                             request.url.find("&vulnerabilities") != std::string::npos;
      if (is_report && response.status == 200) ++*reports;
      return response;
    };
    return quirks;
  }
  std::string schema() override { return kConfigSchema; }

  virtual std::function<HttpResponse(const HttpRequest&)> backend() = 0;

  void check_whole_scans() {
    check();
    if (GetParam().id != "concurrent-calls") return;
    EXPECT_GT(*reports_, 0) << "no scan came to its end";
  }

 private:
  const std::shared_ptr<std::atomic<int>> reports_ = std::make_shared<std::atomic<int>>(0);
};

class Clair2Conformance : public ClairConformance {
 protected:
  std::function<HttpResponse(const HttpRequest&)> backend() override {
    clair_->put_vulnerability({"CVE-2026-1", "debian:12", "openssl", "3.0.12", "High"});
    return [clair = clair_](const HttpRequest& request) {
      for (const std::string& digest : layers_in(request)) {
        clair->put_blob(digest, {"debian:12", {{{"openssl", "3.0.11"}}}});
      }
      return clair->handle(request);
    };
  }
  const std::shared_ptr<testing::FakeClair2> clair_ = std::make_shared<testing::FakeClair2>();
};
TEST_P(Clair2Conformance, Keeps) {
  check_whole_scans();
}
INSTANTIATE_TEST_SUITE_P(Rules, Clair2Conformance, testing::object_checks(), testing::CheckName());

class Clair4Conformance : public ClairConformance {
 protected:
  std::function<HttpResponse(const HttpRequest&)> backend() override {
    clair_->load_data();
    clair_->put_vulnerability({"CVE-2026-1", "libssl3", "3.0.12", "High"});
    return [clair = clair_](const HttpRequest& request) {
      for (const std::string& digest : layers_in(request)) {
        clair->put_blob(digest, {{{"libssl3", "3.0.11", "openssl"}}});
      }
      return clair->handle(request);
    };
  }
  const std::shared_ptr<testing::FakeClair4> clair_ = std::make_shared<testing::FakeClair4>();
};
TEST_P(Clair4Conformance, Keeps) {
  check_whole_scans();
}
INSTANTIATE_TEST_SUITE_P(Rules, Clair4Conformance, testing::object_checks(), testing::CheckName());

}  // namespace
}  // namespace portside::clair
