// SPDX-License-Identifier: Apache-2.0
//
// The plugin anchore.so in a host, against a scripted Anchore of either version behind HTTP.
#include "anchore_host_fixture.hpp"
#include "portside/host/call.hpp"
#include "portside/host/report_json.hpp"

namespace portside {
namespace {

using testing::digest_number;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class AnchorePlugin : public testing::AnchoreHostFixture,
                      public ::testing::WithParamInterface<int> {
 protected:
  AnchorePlugin() : AnchoreHostFixture(GetParam()) {}

  /// `POST /v1/images` of `POST /images`.
  int calls(const std::string& call) const {
    const std::size_t slash = call.find('/');
    const std::string version = GetParam() == 1 ? "/v1" : "/v2";
    return anchore_.calls()[call.substr(0, slash) + version + call.substr(slash)];
  }
};

INSTANTIATE_TEST_SUITE_P(Versions, AnchorePlugin, ::testing::Values(1, 2),
                         [](const auto& each) { return "V" + std::to_string(each.param); });

TEST_P(AnchorePlugin, ReportsWhatAnchoreFinds) {
  start_with_data();
  const ScanReport report = scanned(1).report;
  EXPECT_EQ(lines_of(report), both_rows_);
  EXPECT_EQ(report.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(report.coverage.os, "debian 12");
  EXPECT_TRUE(report.coverage.data_updated_at);
  EXPECT_EQ(report.scanner_version, GetParam() == 1 ? "1.1.0" : "5.21.0");
  for (const Vulnerability& row : report.vulnerabilities) {
    EXPECT_THAT(row.description, HasSubstr("A flaw in")) << row.id;
    EXPECT_EQ(row.status, row.id == "CVE-2026-2" ? "will_not_fix" : "");
  }
  ASSERT_TRUE(report.check);
  EXPECT_EQ(report.check->verdict, CheckVerdict::kPass);
  EXPECT_EQ(anchore_.kept_evaluations(), 0);
}

TEST_P(AnchorePlugin, ReadsDescriptionsThatComeInPages) {
  anchore_.set_page_size(1);
  start_with_data();
  for (const Vulnerability& row : scanned(1).report.vulnerabilities) {
    EXPECT_THAT(row.description, HasSubstr("A flaw in")) << row.id;
  }
}

TEST_P(AnchorePlugin, RescansWithoutAnotherAnalysis) {
  start_with_data();
  scanned(1);
  anchore_.put_vulnerability({"CVE-2026-3", "curl", "", "Medium"});
  EXPECT_THAT(lines_of(finished(begin_rescan(1)).report), HasSubstr("curl CVE-2026-3 Medium"));
  EXPECT_EQ(calls("POST /images"), 1);
  EXPECT_EQ(anchore_.analyses(), 1);
}

TEST_P(AnchorePlugin, TellsAnchoreOfEachTagAndHasTheImageAnalysedOnce) {
  start_with_data();
  scanned(1);
  ScanOrder other = order(1, "anchore");
  other.image.tags = {"another"};
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(lines_of(finished(service().scan(other)).report), both_rows_);
  EXPECT_EQ(calls("POST /images"), 2);
  EXPECT_EQ(anchore_.analyses(), 1);
  EXPECT_THAT(anchore_.tags_of(digest_number(1)),
              ::testing::Contains(std::string(testing::kTestRepository) + ":another"));
}

TEST_P(AnchorePlugin, ScansWhatAnchoreHasForgotten) {
  start_with_data();
  scanned(1);
  anchore_.forget(digest_number(1));
  EXPECT_EQ(lines_of(finished(begin_rescan(1)).report), both_rows_);
  EXPECT_EQ(anchore_.analyses(), 2);
}

TEST_P(AnchorePlugin, ReportsAListUnderTheDigestThatWasAskedFor) {
  testing::FakeAnchoreImage list;
  list.child = digest_number(1);
  anchore_.put_image(digest_number(7), list);
  start_with_data();
  const ScanReport report = scanned(7).report;
  EXPECT_EQ(report.image.digest, digest_number(7));
  EXPECT_EQ(lines_of(report), both_rows_);
  EXPECT_THAT(report.scan_metadata.text, HasSubstr(digest_number(1)));
}

TEST_P(AnchorePlugin, HasAFailedAnalysisTriedAgainByTheNextScan) {
  testing::FakeAnchoreImage broken = image_;
  broken.fails = true;
  anchore_.put_image(digest_number(1), broken);
  start_with_data();
  const AdapterError error = failed(begin_scan(1));
  EXPECT_EQ(error.code, ErrorCode::kScanFailed);
  EXPECT_FALSE(error.can_retry);
  EXPECT_EQ(anchore_.analyses(), 2) << "once more with new credentials";
  anchore_.put_image(digest_number(1), image_);
  EXPECT_EQ(lines_of(scanned(1).report), both_rows_);
}

TEST_P(AnchorePlugin, SaysWhereAnAnalysisIsStuck) {
  options_.attempts = 1;
  anchore_.hold_analyses(true);
  start_with_data({{"analysis_timeout_seconds", 60}});
  const AdapterError error = failed(begin_scan(1));
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  EXPECT_FALSE(error.can_retry) << "the same look would find the same";
  EXPECT_THAT(error.message, HasSubstr("'not_analyzed'"));
}

TEST_P(AnchorePlugin, ComesBackWhenAnchoreCannotReachTheRegistry) {
  anchore_.refuse_images("REGISTRY_NOT_ACCESSIBLE", 2);
  start_with_data();
  EXPECT_EQ(lines_of(scanned(1).report), both_rows_);
  EXPECT_EQ(calls("POST /images"), 3);
}

TEST_P(AnchorePlugin, NeverCallsAnImageCleanWhoseFeedsWereNeverSynced) {
  start_anchore();
  const ScanReport report = scanned(1).report;
  EXPECT_EQ(report.coverage.outcome, CoverageOutcome::kNoData);
  EXPECT_THAT(report.coverage.notes, ElementsAre(HasSubstr("have not brought a single record")));
}

TEST_P(AnchorePlugin, NeverCallsAnUnknownSystemClean) {
  testing::FakeAnchoreImage scratch;
  scratch.distro = "Unknown";
  scratch.distro_version = "0";
  anchore_.put_image(digest_number(1), scratch);
  start_with_data();
  const ScanReport report = scanned(1).report;
  EXPECT_EQ(report.coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(report.coverage.notes, Not(IsEmpty()));
}

TEST_P(AnchorePlugin, SaysThatAProxyAnswers) {
  options_.attempts = 1;
  for (const std::int32_t status : {200, 403, 404, 502}) {
    start_with_data({{"api_version", GetParam() == 1 ? "v1" : "v2"}});
    anchore_.set_proxy_page(status);
    const AdapterError error = failed(begin_scan(1));
    EXPECT_NE(error.code, ErrorCode::kNotFound) << status;
    EXPECT_THAT(error.message + error.detail, HasSubstr("Sign in")) << status;
    EXPECT_EQ(error.message.find('\n'), std::string::npos);
  }
}

TEST_P(AnchorePlugin, SaysThatTheOtherVersionAnswers) {
  options_.attempts = 1;
  start_with_data({{"api_version", GetParam() == 1 ? "v2" : "v1"}});
  const AdapterError error = failed(begin_scan(1));
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_THAT(error.message, HasSubstr("'api_version'"));
}

TEST_P(AnchorePlugin, TellsItsVersionAndTheAgeOfItsData) {
  start_with_data();
  service();
  const Call call;
  for (int i = 0; i < 2; ++i) {
    const ScannerStatus status = scanner()->status(call.context());
    EXPECT_TRUE(status.reachable) << status.message;
    EXPECT_EQ(status.version, GetParam() == 1 ? "1.1.0" : "5.21.0");
    EXPECT_TRUE(status.data_updated_at);
  }
  EXPECT_EQ(calls("GET /system/feeds"), 1);
  EXPECT_EQ(calls("GET /status"), 1) << "whether the credentials are good is asked each time";
  anchore_.set_authorization("Basic another");
  const ScannerStatus refused = scanner()->status(call.context());
  EXPECT_FALSE(refused.reachable);
  EXPECT_THAT(refused.message, HasSubstr("401"));
}

TEST_P(AnchorePlugin, SaysThatItsOwnCredentialsAreRefused) {
  anchore_.set_authorization("Basic another");
  start_with_data();
  const AdapterError error = failed(begin_scan(1));
  EXPECT_EQ(error.code, ErrorCode::kScannerAuthentication);
  EXPECT_FALSE(error.can_retry);
}

// Deletion.

TEST_P(AnchorePlugin, DeletesWhatItBrought) {
  start_with_data();
  scanned(1);
  const Call call;
  service().forget("anchore", testing::image_number(1), call.context());
  EXPECT_TRUE(anchore_.is_being_deleted(digest_number(1)));
}

TEST_P(AnchorePlugin, KeepsWhatOthersBrought) {
  anchore_.add_foreign_image(digest_number(1));
  start_with_data();
  EXPECT_EQ(lines_of(scanned(1).report), both_rows_);
  const Call call;
  service().forget("anchore", testing::image_number(1), call.context());
  EXPECT_EQ(calls("DELETE /images/*"), 0);
}

TEST_P(AnchorePlugin, DeletesWhatOthersBroughtWhenToldTo) {
  anchore_.add_foreign_image(digest_number(1));
  start_with_data({{"on_delete", "delete"}});
  scanned(1);
  const Call call;
  service().forget("anchore", testing::image_number(1), call.context());
  EXPECT_TRUE(anchore_.is_being_deleted(digest_number(1)));
}

TEST_P(AnchorePlugin, DeletesNothingWhenToldTo) {
  start_with_data({{"on_delete", "keep"}});
  scanned(1);
  const Call call;
  service().forget("anchore", testing::image_number(1), call.context());
  EXPECT_EQ(calls("DELETE /images/*"), 0);
}

TEST_P(AnchorePlugin, ForgetsWhatAnchoreDoesNotHave) {
  start_with_data({{"on_delete", "delete"}});
  const Call call;
  service().forget("anchore", testing::image_number(1), call.context());
  EXPECT_EQ(calls("DELETE /images/*"), 1);
}

// Webhooks.

TEST_P(AnchorePlugin, TellsWhichImageAWebhookCallIsAbout) {
  const std::string password = "a-webhook-password";
  start_with_data({{"webhook_token", password}});
  scanned(1);
  // Anchore waits for two seconds at most: nobody asks it anything meanwhile.
  server_.hold("GET");
  for (const char* type : {"analysis_update", "vuln_update", "policy_eval", "tag_update"}) {
    const Call call({.deadline = 2'000});
    const Notification sent = anchore_.webhook(type, digest_number(1), password);
    const NotifiedTargets notified = service().notify("anchore", sent, call.context());
    ASSERT_THAT(notified.targets, SizeIs(1)) << type;
    EXPECT_EQ(notified.targets.front().digest, digest_number(1));
    EXPECT_EQ(notified.targets.front().recheck_only, std::string(type) == "policy_eval");
    EXPECT_TRUE(service().notify("anchore", sent, call.context()).repeated) << type;
  }
}

TEST_P(AnchorePlugin, PassesOverWebhookCallsOfTests) {
  const std::string password = "a-webhook-password";
  start_with_data({{"webhook_token", password}});
  const Call call;
  const NotifiedTargets notified = service().notify(
      "anchore", anchore_.webhook("vuln_update", "test_image_digest", password), call.context());
  EXPECT_THAT(notified.targets, IsEmpty());
  EXPECT_THAT(notified.unknown, IsEmpty());
}

TEST_P(AnchorePlugin, TakesNoWebhookCallsOfStrangers) {
  start_with_data({{"webhook_token", "a-webhook-password"}});
  for (const char* password : {"", "another-webhook-password"}) {
    const Call call;
    const AdapterError error = testing::error_of([&] {
      service().notify("anchore", anchore_.webhook("vuln_update", digest_number(1), password),
                       call.context());
    });
    EXPECT_EQ(error.code, ErrorCode::kNotificationRejected);
  }
}

// Image checks.

TEST_P(AnchorePlugin, ChecksAnImageAgainstThePolicy) {
  start_with_data();
  scanned(1);
  const Call call;
  EXPECT_EQ(service().check("anchore", testing::image_number(1), call.context()).verdict,
            CheckVerdict::kPass);
  anchore_.put_vulnerability({"CVE-2026-4", "curl", "", "Critical"});
  finished(begin_rescan(1));
  const ImageCheck check = service().check("anchore", testing::image_number(1), call.context());
  EXPECT_EQ(check.verdict, CheckVerdict::kFail);
  EXPECT_THAT(check.reason, HasSubstr("CVE-2026-4"));
  EXPECT_THAT(check.details.text, HasSubstr(R"("final_action":"stop")"));
  EXPECT_EQ(anchore_.kept_evaluations(), 0);
}

TEST_P(AnchorePlugin, CannotCheckWhatIsNotAnalysedOrHasNoPolicy) {
  start_with_data();
  const Call call;
  EXPECT_EQ(service().check("anchore", testing::image_number(1), call.context()).verdict,
            CheckVerdict::kUnknown);
  scanned(1);
  anchore_.remove_policy();
  const ImageCheck check = service().check("anchore", testing::image_number(1), call.context());
  EXPECT_EQ(check.verdict, CheckVerdict::kUnknown);
  EXPECT_THAT(check.reason, HasSubstr("no active policy"));
  EXPECT_EQ(scanned(1).report.vulnerabilities.size(), 2U);
}

TEST_P(AnchorePlugin, ChecksNoLongerThanTheDeadline) {
  start_with_data();
  scanned(1);
  server_.hold("GET");
  const Call call({.deadline = 200});
  const AdapterError error = testing::error_of(
      [&] { service().check("anchore", testing::image_number(1), call.context()); });
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(server_.held(), 1U);
}

// Credentials.

TEST_P(AnchorePlugin, GivesAnchoreCredentialsForOneRepository) {
  guard("registry.test:443/other/app", "other/app");
  anchore_.put_image(digest_number(2), image_);
  start_with_data();
  scanned(1);
  EXPECT_THAT(anchore_.registries(), ElementsAre(testing::kTestRepository));
  ScanOrder other = order(2, "anchore");
  other.image.repository = "other/app";
  EXPECT_EQ(lines_of(finished(service().scan(other)).report), both_rows_);
  EXPECT_THAT(anchore_.registries(),
              ElementsAre(testing::kTestRepository, "registry.test:443/other/app"));
  EXPECT_EQ(calls("PUT /registries/*"), 0);
}

TEST_P(AnchorePlugin, RenewsCredentialsThatAreThere) {
  anchore_.put_image(digest_number(2), image_);
  start_with_data();
  scanned(1);
  scanned(2);
  EXPECT_EQ(calls("POST /registries"), 1);
  EXPECT_EQ(calls("PUT /registries/*"), 1);
  EXPECT_THAT(anchore_.registries(), SizeIs(1));
}

TEST_P(AnchorePlugin, GivesNoCredentialsWhereAnchoreHasItsOwn) {
  anchore_.guard_repository(testing::kTestRepository, "", "");
  start_with_data({{"use_anchore_configured_credentials", true}});
  EXPECT_EQ(lines_of(scanned(1).report), both_rows_);
  EXPECT_THAT(anchore_.registries(), IsEmpty());
}

TEST_P(AnchorePlugin, ShowsNoCredentials) {
  options_.attempts = 2;
  anchore_.put_image(digest_number(2), image_);
  start_with_data();
  const ScanReport report = scanned(1).report;
  // Refused when they are tried, and when they are used.
  anchore_.guard_repository(testing::kTestRepository, "somebody", "else");
  const AdapterError tried = failed(begin_scan(2));
  start_anchore({{"validate_credentials", false}});
  const AdapterError used = failed(begin_scan(2));
  for (const AdapterError& error : {tried, used}) {
    EXPECT_EQ(error.code, ErrorCode::kRegistryAuthentication) << error.message;
    EXPECT_FALSE(error.can_retry);
  }
  for (const std::string& text :
       {to_json(report), tried.message, tried.detail, used.message, used.detail, log()}) {
    EXPECT_THAT(text, Not(HasSubstr("CANARY")));
  }
  EXPECT_THAT(used.detail, HasSubstr("skopeo"));
}

}  // namespace
}  // namespace portside
