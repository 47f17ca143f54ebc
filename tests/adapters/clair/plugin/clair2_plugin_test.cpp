// SPDX-License-Identifier: Apache-2.0
//
// The plugin clair.so in a host, against a scripted Clair 2 behind HTTP.
#include <filesystem>

#include "clair_fixture.hpp"
#include "fake_clair2.hpp"
#include "portside/host/call.hpp"
#include "portside/host/report_json.hpp"
#include "webhook_caller.hpp"
#include "webhook_endpoint.hpp"

namespace portside {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FakeServer;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kCve[] = "CVE-2018-0734";

class Clair2Plugin : public testing::ClairFixture {
 protected:
  Clair2Plugin() {
    clair_.set_authorization(testing::kRegistryToken);
    clair_.put_blob(layer_digest(1),
                    {"debian:9", {{{"openssl", "1.1.0f-3"}, {"bash", "4.4-5"}, {"zlib", "1.2"}}}});
    clair_.put_blob(layer_digest(2), {});
    clair_.put_blob(layer_digest(3), {"debian:9", {{{"openssl", "1.1.0j"}, {"curl", "7.52"}}}});
    clair_.put_vulnerability({kCve, "debian:9", "openssl", "1.1.0j"});
    clair_.put_vulnerability({"CVE-2019-9924", "debian:9", "bash", "4.4-6", "High"});
    clair_.put_vulnerability({"CVE-2019-3822", "debian:9", "curl", "", "Defcon1"});
    put_image(1, {1, 2});
    put_image(2, {1, 2, 3});
  }

  /// Made when first asked for, so that a test can set the service's options before.
  void start_clair(nlohmann::json more = nlohmann::json::object()) {
    more["version"] = "2";
    start(server_, std::move(more));
  }

  static Notification webhook(const std::string& name) {
    Notification call;
    call.method = "POST";
    call.path = "/notify/clair";
    call.headers = {{"Content-Type", "application/json"}};
    call.body = R"({"Notification":{"Name":")" + name + "\"}}";
    return call;
  }

  std::vector<std::string> digests_of(const NotifiedTargets& notified) const {
    std::vector<std::string> digests;
    for (const RescanTarget& target : notified.targets) digests.push_back(target.digest);
    return digests;
  }

  const std::string name_ = "ba892afb-b621-4e18-9092-f70b0351364b";
  testing::FakeClair2 clair_{7};
  FakeServer server_{[this](const HttpRequest& request) { return clair_.handle(request); }};
};

