// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/json_call.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "error_of.hpp"
#include "portside/testing/scripted_http_client.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::sdk {
namespace {

using portside::testing::code_of;
using portside::testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const char kUrl[] = "http://scanner.test/report";
constexpr std::size_t kMiB = std::size_t{1} << 20U;

class JsonCallTest : public ::testing::Test {
 protected:
  portside::testing::ScriptedHttpClient::Exchange& expect() { return http_.expect("GET", kUrl); }

  HttpResponse send() {
    JsonStream json("the report", rules());
    HttpRequest request;
    request.url = kUrl;
    return send_for_json(http_, request, json, call_, context_);
  }

  void read(const HttpResponse& answer) {
    JsonStream json("the report", rules());
    read_json(answer, json, call_);
  }

  std::vector<JsonRule> rules() {
    return {{"/id", {}, {}, [this](const JsonScalar& value) {
               if (rule_) rule_();
               id_ = value.text;
             }}};
  }

  portside::testing::ScriptedHttpClient http_;
  portside::testing::TestCallContext context_;
  JsonCall call_{"the report", kMiB * 4};
  std::function<void()> rule_;
  std::string id_;
};

TEST_F(JsonCallTest, ReadsWhatArrives) {
  for (const int status : {200, 201}) {
    expect().respond(status, R"({"id":")" + std::to_string(status) + "\"}").in_pieces_of(3);
    const HttpResponse answer = send();
    EXPECT_EQ(answer.status, status);
    EXPECT_THAT(answer.body, IsEmpty());
    EXPECT_EQ(id_, std::to_string(status));
  }
}

TEST_F(JsonCallTest, KeepsTheBodyOfAnyOtherStatus) {
  for (const int status : {202, 204, 302, 404, 500}) {
    for (const char* body : {"", "{\"error\":1}", "<html>", "{", "{} {}"}) {
      expect().respond(status, body, {{"X-Of", "it"}}).in_pieces_of(2);
      const HttpResponse answer = send();
      EXPECT_EQ(answer.status, status);
      EXPECT_EQ(answer.body, body);
      EXPECT_FALSE(answer.cut_short);
      EXPECT_THAT(answer.headers, ::testing::SizeIs(1));
    }
  }
}

TEST_F(JsonCallTest, KeepsNoMoreThan64KiB) {
  expect().respond(500, "{\"id\":\"" + std::string(kMiB / 2, 'x') + "\"}");
  const HttpResponse answer = send();
  EXPECT_EQ(answer.body.size(), 65'536U);
  EXPECT_TRUE(answer.cut_short);
}

TEST_F(JsonCallTest, DoesNotTakeDamageForAReport) {
  for (const char* body : {"", "{", "<html>Bearer s3cret", "{\"id\":1} {}"}) {
    expect().respond(200, body);
    const AdapterError error = error_of([this] { send(); });
    EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer) << body;
    EXPECT_TRUE(error.can_retry) << body;
    EXPECT_THAT(error.message, HasSubstr("the report")) << body;
    EXPECT_THAT(error.detail, ::testing::Not(HasSubstr("s3cret")));
  }
}

TEST_F(JsonCallTest, SaysThatAnAnswerWasCut) {
  expect().respond(200, R"({"id":"1234"})").breaks_after(8);
  AdapterError error = error_of([this] { send(); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("cut short"));
  expect().respond(500, R"({"error":"1234"})").breaks_after(8);
  EXPECT_TRUE(send().cut_short);
}

TEST_F(JsonCallTest, BelievesAServerThatTakesItsAnswerBack) {
  expect().respond(200, R"({"id":"1"})", {{"Scan-Error", "no disk"}});
  EXPECT_EQ(send().status, 200) << "nobody said what the field means";
  call_.error_field = "scan-error";
  expect().respond(200, R"({"id":)", {{"Scan-Error", "no disk"}});
  const AdapterError error = error_of([this] { send(); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
  EXPECT_EQ(error.detail, "no disk");
  expect().respond(200, R"({"id":"1"})", {{"Scan-Error", ""}});
  EXPECT_EQ(send().status, 200);
}

TEST_F(JsonCallTest, WaitsForTheStatusOfWhatIsNoJsonButNotForever) {
  expect().respond(502, "<html>" + std::string(kMiB, ' '));
  EXPECT_EQ(send().status, 502);
  expect().respond(502, "<html>" + std::string(kMiB + 8'192, ' '));
  const AdapterError error = error_of([this] { send(); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.detail, HasSubstr("<html>"));
}

TEST_F(JsonCallTest, ReadsNoMoreThanItsLimit) {
  const std::string body = "[" + std::string(10'000, ' ') + "]";
  call_.max_bytes = body.size();
  expect().respond(200, body);
  EXPECT_EQ(send().status, 200);
  call_.max_bytes = body.size() - 1;
  expect().respond(200, body);
  EXPECT_EQ(code_of([this] { send(); }), ErrorCode::kTooLarge);
}

TEST_F(JsonCallTest, PassesOnWhatARuleThrows) {
  rule_ = [] { throw AdapterError(ErrorCode::kIo, "the disk is full"); };
  expect().respond(500, R"({"id":"1"})");
  EXPECT_EQ(code_of([this] { send(); }), ErrorCode::kIo);
  rule_ = [] { throw AdapterError(ErrorCode::kTooLarge, "too many rows"); };
  expect().respond(200, R"({"id":"1"})");
  EXPECT_EQ(code_of([this] { send(); }), ErrorCode::kTooLarge);
  expect().respond(500, R"({"id":"1"})");
  EXPECT_EQ(send().status, 500) << "the error is not of a report";
}

TEST_F(JsonCallTest, ReadsABodyThatIsThereAlready) {
  read({201, {}, R"({"id":"7"})", false, {}});
  EXPECT_EQ(id_, "7");
  EXPECT_EQ(code_of([this] {
              read({200, {}, "<html>", false, {}});
            }),
            ErrorCode::kScannerBadAnswer);
  EXPECT_EQ(code_of([this] { read({200, {}, "{}", true, {}}); }), ErrorCode::kScannerBadAnswer);
  call_.error_field = "Scan-Error";
  EXPECT_EQ(code_of([this] {
              read({200, {{"scan-error", "x"}}, "{}", false, {}});
            }),
            ErrorCode::kScannerBadAnswer);
}

}  // namespace
}  // namespace portside::sdk
