// SPDX-License-Identifier: Apache-2.0
//
// How Clair is, what is outdated, and what is removed.
#include "error_of.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using testing::code_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kStateUrl[] = "http://clair/indexer/api/v1/index_state";
constexpr char kUpdatesUrl[] = "http://clair/matcher/api/v1/internal/update_operation?latest=true";

class Clair4Status : public Clair4Test {
 protected:
  void expect_updates(const HttpResponse& answer) {
    host_.http_client().expect("GET", kUpdatesUrl).respond(answer);
  }
};

TEST_F(Clair4Status, TellsTheAgeOfTheData) {
  expect_recorded("index-state");
  expect_recorded("update-operations-latest");
  const ScannerStatus status = clair().status(context_);
  EXPECT_TRUE(status.reachable);
  EXPECT_EQ(status.message, "Clair 4 with data of 1 updater");
  EXPECT_EQ(status.data_updated_at, 1'795'294'175'601);
  EXPECT_EQ(nlohmann::json::parse(status.extra.text),
            nlohmann::json::parse(R"({"index_state":"cb31df8269833698891b35a63251a81a",
              "updaters":1,"updated_at":{"debian/updater":1795294175601}})"));
}

TEST_F(Clair4Status, SaysWhenThereIsNoData) {
  expect_recorded("index-state");
  host_.http_client().expect("GET", kUpdatesUrl).respond(200, "{}");
  const ScannerStatus status = clair().status(context_);
  EXPECT_TRUE(status.reachable);
  EXPECT_THAT(status.message, HasSubstr("not loaded any vulnerability data"));
  EXPECT_EQ(status.data_updated_at, std::nullopt);
}

/// The index state is kept in memory and says nothing about the database.
TEST_F(Clair4Status, NoticesADatabaseThatIsDown) {
  expect_recorded("index-state-db-down");
  expect_updates(recorded("vuln-report-db-down").response);
  const ScannerStatus status = clair().status(context_);
  EXPECT_FALSE(status.reachable);
  EXPECT_THAT(status.message, HasSubstr("database"));
}

TEST_F(Clair4Status, LivesWithAGatewayThatKeepsTheListBack) {
  for (const char* const name : {"route-unknown", "auth-none"}) {
    expect_recorded("index-state");
    expect_updates(recorded(name).response);
    const ScannerStatus status = clair().status(context_);
    EXPECT_TRUE(status.reachable) << name;
    EXPECT_THAT(status.message, HasSubstr("stays unknown"));
  }
}

TEST_F(Clair4Status, SaysWhatIsWrong) {
  expect_recorded("auth-none");
  EXPECT_THAT(clair().status(context_).message, HasSubstr("asks for a token"));
  host_.http_client().expect("GET", kStateUrl).respond(recorded("route-unknown").response);
  EXPECT_THAT(clair().status(context_).message, HasSubstr("indexer_url"));
  host_.http_client().expect("GET", kStateUrl).respond(200, "<html>");
  EXPECT_FALSE(clair().status(context_).reachable);
  host_.http_client().expect("GET", kStateUrl).respond(200, "{}");
  EXPECT_THAT(clair().status(context_).message, HasSubstr("is it a Clair 4?"));
  host_.http_client()
      .expect("GET", kStateUrl)
      .fail(AdapterError(ErrorCode::kScannerUnreachable, "connection refused"));
  EXPECT_EQ(clair().status(context_).message, "connection refused");
}

TEST_F(Clair4Status, ACancelledCallIsNoAnswer) {
  context_.cancel();
  EXPECT_EQ(code_of([&] { clair().status(context_); }), ErrorCode::kCancelled);
}

TEST_F(Clair4Status, AnImageIsOutdatedWhenTheIndexerHasChanged) {
  const std::string state = kRecordedState;
  set_previous(R"({"generation":4,"index_state":")" + state + "\"}");
  expect_recorded("index-state");
  EXPECT_FALSE(clair().is_outdated(request_, context_));
  set_previous(R"({"generation":4,"index_state":"another"})");
  expect_recorded("index-state");
  EXPECT_TRUE(clair().is_outdated(request_, context_));
}

TEST_F(Clair4Status, AnImageOfUnknownStateIsOutdated) {
  EXPECT_TRUE(clair().is_outdated(request_, context_));
  set_previous(R"({"generation":2})");
  EXPECT_TRUE(clair().is_outdated(request_, context_));
  EXPECT_THAT(host_.http_client().requests(), IsEmpty());
}

TEST_F(Clair4Status, ADeletedImageIsRemoved) {
  const std::string url = std::string("http://clair/indexer/api/v1/index_report/") + kRecordedImage;
  for (const char* const name : {"index-report-delete", "index-report-delete-unknown"}) {
    host_.http_client().expect("DELETE", url).respond(recorded(name).response);
    clair().image_deleted(request_, context_);
  }
  host_.http_client()
      .expect("DELETE", url)
      .respond(405, R"({"code":"method-not-allowed","message":"method disallowed: DELETE"})");
  clair().image_deleted(request_, context_);  // before 4.4
  host_.http_client()
      .expect("DELETE", url)
      .respond(recorded("index-report-delete-db-down").response);
  EXPECT_EQ(code_of([&] { clair().image_deleted(request_, context_); }),
            ErrorCode::kScannerUnavailable);
}

TEST_F(Clair4Status, AGatewaysAnswerIsNoDeletion) {
  host_.http_client()
      .expect("DELETE", std::string("http://clair/indexer/api/v1/index_report/") + kRecordedImage)
      .respond(404, R"({"message":"no Route matched with those values"})");
  EXPECT_EQ(code_of([&] { clair().image_deleted(request_, context_); }),
            ErrorCode::kScannerBadAnswer);
}

TEST_F(Clair4Status, ADeletedImageIsKeptWhenTheConfigurationSaysSo) {
  config_.on_delete = OnDelete::kKeep;
  clair().image_deleted(request_, context_);
  EXPECT_THAT(host_.http_client().requests(), IsEmpty());
}

}  // namespace
}  // namespace portside::clair::v4
