// SPDX-License-Identifier: Apache-2.0
//
// The plugin clair.so in a host, against a scripted Clair 4 behind HTTP.
#include "clair_fixture.hpp"
#include "fake_clair4.hpp"
#include "portside/host/call.hpp"
#include "portside/host/report_json.hpp"
#include "webhook_endpoint.hpp"

namespace portside {
namespace {

using ::testing::ElementsAre;
using testing::FakeClair4;
using testing::FakeServer;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kPost[] = "POST /indexer/api/v1/index_report";

class Clair4Plugin : public testing::ClairFixture {
 protected:
  Clair4Plugin() {
    clair_.set_authorization(testing::kRegistryToken);
    clair_.put_blob(layer_digest(1), {{{"libssl3", "3.0.11", "openssl"}, {"bash", "5.2", "bash"}}});
    clair_.put_blob(layer_digest(2), {{{"curl", "7.88", "curl"}}});
    clair_.put_vulnerability({"CVE-2024-0001", "libssl3", "3.0.12", "High"});
    clair_.put_vulnerability({"CVE-2024-2398", "curl", "", "Unknown", "9.8"});
    put_image(1, {1, 2});
    put_image(2, {2});
  }

  void start_clair(nlohmann::json more = nlohmann::json::object()) {
    more["version"] = "4";
    start(server_, std::move(more));
  }
  void start_with_data(nlohmann::json more = nlohmann::json::object()) {
    clair_.load_data();
    start_clair(std::move(more));
  }

