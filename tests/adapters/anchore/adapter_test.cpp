// SPDX-License-Identifier: Apache-2.0
#include "anchore/adapter.hpp"

#include "anchore/continuation.hpp"
#include "anchore_fixture.hpp"
#include "error_of.hpp"
#include "portside/testing/memory_registry_access.hpp"

namespace portside::anchore {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kVersionUrl[] = "http://anchore/version";
constexpr char kEngineVersion[] = R"({"service":{"version":"1.1.0"},"api":{}})";
constexpr char kEnterpriseVersion[] =
    R"({"service":{"version":"5.21.0"},"api":{"version":"2.13.0"}})";

class AnchoreScannerTest : public AnchoreTest {
 protected:
  void configure(const std::string& more = "") {
    scanner_.configure({R"({"url":"http://anchore","username":"u","password":"p")" + more + "}"},
                       host_);
    host_.end_configure();
  }
  void expect_version(const char* body) { http().expect("GET", kVersionUrl).respond(200, body); }
  testing::ScriptedHttpClient::Exchange& expect_feeds(int version) {
    return http()
        .expect("GET", "http://anchore/v" + std::to_string(version) + "/system/feeds")
        .respond(200, R"([{"name":"v","groups":[
            {"name":"g","last_sync":"2026-11-20T10:00:00Z","record_count":5}]}])");
  }
  ScanStep resume(const ScanStep& step, const HttpResponse* answer) {
    return scanner_.resume_scan(request_, step.continuation, answer, registry_, sink_, context_);
  }
  ScanStep scan() { return scanner_.scan_image(request_, registry_, sink_, context_); }

  class NoRows final : public ReportSink {
   public:
    void vulnerability(const Vulnerability&) override { ADD_FAILURE() << "a row"; }
    ByteSink& document(const std::string&) override { throw std::logic_error("a document"); }
  };

  AnchoreScanner scanner_;
  testing::MemoryRegistryAccess registry_;
  NoRows sink_;
};

TEST_F(AnchoreScannerTest, ItsClientReachesAnchoreAloneAndChecksItsCertificate) {
  configure();
  ASSERT_THAT(host_.http_options(), SizeIs(1));
  EXPECT_EQ(host_.http_options()[0].origins, std::vector<std::string>{"http://anchore"});
  EXPECT_FALSE(host_.http_options()[0].insecure);
  EXPECT_THAT(scanner_.describe().capabilities, SizeIs(2));
  EXPECT_THAT(http().requests(), IsEmpty());
}

TEST_F(AnchoreScannerTest, FindsOutWhichApiAnswersAndAsksOnce) {
  configure();
  expect_version(kEngineVersion);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(scan().await.value().url, image_url(1));
}

TEST_F(AnchoreScannerTest, FoldersAreRefusedBeforeAnchoreIsAsked) {
  configure();
  testing::MemoryRegistryAccess folder("oci:/srv/layout");
  const auto expect_refusal = [](const auto& call) {
    const AdapterError error = testing::error_of(call);
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_THAT(error.message, HasSubstr("oci:/srv/layout is none"));
  };
  expect_refusal([&] { scanner_.scan_image(request_, folder, sink_, context_); });
  expect_refusal([&] { scanner_.rescan_image(request_, folder, sink_, context_); });
  EXPECT_THAT(http().requests(), IsEmpty());
}