TEST_F(Clair2Plugin, ReportsWhatTheTopLayerHas) {
  start_clair();
  const ScanReport report = scanned(1).report;
  EXPECT_EQ(report.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(lines_of(report), "bash CVE-2019-9924 High\nopenssl CVE-2018-0734 Medium\n");
  EXPECT_EQ(lines_of(scanned(2).report), "curl CVE-2019-3822 Defcon1\n");
  EXPECT_EQ(report.vulnerabilities.front().layer_digest, layer_digest(1));
  // Images share the names of the layers that they have in common.
  EXPECT_THAT(clair_.downloads(), SizeIs(3));
}

TEST_F(Clair2Plugin, FindsOutWhichGenerationAnswers) {
  start(server_);
  EXPECT_EQ(scanned(1).report.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_GT(clair_.calls()["GET /indexer/api/*/index_state"], 0);
}

TEST_F(Clair2Plugin, RescansWithoutAnotherPost) {
  start_clair();
  scanned(1);
  const int posts = clair_.calls()["POST /v1/layers"];
  clair_.put_vulnerability({"CVE-2018-25032", "debian:9", "zlib", "", "Low"});
  const ScanOutcome again = finished(service().rescan("clair", testing::digest_number(1)));
  EXPECT_THAT(lines_of(again.report), HasSubstr("zlib CVE-2018-25032 Low"));
  EXPECT_EQ(clair_.calls()["POST /v1/layers"], posts);
}

TEST_F(Clair2Plugin, PostsTheChainAgainWhenClairHasLostIt) {
  start_clair();
  scanned(1);
  for (const std::string& name : clair_.layer_names()) clair_.forget(name);
  const ScanOutcome again = finished(service().rescan("clair", testing::digest_number(1)));
  EXPECT_THAT(lines_of(again.report), HasSubstr(kCve));
  EXPECT_THAT(clair_.downloads(), SizeIs(4));
}

TEST_F(Clair2Plugin, GoesOnAfterATimeoutOfTheServer) {
  start_clair();
  clair_.time_out_posts(1);
  EXPECT_THAT(lines_of(scanned(1).report), HasSubstr(kCve));
  EXPECT_THAT(clair_.downloads(), SizeIs(2)) << "the work went on behind the 503";
}

TEST_F(Clair2Plugin, SaysThatTheDatabaseIsDown) {
  options_.attempts = 2;
  start_clair();
  clair_.set_database_down(true);
  const AdapterError error = failed(begin_scan(1));
  EXPECT_EQ(error.code, ErrorCode::kScannerUnavailable);
  EXPECT_TRUE(error.can_retry);
}

TEST_F(Clair2Plugin, EndsAfterItsAttemptsAlsoWhereImagesShareABase) {
  options_.attempts = 4;
  start_clair();
  clair_.set_database_down(true);
  const auto first = begin_scan(1);
  const auto second = begin_scan(2);
  EXPECT_EQ(failed(first).code, ErrorCode::kScannerUnavailable);
  EXPECT_EQ(failed(second).code, ErrorCode::kScannerUnavailable);
  EXPECT_LE(clair_.calls()["POST /v1/layers"], 8);
}

TEST_F(Clair2Plugin, NeverCallsAnUnknownSystemClean) {
  start_clair();
  clair_.put_blob(layer_digest(4), {});
  put_image(3, {4});
  const ScanReport nothing = scanned(3).report;
  EXPECT_EQ(nothing.coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(nothing.coverage.notes, Not(IsEmpty()));
  clair_.put_blob(layer_digest(5), {"debian:12", {{{"openssl", "3.0"}}}});
  put_image(4, {5});
  EXPECT_EQ(scanned(4).report.coverage.outcome, CoverageOutcome::kNoData);
}

TEST_F(Clair2Plugin, ShowsNoCredentials) {
  start_clair();
  const ScanReport report = scanned(1).report;
  clair_.put_blob(layer_digest(6), {"", {}, 422, "tarutil: could not extract the archive"});
  put_image(5, {6});
  const AdapterError error = failed(begin_scan(5));
  for (const std::string& text : {to_json(report), error.message, error.detail, log()}) {
    EXPECT_THAT(text, Not(HasSubstr("CANARY")));
  }
}

TEST_F(Clair2Plugin, TellsWhichImagesANotificationIsAbout) {
  start_clair();
  scanned(1);
  scanned(2);
  clair_.put_notification(name_, {}, testing::FakeVulnerability2{kCve, "debian:9", "openssl", "9"});
  const Call call;
  const NotifiedTargets notified = service().notify("clair", webhook(name_), call.context());
  EXPECT_THAT(digests_of(notified),
              ElementsAre(testing::digest_number(1), testing::digest_number(2)));
  EXPECT_TRUE(clair_.is_deleted(name_));
}

TEST_F(Clair2Plugin, TakesCallsAtAnEndpoint) {
  start_clair();
  scanned(2);
  clair_.put_notification(name_, testing::FakeVulnerability2{"CVE-X", "debian:9", "curl"}, {});
  testing::WebhookEndpoint endpoint([&](const Notification& call) {
    const Call within;
    service().notify("clair", call, within.context());
  });
  EXPECT_EQ(testing::call_webhook(endpoint.url(), webhook(name_)), 200);
  EXPECT_TRUE(clair_.is_deleted(name_));
  Notification broken = webhook("../x");
  EXPECT_EQ(testing::call_webhook(endpoint.url(), broken), 500);
}

TEST_F(Clair2Plugin, GoesOnAfterAScanThatWasAbandoned) {
  start_clair();
  server_.hold();
  const auto scan = begin_scan(1);
  ASSERT_TRUE(server_.wait_for_held(1));
  scan->cancel();
  EXPECT_EQ(failed(scan).code, ErrorCode::kCancelled);
  server_.release();
  EXPECT_EQ(scanned(1).report.coverage.outcome, CoverageOutcome::kScanned);
}

TEST_F(Clair2Plugin, KnowsImagesAfterARestart) {
  start_clair();
  scanned(2);
  restart();
  clair_.put_notification(name_, testing::FakeVulnerability2{"CVE-X", "debian:9", "curl"}, {});
  const Call call;
  const NotifiedTargets notified = service().notify("clair", webhook(name_), call.context());
  EXPECT_THAT(digests_of(notified), ElementsAre(testing::digest_number(2)));
}

TEST_F(Clair2Plugin, KeepsANotificationThatCouldNotBeStored) {
  start_clair();
  scanned(1);
  clair_.put_notification(name_, testing::FakeVulnerability2{kCve, "debian:9", "bash"}, {});
  const Call call;
  const auto full = [](const NotifiedTargets&) { throw AdapterError(ErrorCode::kIo, "full"); };
  EXPECT_EQ(
      testing::code_of([&] { service().notify("clair", webhook(name_), call.context(), full); }),
      ErrorCode::kIo);
  EXPECT_FALSE(clair_.is_deleted(name_));
}

TEST_F(Clair2Plugin, KeepsLayersWhenAnImageIsDeleted) {
  start_clair();
  scanned(1);
  const Call call;
  service().forget("clair", testing::image_number(1), call.context());
  EXPECT_THAT(clair_.layer_names(), SizeIs(2));
}

TEST_F(Clair2Plugin, DeletesNoLayerThatAnotherImageStandsOn) {
  start_clair({{"on_delete", "remove"}});
  scanned(1);
  scanned(2);
  const Call call;
  service().forget("clair", testing::image_number(1), call.context());
  EXPECT_THAT(clair_.layer_names(), SizeIs(3));
  service().forget("clair", testing::image_number(2), call.context());
  EXPECT_THAT(clair_.layer_names(), SizeIs(::testing::Lt(3U)));
}

}  // namespace
}  // namespace portside