  const std::string id_ = "2ab28289-00ee-40d3-97a2-eda0972dd790";
  FakeClair4 clair_;
  FakeServer server_{[this](const HttpRequest& request) { return clair_.handle(request); }};
};

TEST_F(Clair4Plugin, JoinsPackagesAndVulnerabilities) {
  start_with_data();
  const ScanReport report = scanned(1).report;
  EXPECT_EQ(report.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(lines_of(report), "curl CVE-2024-2398 Unknown\nlibssl3 CVE-2024-0001 High\n");
  ASSERT_THAT(report.vulnerabilities, SizeIs(2));
  const bool is_first = report.vulnerabilities.front().package == "curl";
  const Vulnerability& curl = report.vulnerabilities[is_first ? 0 : 1];
  EXPECT_EQ(curl.severity, Severity::kCritical) << "of its CVSS score";
  EXPECT_EQ(curl.layer_digest, layer_digest(2));
  EXPECT_EQ(report.vulnerabilities[is_first ? 1 : 0].source_name, "openssl");
}

TEST_F(Clair4Plugin, FindsOutWhichGenerationAnswers) {
  clair_.load_data();
  start(server_);
  EXPECT_EQ(scanned(2).report.coverage.outcome, CoverageOutcome::kScanned);
}

TEST_F(Clair4Plugin, WaitsForAMatcherWithoutData) {
  start_clair();
  const auto scan = begin_scan(1);
  for (int i = 0; i < 500 && clair_.calls()["GET /matcher/api/v1/vulnerability_report/*"] < 2;
       ++i) {
    scan->wait(20);
    pass(2'000);
  }
  EXPECT_FALSE(scan->wait(0));
  clair_.load_data();
  EXPECT_EQ(finished(scan).report.coverage.outcome, CoverageOutcome::kScanned);
}

TEST_F(Clair4Plugin, NeverCallsAnImageCleanWithoutData) {
  options_.attempts = 1;
  start_clair({{"max_matcher_wait_seconds", 20}});
  const AdapterError error = failed(begin_scan(1));
  EXPECT_EQ(error.code, ErrorCode::kScannerUnavailable);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("has not loaded any vulnerability data"));
}

TEST_F(Clair4Plugin, ComesBackWhenTheServerIsBusy) {
  start_with_data();
  clair_.refuse_posts(2);
  EXPECT_EQ(scanned(1).report.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(clair_.calls()[kPost], 3);
}

TEST_F(Clair4Plugin, SignsItsRequests) {
  clair_.set_psk("0123456789abcdef0123456789abcdef", "portside");
  start_with_data(
      {{"psk", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="}, {"issuer", "portside"}});
  EXPECT_EQ(scanned(1).report.coverage.outcome, CoverageOutcome::kScanned);
}

TEST_F(Clair4Plugin, SaysWhyAnEmpty401Comes) {
  clair_.set_psk("0123456789abcdef", "portside");
  start_with_data(
      {{"psk", "YW5vdGhlciBrZXksIGFsc28gb2YgMzIgYnl0ZXMuLi4="}, {"issuer", "portside"}});
  const AdapterError error = failed(begin_scan(1));
  EXPECT_EQ(error.code, ErrorCode::kScannerAuthentication);
  EXPECT_FALSE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("psk"));
}

TEST_F(Clair4Plugin, RescansWithTheMatcherAlone) {
  start_with_data();
  scanned(1);
  clair_.put_vulnerability({"CVE-2024-9999", "bash", "", "Low"});
  const ScanOutcome again = finished(service().rescan("clair", testing::digest_number(1)));
  EXPECT_THAT(lines_of(again.report), HasSubstr("bash CVE-2024-9999 Low"));
  EXPECT_EQ(clair_.calls()[kPost], 1);
}

TEST_F(Clair4Plugin, IndexesAgainWhenTheIndexerIsAnother) {
  start_with_data();
  scanned(1);
  clair_.set_state("another");
  finished(service().rescan("clair", testing::digest_number(1)));
  EXPECT_EQ(clair_.calls()[kPost], 2);
}

TEST_F(Clair4Plugin, IndexesAgainWhatClairHasLost) {
  start_with_data();
  scanned(1);
  clair_.forget(testing::digest_number(1));
  EXPECT_THAT(lines_of(finished(service().rescan("clair", testing::digest_number(1))).report),
              HasSubstr("CVE-2024-0001"));
  EXPECT_THAT(clair_.indexed(), SizeIs(2));
}

TEST_F(Clair4Plugin, NeverCallsAnEmptyIndexClean) {
  start_with_data();
  clair_.put_blob(layer_digest(4), {});
  put_image(3, {4});
  const ScanReport report = scanned(3).report;
  EXPECT_EQ(report.coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(report.coverage.notes, Not(IsEmpty()));
}

TEST_F(Clair4Plugin, ShowsNoCredentials) {
  options_.attempts = 2;
  start_with_data();
  const ScanReport report = scanned(1).report;
  clair_.put_blob(layer_digest(5), {{},
                                    500,
                                    "failed to fetch layers: request failed: Get \"http://r/?t="
                                    "CANARY\": Authorization: Bearer CANARY-OF-THE-REGISTRY"});
  put_image(4, {5});
  const AdapterError error = failed(begin_scan(4));
  for (const std::string& text : {to_json(report), error.message, error.detail, log()}) {
    EXPECT_THAT(text, Not(HasSubstr("CANARY")));
  }
}

TEST_F(Clair4Plugin, TellsWhichImagesANotificationIsAbout) {
  start_with_data();
  scanned(1);
  scanned(2);
  std::vector<std::string> manifests(700, testing::digest_number(77));
  manifests.front() = testing::digest_number(2);
  manifests.back() = testing::digest_number(1);
  clair_.put_notification(id_, manifests);
  const Call call;
  const NotifiedTargets notified =
      service().notify("clair", FakeClair4::webhook(id_), call.context());
  ASSERT_THAT(notified.targets, SizeIs(2));
  EXPECT_EQ(notified.targets.front().digest, testing::digest_number(1));
  EXPECT_THAT(notified.unknown, ElementsAre(testing::digest_number(77)));
  EXPECT_TRUE(clair_.is_deleted(id_));
  EXPECT_TRUE(service().notify("clair", FakeClair4::webhook(id_), call.context()).repeated);
}

TEST_F(Clair4Plugin, TakesCallsThatComeInChunks) {
  start_with_data();
  scanned(2);
  clair_.put_notification(id_, {testing::digest_number(2)});
  std::vector<std::string> stored;
  testing::WebhookEndpoint endpoint([&](const Notification& call) {
    const Call within;
    service().notify("clair", call, within.context(), [&](const NotifiedTargets& notified) {
      for (const RescanTarget& target : notified.targets) stored.push_back(target.digest);
    });
  });
  clair_.deliver(endpoint.url());
  ASSERT_EQ(endpoint.calls().size(), 1U);
  EXPECT_EQ(endpoint.calls().front().header("content-length"), "");
  EXPECT_EQ(endpoint.calls().front().body, FakeClair4::webhook(id_).body);
  EXPECT_TRUE(clair_.is_delivered(id_));
  EXPECT_THAT(stored, ElementsAre(testing::digest_number(2)));
  EXPECT_TRUE(clair_.is_deleted(id_));
}

TEST_F(Clair4Plugin, IsCalledAgainWhenTheHostCouldNotStoreTheTargets) {
  start_with_data();
  scanned(2);
  clair_.put_notification(id_, {testing::digest_number(2)});
  int calls = 0;
  testing::WebhookEndpoint endpoint([&](const Notification& call) {
    const Call within;
    service().notify("clair", call, within.context(), [&](const NotifiedTargets&) {
      if (++calls == 1) throw AdapterError(ErrorCode::kIo, "full");
    });
  });
  clair_.deliver(endpoint.url());
  EXPECT_FALSE(clair_.is_delivered(id_));
  EXPECT_FALSE(clair_.is_deleted(id_));
  clair_.deliver(endpoint.url());
  EXPECT_TRUE(clair_.is_delivered(id_));
  EXPECT_TRUE(clair_.is_deleted(id_));
  clair_.deliver(endpoint.url());
  EXPECT_EQ(endpoint.calls().size(), 2U);
}

TEST_F(Clair4Plugin, GoesOnAfterAScanThatWasAbandoned) {
  start_with_data();
  server_.hold();
  const auto scan = begin_scan(1);
  ASSERT_TRUE(server_.wait_for_held(1));
  scan->cancel();
  EXPECT_EQ(failed(scan).code, ErrorCode::kCancelled);
  server_.release();
  EXPECT_EQ(scanned(1).report.coverage.outcome, CoverageOutcome::kScanned);
}

TEST_F(Clair4Plugin, ForgetsDeletedImages) {
  start_with_data();
  scanned(1);
  const Call call;
  service().forget("clair", testing::image_number(1), call.context());
  EXPECT_EQ(clair_.calls()["DELETE /indexer/api/v1/index_report/*"], 1);
}

}  // namespace
}  // namespace portside
