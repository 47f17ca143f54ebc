// SPDX-License-Identifier: Apache-2.0
#include "clair/adapter.hpp"

#include "error_of.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::clair {
namespace {

using ::testing::HasSubstr;

constexpr const char* kIndexState = "http://clair:6060/indexer/api/v1/index_state";
constexpr const char* kNamespaces = "http://clair:6060/v1/namespaces";
constexpr const char* kGoRouter = "404 page not found\n";

class ClairScannerTest : public ::testing::Test {
 protected:
  void configure(const std::string& more = "") {
    scanner_.configure({R"({"url":"http://clair:6060")" + more + "}"}, host_);
    host_.end_configure();
  }
  testing::ScriptedHttpClient& http() { return host_.http_client(); }
  Json continuation_of(int generation) {
    Continuation continuation;
    continuation.generation = generation;
    continuation.step = "post";
    return to_json(continuation);
  }
  ErrorCode resumed_with(const Json& continuation) {
    HttpResponse awaited;
    return testing::code_of(
        [&] { scanner_.resume_scan({}, continuation, &awaited, registry_, sink_, context_); });
  }

  class NoRows final : public ReportSink {
   public:
    void vulnerability(const Vulnerability&) override { ADD_FAILURE() << "a row"; }
    ByteSink& document(const std::string&) override { throw std::logic_error("a document"); }
  };

  testing::ScriptedHostServices host_{"clair@test"};
  ClairScanner scanner_;
  testing::MemoryRegistryAccess registry_;
  NoRows sink_;
  testing::TestCallContext context_;
};

TEST_F(ClairScannerTest, FindsClair2AndAsksOnce) {
  configure();
  http().expect("GET", kIndexState).respond(404, kGoRouter);
  http().expect("GET", kNamespaces).respond(200, R"({"Namespaces":null})");
  // And the status itself, twice.
  http().expect("GET", kNamespaces).respond(200, R"({"Namespaces":null})");
  http().expect("GET", kNamespaces).respond(200, R"({"Namespaces":null})");
  EXPECT_TRUE(scanner_.status(context_).reachable);
  EXPECT_TRUE(scanner_.status(context_).reachable);
}

TEST_F(ClairScannerTest, SaysAtOnceThatItCannotReadAFolder) {
  configure();
  testing::MemoryRegistryAccess folder("oci:/srv/layout");
  const AdapterError error =
      testing::error_of([&] { scanner_.scan_image({}, folder, sink_, context_); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("oci:/srv/layout is none"));
  EXPECT_TRUE(http().requests().empty());
}

TEST_F(ClairScannerTest, AKeyThatIsAskedForIsClair4s) {
  configure();
  http().expect("GET", kIndexState).respond(401);
  http().expect("GET", kIndexState).respond(401);
  const ScannerStatus status = scanner_.status(context_);
  EXPECT_FALSE(status.reachable);
  EXPECT_THAT(status.message, HasSubstr("psk"));
}

TEST_F(ClairScannerTest, WhatIsNoClairIsSaidAndAskedAgain) {
  configure();
  for (int i = 0; i < 2; ++i) {
    http().expect("GET", kIndexState).respond(200 + 2, "");
    http().expect("GET", kNamespaces).respond(404, "<html>nginx</html>");
    const ScannerStatus status = scanner_.status(context_);
    EXPECT_FALSE(status.reachable);
    EXPECT_THAT(status.message, HasSubstr("neither Clair 2 nor Clair 4"));
  }
}

TEST_F(ClairScannerTest, AFailureToAskIsNoAnswerToTheQuestion) {
  configure();
  http().expect("GET", kIndexState).fail(AdapterError(ErrorCode::kDeadlineExceeded, "it hangs"));
  EXPECT_EQ(scanner_.status(context_).message, "it hangs") << "there is time left";
  http().expect("GET", kIndexState).fail(AdapterError(ErrorCode::kScannerUnreachable, "refused"));
  EXPECT_EQ(scanner_.status(context_).message, "refused");
  http().expect("GET", kIndexState).respond(503, "upstream");
  http().expect("GET", kNamespaces).respond(503, "upstream");
  EXPECT_EQ(testing::code_of([&] { scanner_.rescan_image({}, registry_, sink_, context_); }),
            ErrorCode::kScannerUnavailable);
}

TEST_F(ClairScannerTest, WhatAProxySaysIsNotTakenForClair4) {
  configure();
  const std::vector<std::pair<int, std::string>> answers = {
      {503, R"({"message":"upstream unavailable"})"},
      {401, "<html>log in</html>"},
      {200, "<html>everything</html>"},
      {200, R"({"ok":true})"},
      {500, "{"}};
  for (const auto& [status, body] : answers) {
    http().expect("GET", kIndexState).respond(status, body);
    http().expect("GET", kNamespaces).respond(404, kGoRouter);
    EXPECT_FALSE(scanner_.status(context_).reachable) << body;
  }
  // Nothing of it was remembered.
  http().expect("GET", kIndexState).respond(404, kGoRouter);
  http().expect("GET", kNamespaces).respond(500, R"({"Error":{"Message":"database"}})");
  http().expect("GET", kNamespaces).respond(200, R"({"Namespaces":null})");
  EXPECT_TRUE(scanner_.status(context_).reachable);
}

TEST_F(ClairScannerTest, ACheckOfWhatClairCannotSayIsUnknown) {
  configure(R"(,"version":"2","check":{"fail_on":"High"})");
  EXPECT_EQ(scanner_.describe().capabilities.size(), 2U);
  ScanRequest request;
  request.image.digest = "sha256:" + std::string(64, 'a');
  const ImageCheck check = scanner_.check_image(request, nullptr, context_);
  EXPECT_EQ(check.verdict, CheckVerdict::kUnknown);
  EXPECT_THAT(check.reason, HasSubstr("; scan it first"));
}

TEST_F(ClairScannerTest, TheRegistryIsNotReachedWithWhatIsForClair) {
  configure(R"(,"ca_file":"/ca.pem","client_cert":"/c.pem","client_key":"/k.pem",
               "layer_base_url":"https://core","resolve_redirects":true)");
  ASSERT_EQ(host_.http_options().size(), 2U);
  const HttpOptions& registry = host_.http_options()[0];
  EXPECT_EQ(registry.origins, std::vector<std::string>{"https://core"});
  EXPECT_EQ(registry.ca_file + registry.client_cert + registry.client_key, "");
  EXPECT_EQ(host_.http_options()[1].origins, std::vector<std::string>{"http://clair:6060"});
}

TEST_F(ClairScannerTest, DoesNotAskWhatTheConfigurationSays) {
  configure(R"(,"version":"2")");
  http().expect("GET", kNamespaces).respond(200, R"({"Namespaces":null})");
  EXPECT_TRUE(scanner_.status(context_).reachable);
}

TEST_F(ClairScannerTest, AScanOfTheOtherGenerationIsStale) {
  configure(R"(,"version":"2")");
  EXPECT_EQ(resumed_with(continuation_of(4)), ErrorCode::kStaleContinuation);
  EXPECT_EQ(resumed_with({"{}"}), ErrorCode::kStaleContinuation);
}

TEST_F(ClairScannerTest, ChecksImagesOnlyByAPolicy) {
  configure(R"(,"version":"2")");
  EXPECT_EQ(scanner_.describe().capabilities.size(), 1U);
  EXPECT_EQ(testing::code_of([&] { scanner_.check_image({}, nullptr, context_); }),
            ErrorCode::kUnsupported);
}

TEST_F(ClairScannerTest, KeepsWhatItIsToldToKeep) {
  configure(R"(,"version":"4","on_delete":"keep")");
  scanner_.notify_image_deleted({}, context_);
  EXPECT_TRUE(http().requests().empty());
}

TEST_F(ClairScannerTest, ANotificationIsAskedForAtTheServerThatIsConfigured) {
  configure(R"(,"version":"4")");
  Notification call;
  call.body =
      R"({"notification_id":"ebe2e2b6-4ae4-4d46-a39b-0b6b4ee0b4a6","callback":"http://evil/"})";
  const AcceptedNotification accepted = scanner_.accept_notification(call);
  EXPECT_EQ(accepted.dedup_key, "ebe2e2b6-4ae4-4d46-a39b-0b6b4ee0b4a6");
  const std::string url =
      "http://clair:6060/notifier/api/v1/notification/ebe2e2b6-4ae4-4d46-a39b-0b6b4ee0b4a6";
  http().expect("DELETE", url).respond(200);
  scanner_.acknowledge_notification(accepted.token, context_);
}

}  // namespace
}  // namespace portside::clair
