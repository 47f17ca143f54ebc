// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/notification_pages.hpp"

#include "error_of.hpp"
#include "portside/sdk/json_stream.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kId[] = "2ab28289-00ee-40d3-97a2-eda0972dd790";
constexpr char kUrl[] =
    "http://clair/notifier/api/v1/notification/2ab28289-00ee-40d3-97a2-eda0972dd790";

std::string page_url(const std::string& next = {}) {
  return std::string(kUrl) + "?page_size=500" + (next.empty() ? "" : "&next=" + next);
}

std::vector<std::string> digests_of(const RescanTargets& found) {
  std::vector<std::string> digests;
  for (const RescanTarget& target : found.targets) {
    EXPECT_FALSE(target.recheck_only);
    digests.push_back(target.digest);
  }
  return digests;
}

std::string entry(char digit) {
  return R"({"manifest":"sha256:)" + std::string(64, digit) + R"(","reason":"removed"})";
}

class Clair4Notification : public Clair4Test {
 protected:
  void expect_page(const std::string& asked, const HttpResponse& answer) {
    host_.http_client().expect("GET", page_url(asked)).respond(answer);
  }
  void expect_page(const std::string& asked, const std::string& body) {
    host_.http_client().expect("GET", page_url(asked)).respond(200, body);
  }
  RescanTargets affected() { return clair().affected_images(kId, context_); }
};

TEST_F(Clair4Notification, AllPagesAreRead) {
  expect_page("", recorded("notification-get-page1").response);
  expect_page("36f37289-678b-4190-bd5e-515f9ccf4524", recorded("notification-get-page2").response);
  expect_page("9a2aee61-48bb-48e1-90c6-953d38d6dd47", recorded("notification-get-page3").response);
  const RescanTargets found = affected();
  EXPECT_FALSE(found.all);
  EXPECT_THAT(digests_of(found),
              ElementsAre(HasSubstr(":301114a0"), HasSubstr(":396c0055"), HasSubstr(":844b69c4"),
                          HasSubstr(":9eb62034"), HasSubstr(":f583ec3d")));
}

TEST_F(Clair4Notification, AnImageIsNamedOnceWhateverTheReason) {
  expect_page("", R"({"page":{"size":500},"notifications":[)" + entry('b') + "," + entry('a') +
                      "," + entry('b') + "]}");
  EXPECT_THAT(digests_of(affected()),
              ElementsAre("sha256:" + std::string(64, 'a'), "sha256:" + std::string(64, 'b')));
}

TEST_F(Clair4Notification, OneThatClairDoesNotKnowIsEmpty) {
  expect_page("", recorded("notification-get-unknown").response);
  EXPECT_THAT(affected().targets, IsEmpty());
}

TEST_F(Clair4Notification, NullIsAnEmptyList) {
  expect_page("", R"({"page":{"size":500},"notifications":null})");
  EXPECT_THAT(affected().targets, IsEmpty());
}

TEST_F(Clair4Notification, EntriesWithoutAnImageArePassedOverAndLogged) {
  expect_page("", R"({"page":{},"notifications":[{"manifest":"../../x"},{"manifest":7},)" +
                      entry('a') + "]}");
  EXPECT_EQ(affected().targets.size(), 1U);
  ASSERT_EQ(host_.log_lines().size(), 1U);
  EXPECT_THAT(host_.log_lines()[0].message, HasSubstr("2 entries"));
}

TEST_F(Clair4Notification, PagesThatLeadNowhereAreRefused) {
  expect_page("", R"({"page":{"next":"http://elsewhere/"},"notifications":[]})");
  EXPECT_EQ(code_of([&] { affected(); }), ErrorCode::kScannerBadAnswer);
  expect_page("", R"({"page":{"next":")" + std::string(kId) + R"("},"notifications":[]})");
  expect_page(kId, R"({"page":{"next":")" + std::string(kId) + R"("},"notifications":[]})");
  EXPECT_EQ(code_of([&] { affected(); }), ErrorCode::kScannerBadAnswer);
}

TEST_F(Clair4Notification, ErrorsAreTold) {
  expect_page("", recorded("notification-get-db-down").response);
  EXPECT_EQ(code_of([&] { affected(); }), ErrorCode::kScannerUnavailable);
  expect_page("", recorded("route-unknown").response);
  EXPECT_EQ(code_of([&] { affected(); }), ErrorCode::kScannerBadAnswer);
  expect_page("", recorded("auth-none").response);
  EXPECT_EQ(code_of([&] { affected(); }), ErrorCode::kScannerAuthentication);
}

/// The name comes from a webhook call, and leads to no other server.
TEST_F(Clair4Notification, NamesThatAreNoUuidAreNotAskedFor) {
  EXPECT_EQ(code_of([&] { clair().affected_images("../../../x", context_); }),
            ErrorCode::kInvalidArgument);
  EXPECT_THAT(host_.http_client().requests(), IsEmpty());
}

TEST_F(Clair4Notification, IsForgotten) {
  expect_recorded("notification-delete");
  clair().forget_notification(kId, context_);
}

TEST_F(Clair4Notification, OneThatIsUnknownIsForgottenAlready) {
  expect_recorded("notification-delete-unknown");
  clair().forget_notification("00000000-0000-4000-8000-000000000000", context_);
}

/// Every Clair with notifications can delete them.
TEST_F(Clair4Notification, IsNotForgottenWhenTheMethodIsRefused) {
  host_.http_client().expect("DELETE", kUrl).respond(405, "{}");
  EXPECT_EQ(code_of([&] { clair().forget_notification(kId, context_); }),
            ErrorCode::kScannerRejected);
}

TEST_F(Clair4Notification, IsNotForgottenWhileTheDatabaseIsDown) {
  host_.http_client().expect("DELETE", kUrl).respond(recorded("notification-get-db-down").response);
  EXPECT_EQ(code_of([&] { clair().forget_notification(kId, context_); }),
            ErrorCode::kScannerUnavailable);
}

TEST(NotificationPage, ManyImagesAreCalledTooMany) {
  NotifiedImages images;
  const auto parser = notification_page_parser(images);
  parser->write(R"({"notifications":[)");
  for (std::size_t i = 0; i <= NotifiedImages::kMost; ++i) {
    const std::string number = std::to_string(i);
    parser->write((i == 0 ? "" : ",") +
                  (R"({"manifest":"sha256:)" + std::string(64 - number.size(), '0') + number) +
                  "\"}");
    ASSERT_EQ(images.are_too_many, i == NotifiedImages::kMost);
  }
  parser->write("]}");
  parser->finish();
  EXPECT_EQ(images.digests.size(), NotifiedImages::kMost);
}

}  // namespace
}  // namespace portside::clair::v4