TEST_F(AnchoreScannerTest, TwoAnchoresAreTwoVersions) {
  configure();
  expect_version(kEngineVersion);
  scan();
  AnchoreScanner other;
  testing::ScriptedHostServices host;
  other.configure({R"({"url":"http://anchore","api_key":"k","api_version":"v2"})"}, host);
  const ScanStep step = other.scan_image(request_, registry_, sink_, context_);
  EXPECT_EQ(step.await.value().url, image_url(2));
  EXPECT_EQ(scan().await.value().url, image_url(1));
}

TEST_F(AnchoreScannerTest, A404OfAnImageChangesNoVersion) {
  configure();
  expect_version(kEnterpriseVersion);
  for (int i = 0; i < 2; ++i) {
    const ScanStep asked = scan();
    EXPECT_EQ(asked.await.value().url, image_url(2));
    const HttpResponse page = answer_with(404, "<html>no such page</html>");
    EXPECT_EQ(testing::code_of([&] { resume(asked, &page); }), ErrorCode::kScannerBadAnswer);
  }
}

TEST_F(AnchoreScannerTest, AVersionThatIsKnownStays) {
  configure();
  expect_version(kEnterpriseVersion);
  scan();
  http().expect("GET", kVersionUrl).respond(404, error_body(404, "not found"));
  expect_feeds(2);
  EXPECT_EQ(scanner_.status(context_).message, "Anchore Enterprise (API v2)");
  EXPECT_EQ(scan().await.value().url, image_url(2));
}

TEST_F(AnchoreScannerTest, WhereTheVersionIsConfiguredItMayBeClosed) {
  configure(R"(,"api_version":"v2")");
  http().expect("GET", kVersionUrl).respond(403, "<html>");
  expect_feeds(2);
  const ScannerStatus status = scanner_.status(context_);
  EXPECT_TRUE(status.reachable);
  EXPECT_EQ(status.version, "");
}

TEST_F(AnchoreScannerTest, TheStatusHasVersionAndAgeOfTheData) {
  configure();
  for (int i = 0; i < 2; ++i) {
    expect_version(kEnterpriseVersion);
    if (i == 0) expect_feeds(2);  // and the answer holds for a minute
    if (i == 1) http().expect("GET", "http://anchore/v2/status");
    const ScannerStatus status = scanner_.status(context_);
    EXPECT_TRUE(status.reachable);
    EXPECT_EQ(status.version, "5.21.0");
    EXPECT_EQ(status.data_updated_at, 1'795'168'800'000);
    EXPECT_EQ(status.message, "Anchore Enterprise (API v2)");
  }
}

TEST_F(AnchoreScannerTest, TheStatusTellsOfBadCredentials) {
  configure();
  expect_version(kEngineVersion);
  expect_feeds(1).respond(401, "Unauthorized");
  const ScannerStatus status = scanner_.status(context_);
  EXPECT_FALSE(status.reachable);
  EXPECT_THAT(status.message, HasSubstr("'username'"));
}

TEST_F(AnchoreScannerTest, CredentialsThatWentBadShowWhileTheFeedsAreFresh) {
  configure();
  expect_version(kEnterpriseVersion);
  expect_feeds(2);
  EXPECT_TRUE(scanner_.status(context_).reachable);
  for (const std::int32_t status : {401, 403}) {
    expect_version(kEnterpriseVersion);
    http().expect("GET", "http://anchore/v2/status").respond(status, "no");
    EXPECT_EQ(scanner_.status(context_).reachable, status == 403) << "a permission is missing";
  }
}

TEST_F(AnchoreScannerTest, TheStatusIsGoodWithoutFeeds) {
  configure();
  expect_version(kEngineVersion);
  expect_feeds(1).respond(403, error_body(403, "no"));
  const ScannerStatus status = scanner_.status(context_);
  EXPECT_TRUE(status.reachable);
  EXPECT_EQ(status.data_updated_at, std::nullopt);
  EXPECT_THAT(status.message, HasSubstr("stays unknown"));
}

TEST_F(AnchoreScannerTest, TheStatusTellsOfFeedsThatNeverSynced) {
  configure();
  expect_version(kEngineVersion);
  expect_feeds(1).respond(
      200, R"([{"name":"v","groups":[{"name":"g","last_sync":null,"record_count":0}]}])");
  const ScannerStatus status = scanner_.status(context_);
  EXPECT_TRUE(status.reachable);
  EXPECT_THAT(status.message, HasSubstr("have not brought a record"));
}

TEST_F(AnchoreScannerTest, ADeadServerIsAStatus) {
  configure();
  http().expect("GET", kVersionUrl).fail(AdapterError(ErrorCode::kScannerUnreachable, "refused"));
  const ScannerStatus status = scanner_.status(context_);
  EXPECT_FALSE(status.reachable);
  EXPECT_EQ(status.message, "refused");
}

TEST_F(AnchoreScannerTest, AScanOfTheOtherApiIsStale) {
  configure(R"(,"api_version":"v2")");
  Continuation at;
  at.api = 1;
  EXPECT_EQ(testing::code_of([&] {
              scanner_.resume_scan(request_, to_json(at), nullptr, registry_, sink_, context_);
            }),
            ErrorCode::kStaleContinuation);
}

TEST_F(AnchoreScannerTest, AReportNamesTheVersionThatMadeIt) {
  configure(R"(,"policy_check":false)");
  expect_version(kEnterpriseVersion);
  expect_feeds(2);
  scanner_.status(context_);
  const ScanStep asked = scan();
  const HttpResponse record = answer_with(200, image_body(2, "analyzed"));
  http()
      .expect("GET", image_url() + "/vuln/all?vendor_only=false&include_vuln_description=true")
      .respond(200, R"({"vulnerabilities":[]})");
  const ScanStep step = resume(asked, &record);
  EXPECT_EQ(step.summary.scanner_version, "5.21.0");
  EXPECT_EQ(step.summary.coverage.outcome, CoverageOutcome::kScanned);
}

TEST_F(AnchoreScannerTest, AReportNamesTheVersionAlsoWhereTheApiIsConfigured) {
  configure(R"(,"policy_check":false,"descriptions":false,"api_version":"v2")");
  const auto begun = [this] {
    const ScanStep asked = scan();
    http()
        .expect("GET", image_url() + "/vuln/all?vendor_only=false")
        .respond(200, R"({"vulnerabilities":[]})");
    return asked;
  };
  const HttpResponse feeds = answer_with(200, "[]");
  const HttpResponse record = answer_with(200, image_body(2, "analyzed"));
  const ScanStep first = resume(resume(begun(), &record), &feeds);
  expect_version(kEnterpriseVersion);
  EXPECT_EQ(resume(first, &record).summary.scanner_version, "5.21.0");
  EXPECT_EQ(resume(begun(), &record).summary.scanner_version, "5.21.0") << "is not asked again";
}

TEST_F(AnchoreScannerTest, AVersionThatIsNotToldCostsNoReport) {
  configure(R"(,"policy_check":false,"descriptions":false,"api_version":"v2")");
  const ScanStep asked = scan();
  http()
      .expect("GET", image_url() + "/vuln/all?vendor_only=false")
      .respond(200, R"({"vulnerabilities":[]})");
  const HttpResponse feeds = answer_with(200, "[]");
  const HttpResponse record = answer_with(200, image_body(2, "analyzed"));
  const ScanStep first = resume(resume(asked, &record), &feeds);
  http().expect("GET", "http://anchore/version").respond(403, "<html>closed</html>");
  const ScanStep step = resume(first, &record);
  EXPECT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(step.summary.scanner_version, "");
  EXPECT_LE(http().requests().back().timeout, 3'000) << "a report waits for it";
}

TEST_F(AnchoreScannerTest, KeepsWhatItIsToldToKeepWithoutAsking) {
  configure(R"(,"on_delete":"keep")");
  scanner_.notify_image_deleted(request_, context_);
  EXPECT_THAT(http().requests(), IsEmpty());
}

TEST_F(AnchoreScannerTest, KnowsItsOwnImagesByAnIdThatIsKept) {
  configure(R"(,"api_version":"v2")");
  http()
      .expect("GET", image_url())
      .respond(200, image_body(2, "analyzed", owned_by("anchore@test")));
  scanner_.notify_image_deleted(request_, context_);
  const std::string owner = host_.key_values().get("owner").value();
  EXPECT_NE(owner, "anchore@test") << "another installation may be called that";
  http().expect("GET", image_url()).respond(200, image_body(2, "analyzed", owned_by(owner)));
  http().expect("DELETE", image_url() + "?force=true").respond(200, R"({"status":"deleting"})");
  scanner_.notify_image_deleted(request_, context_);
}

TEST_F(AnchoreScannerTest, AScanThatIsGivenUpFreesTheAnalyzer) {
  configure(R"(,"api_version":"v2","owner":"me")");
  Continuation at;
  at.api = 2;
  scanner_.abandon_scan(request_, to_json(at), context_);
  EXPECT_THAT(http().requests(), IsEmpty()) << "it was not posted";
  at.step = Step::kAnalysis;
  at.digest = kImageDigest;
  http().expect("GET", image_url()).respond(200, image_body(2, "analyzing", owned_by("me")));
  http().expect("DELETE", image_url() + "?force=true").respond(200, R"({"status":"deleting"})");
  scanner_.abandon_scan(request_, to_json(at), context_);
}

TEST_F(AnchoreScannerTest, AScanOfWhatIsAnalysedFreesNothing) {
  configure(R"(,"api_version":"v2","owner":"me")");
  Continuation at;
  at.api = 2;
  at.digest = kImageDigest;
  at.step = Step::kMatch;
  scanner_.abandon_scan(request_, to_json(at), context_);
  at.for_tag = true;
  for (const Step step : {Step::kImage, Step::kCredentials, Step::kCredentialsAgain}) {
    at.step = step;
    scanner_.abandon_scan(request_, to_json(at), context_);
  }
  EXPECT_THAT(http().requests(), IsEmpty());
}

TEST_F(AnchoreScannerTest, OfAnImageWithoutANameNothingIsKnown) {
  configure(R"(,"api_version":"v2")");
  request_.image.registry_url = "https://[::1]:5000";
  const ImageCheck check = scanner_.check_image(request_, nullptr, context_);
  EXPECT_EQ(check.verdict, CheckVerdict::kUnknown);
  EXPECT_THAT(check.reason, HasSubstr("IPv6"));
}

TEST_F(AnchoreScannerTest, ACheckIsAQuestionToThePolicyAndNeedsNoRegistry) {
  configure(R"(,"api_version":"v2")");
  const std::string url = image_url() +
                          "/check?tag=core%3A8443%2Fp%2Fr%3A1.0&detail=true&history=false"
                          "&interactive=true";
  http()
      .expect("GET", url)
      .respond(200, R"({"policy_id":"p","evaluations":[{"status":"pass","final_action":"go",
               "final_action_reason":"policy_evaluation","evaluation_problems":[],
               "number_of_findings":0,"details":null}]})");
  EXPECT_EQ(scanner_.check_image(request_, nullptr, context_).verdict, CheckVerdict::kPass);
  http().expect("GET", url).respond(404, error_body(404, "image is not analyzed - x"));
  EXPECT_EQ(scanner_.check_image(request_, nullptr, context_).verdict, CheckVerdict::kUnknown);
}

}  // namespace
}  // namespace portside::anchore
