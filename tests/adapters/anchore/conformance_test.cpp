// SPDX-License-Identifier: Apache-2.0
//
// The checks of `portside plugins check`, beside a scripted Anchore of either version: whole scans.
#include "portside/testing/conformance.hpp"

#include <atomic>
#include <regex>

#include "anchore/adapter.hpp"
#include "anchore_fixture.hpp"
#include "fake_anchore.hpp"

namespace portside::anchore {
namespace {

/// An Anchore that has data, and finds whatever image it is given in the registry.
std::shared_ptr<testing::FakeAnchore> anchore_of(int version) {
  auto anchore = std::make_shared<testing::FakeAnchore>(version);
  anchore->put_vulnerability({"CVE-2026-1", "openssl", "3.0.12", "High", "A flaw in TLS."});
  return anchore;
}

/// Deletions never come to an end here: what runs beside them finds what was there.
HttpResponse deletion_of(const HttpRequest& request, int version) {
  const std::string path = request.url.substr(0, request.url.find('?'));
  const std::string digest = path.substr(path.rfind('/') + 1);
  const std::string name(name_in(version, "digest", "image_digest"));
  return answer_with(200, nlohmann::json{{name, digest}, {"status", "deleting"}}.dump());
}

void put_posted_image(testing::FakeAnchore& anchore, const HttpRequest& request) {
  static const std::regex pulled("@(sha256:[0-9a-f]{64})");
  std::smatch match;
  if (request.method != "POST" || !std::regex_search(request.body, match, pulled)) return;
  anchore.put_image(match[1], {{{"openssl", "3.0.11"}}});
}

template <int kVersion>
class AnchoreConformance : public testing::ScannerConformance<AnchoreScanner> {
 protected:
  testing::Quirks quirks() override {
    testing::Quirks quirks;
    quirks.config.text =
        R"({"url":"http://anchore.test","username":"u","password":"p","owner":"conformance",)"
        R"("registry":"registry.test:443","webhook_token":"0123456789abcdef"})";
    quirks.backend = [anchore = anchore_, reports = reports_](const HttpRequest& request) {
      if (request.method == "DELETE") return deletion_of(request, kVersion);
      put_posted_image(*anchore, request);
      HttpResponse answer = anchore->handle(request);
      const bool is_report = request.url.find("/vuln/all") != std::string::npos &&
                             request.url.find("force_refresh") == std::string::npos;
      if (is_report && answer.status == 200) ++*reports;
      return answer;
    };
    return quirks;
  }
  std::string schema() override { return kConfigSchema; }

  void check_whole_scans() {
    check();
    if (GetParam().id != "concurrent-calls") return;
    EXPECT_GT(*reports_, 0) << "no scan came to its end";
  }

 private:
  const std::shared_ptr<testing::FakeAnchore> anchore_ = anchore_of(kVersion);
  const std::shared_ptr<std::atomic<int>> reports_ = std::make_shared<std::atomic<int>>(0);
};

using AnchoreEngineConformance = AnchoreConformance<1>;
TEST_P(AnchoreEngineConformance, Keeps) {
  check_whole_scans();
}
INSTANTIATE_TEST_SUITE_P(Rules, AnchoreEngineConformance, testing::object_checks(),
                         testing::CheckName());

using AnchoreEnterpriseConformance = AnchoreConformance<2>;
TEST_P(AnchoreEnterpriseConformance, Keeps) {
  check_whole_scans();
}
INSTANTIATE_TEST_SUITE_P(Rules, AnchoreEnterpriseConformance, testing::object_checks(),
                         testing::CheckName());

}  // namespace
}  // namespace portside::anchore
