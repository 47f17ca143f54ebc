// SPDX-License-Identifier: Apache-2.0
#include "anchore/detection.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::anchore {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class AnchoreDetection : public ::testing::Test {
 protected:
  AnchoreDetection() { config_.url = "http://anchore"; }
  testing::ScriptedHttpClient::Exchange& expect_question() {
    return host_.http_client().expect("GET", "http://anchore/version");
  }
  ServerVersion detected(std::int32_t status, const std::string& body) {
    expect_question().respond(status, body);
    return detect_version(anchore_, context_, 60'000);
  }
  AdapterError refused(std::int32_t status, const std::string& body) {
    return testing::error_of([&] { detected(status, body); });
  }

  testing::ScriptedHostServices host_;
  AnchoreConfig config_;
  Anchore anchore_{config_, host_, host_.http_client()};
  testing::TestCallContext context_;
};

TEST_F(AnchoreDetection, TellsEngineFromEnterprise) {
  const ServerVersion engine =
      detected(200, R"({"service":{"version":"1.1.0"},"api":{},"db":{"schema_version":"0.0.16"}})");
  EXPECT_EQ(engine.api, 1);
  EXPECT_EQ(engine.service, "1.1.0");
  const ServerVersion enterprise =
      detected(200, R"({"service":{"version":"5.21.0"},"api":{"version":"2.13.0"},"db":{}})");
  EXPECT_EQ(enterprise.api, 2);
  EXPECT_EQ(enterprise.service, "5.21.0");
  EXPECT_EQ(detected(200, R"({"service":{"version":"4.9.0"}})").api, 1);
  EXPECT_EQ(detected(200, R"({"api":{"version":"0.1.20"}})").api, 1);
}

TEST_F(AnchoreDetection, A404OfAnchoreMeansV1AndIsNotAskedAbout) {
  const ServerVersion old = detected(404, R"({"message":"not found","httpcode":404})");
  EXPECT_EQ(old.api, 1);
  EXPECT_EQ(old.service, "");
  EXPECT_THAT(host_.http_client().requests(), SizeIs(1));
}

TEST_F(AnchoreDetection, A404OfAnybodyIsNoVersion) {
  const char* const page = R"({"code":404,"message":"Not Found"})";
  const auto expect_first = [&]() -> testing::ScriptedHttpClient::Exchange& {
    expect_question().respond(404, page);
    return host_.http_client().expect("GET", "http://anchore/v1/");
  };
  expect_first().respond(200, "\"v1\"\n");
  EXPECT_EQ(detect_version(anchore_, context_, 60'000).api, 1);
  const std::vector<std::pair<std::int32_t, const char*>> others = {
      {404, page}, {200, page}, {200, ""}, {503, "\"v1\""}};
  for (const auto& [status, body] : others) {
    expect_first().respond(status, body);
    const AdapterError error =
        testing::error_of([&] { detect_version(anchore_, context_, 60'000); });
    EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer) << status << body;
    EXPECT_THAT(error.message, HasSubstr("say 'api_version'"));
  }
}

TEST_F(AnchoreDetection, AnEngineThatIsTooOldIsRefused) {
  for (const char* const version : {"0.2.4", "0.3.0"}) {
    const AdapterError error =
        refused(200, std::string(R"({"service":{"version":")") + version + "\"}}");
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_THAT(error.message, HasSubstr("0.4.0 or newer"));
  }
  EXPECT_EQ(detected(200, R"({"service":{"version":"0.4.0"}})").api, 1);
  EXPECT_EQ(detected(200, R"({"service":{"version":"0.10.0"}})").api, 1);
}

TEST_F(AnchoreDetection, WhatIsNoAnchoreIsSaid) {
  for (const char* const body : {"{}", "[]", R"({"version":"1"})", R"({"api":{}})", "\"v1\""}) {
    const AdapterError error = refused(200, body);
    EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer) << body;
    EXPECT_THAT(error.message, HasSubstr("http://anchore is no Anchore"));
  }
  EXPECT_EQ(refused(200, "<html>welcome</html>").code, ErrorCode::kScannerBadAnswer);
}

TEST_F(AnchoreDetection, AFailureIsNoAnswer) {
  EXPECT_EQ(refused(503, "").code, ErrorCode::kScannerUnavailable);
  EXPECT_EQ(refused(302, "").code, ErrorCode::kScannerBadAnswer);
  EXPECT_EQ(refused(401, "").code, ErrorCode::kScannerAuthentication);
  expect_question().fail(AdapterError(ErrorCode::kScannerUnreachable, "refused"));
  EXPECT_EQ(testing::code_of([&] { detect_version(anchore_, context_, 60'000); }),
            ErrorCode::kScannerUnreachable);
}

}  // namespace
}  // namespace portside::anchore
