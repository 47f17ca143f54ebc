// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clair/v2/notification_page.hpp"
#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const char kNotice[] = "9975adb7-d734-49ca-abc7-4abbba2fa7bf";
const char kSecondImage[] =
    "sha256:2222222222222222222222222222222222222222222222222222222222222222";
const char kThirdImage[] =
    "sha256:3333333333333333333333333333333333333333333333333333333333333333";

/// Two images on the base of the recordings, and one on another.
class Clair2Notification : public Clair2Test {
 protected:
  Clair2Notification() {
    put_image({{kBaseDigest}, {kTopDigest}}, kSecondImage);
    put_image({{kChildDigest}}, kThirdImage);
    for (const char* image : {kImage, kSecondImage, kThirdImage}) scan(image);
  }

  testing::ScriptedHttpClient::Exchange& expect_page(const std::string& token = {}) {
    return expect_get("/v1/notifications/" + std::string(kNotice) + "?limit=1000" +
                      (token.empty() ? "" : "&page=" + token));
  }
  RescanTargets affected() { return clair().affected_images(kNotice, context_); }
  std::vector<std::string> digests() {
    std::vector<std::string> digests;
    for (const RescanTarget& each : affected().targets) {
      EXPECT_FALSE(each.recheck_only);
      digests.push_back(each.digest);
    }
    return digests;
  }
  AdapterError failure() {
    try {
      affected();
    } catch (const AdapterError& error) {
      return error;
    }
    ADD_FAILURE() << "no error";
    return AdapterError(ErrorCode::kInternal, "");
  }
};

TEST_F(Clair2Notification, FindsTheImagesOnTopOfTheLayer) {
  expect_page().respond(answer("notification-get-changed-all"));
  EXPECT_THAT(digests(), UnorderedElementsAre(kImage, kSecondImage));
}

TEST_F(Clair2Notification, FindsThemAfterARestart) {
  restart();
  expect_page().respond(answer("notification-get-changed-all"));
  EXPECT_THAT(digests(), UnorderedElementsAre(kImage, kSecondImage));
}

TEST_F(Clair2Notification, ReadsAllPages) {
  const HttpResponse first = answer("notification-get-new-page1");
  NotificationPage page;
  page.json().write(first.body);
  page.json().finish();
  const std::string token = page.next();
  expect_page().respond(first);
  expect_page(token).respond(answer("notification-get-new-page4"));
  EXPECT_THAT(digests(), UnorderedElementsAre(kImage, kSecondImage));
}

TEST_F(Clair2Notification, EncodesTheTokenOfAPage) {
  expect_page().respond(200, R"({"Notification":{"NextPage":"a+b/c=="}})");
  expect_page("a%2Bb%2Fc%3D%3D").respond(200, R"({"Notification":{}})");
  EXPECT_THAT(digests(), IsEmpty());
}

TEST_F(Clair2Notification, EncodesTheNameOfANotification) {
  expect_get("/v1/notifications/..%2Fnamespaces%3Fx?limit=1000")
      .respond(200, R"({"Notification":{}})");
  clair().affected_images("../namespaces?x", context_);
}

TEST_F(Clair2Notification, StopsAtAPageThatIsItsOwnNext) {
  expect_page().respond(200, R"({"Notification":{"NextPage":"a"}})");
  expect_page("a").respond(200, R"({"Notification":{"NextPage":"a"}})");
  EXPECT_THAT(digests(), IsEmpty());
}

TEST_F(Clair2Notification, TakesTheLayersOfBothSides) {
  expect_page().respond(answer("notification-get-fix-changed"));
  EXPECT_THAT(digests(), UnorderedElementsAre(kImage, kSecondImage)) << "only Old has layers";
  expect_page().respond(answer("notification-get-deleted-vuln"));
  EXPECT_THAT(digests(), UnorderedElementsAre(kImage, kSecondImage)) << "there is no New";
  expect_page().respond(
      200, R"({"Notification":{"Old":{"LayersIntroducingVulnerability":[")" +
               std::string(kTopName) +
               R"("]},"New":{"OrderedLayersIntroducingVulnerability":[{"Index":1,"LayerName":")" +
               std::string(kBaseName) + "\"}]}}}");
  EXPECT_THAT(digests(), UnorderedElementsAre(kImage, kSecondImage));
}

TEST_F(Clair2Notification, PassesOverLayersOfOthersUnlessTold) {
  expect_page().respond(answer("notification-get-changed-all"));
  EXPECT_FALSE(affected().all);
  config_.on_unknown_layer = OnUnknownLayer::kAll;
  expect_page().respond(answer("notification-get-changed-all"));
  EXPECT_TRUE(affected().all) << "fmt2 is no layer of ours";
  expect_page().respond(200, R"({"Notification":{"New":{"LayersIntroducingVulnerability":[")" +
                                 std::string(64, 'a') + "\"]}}}");
  EXPECT_TRUE(affected().all);
  expect_page().respond(200, R"({"Notification":{"New":{"LayersIntroducingVulnerability":[")" +
                                 std::string(kBaseName) + "\"]}}}");
  EXPECT_FALSE(affected().all);
}

TEST_F(Clair2Notification, AffectsNothingWhenClairDoesNotKnowIt) {
  expect_page().respond(answer("notification-get-unknown"));
  EXPECT_THAT(digests(), IsEmpty());
  EXPECT_EQ(host_.log_lines().size(), 1U);
}

struct NoticeCase {
  const char* recording;
  ErrorCode code;
  bool can_retry;
  const char* sentence;
};

class Clair2BadNotice : public Clair2Notification,
                        public ::testing::WithParamInterface<NoticeCase> {};

TEST_P(Clair2BadNotice, HasItsCodeAndItsSentence) {
  expect_page().respond(answer(GetParam().recording));
  const AdapterError error = failure();
  EXPECT_EQ(error.code, GetParam().code);
  EXPECT_EQ(error.can_retry, GetParam().can_retry);
  EXPECT_THAT(error.message, HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Recorded, Clair2BadNotice,
    ::testing::Values(
        NoticeCase{"notification-get-bad-page", ErrorCode::kScannerUnavailable, true, "first page"},
        NoticeCase{"notification-get-db-down", ErrorCode::kScannerUnavailable, true, "PostgreSQL"},
        NoticeCase{"notification-get-no-limit", ErrorCode::kScannerRejected, false, "400"},
        NoticeCase{"route-unknown", ErrorCode::kScannerBadAnswer, false, "no API of Clair 2"},
        NoticeCase{"namespaces", ErrorCode::kScannerBadAnswer, false, "no notification"}));

TEST_F(Clair2Notification, ReadsNoPageOfMoreLayersThanThereCanBe) {
  std::string names;
  for (int i = 0; i < 100'001; ++i)
    names += std::string(i == 0 ? "" : ",") + "\"" + kBaseName + "\"";
  expect_page().respond(
      200, R"({"Notification":{"New":{"LayersIntroducingVulnerability":[)" + names + "]}}}");
  EXPECT_EQ(failure().code, ErrorCode::kTooLarge);
}

TEST_F(Clair2Notification, IsAboutAllImagesWhenItsPagesDoNotEnd) {
  constexpr int kPages = 10'000;
  for (int page = 0; page < kPages; ++page) {
    expect_page(page == 0 ? "" : "p" + std::to_string(page))
        .respond(200, R"({"Notification":{"NextPage":"p)" + std::to_string(page + 1) + "\"}}");
  }
  EXPECT_TRUE(affected().all);
}

TEST_F(Clair2Notification, IsAboutAllImagesWhenTheyAreTooMany) {
  std::vector<KeyValues::Change> changes;
  for (int image = 0; image < 100'001; ++image) {
    changes.emplace_back("layer/" + std::string(kBaseName) + "/sha256:" + std::to_string(image),
                         "");
  }
  host_.key_values().write(changes);
  expect_page().respond(answer("notification-get-changed-all"));
  const RescanTargets targets = affected();
  EXPECT_TRUE(targets.all);
  EXPECT_THAT(targets.targets, IsEmpty());
}

TEST_F(Clair2Notification, LeavesCosmeticChangesAsideWhenTold) {
  const std::string layers =
      R"("LayersIntroducingVulnerability":[")" + std::string(kBaseName) + "\"]";
  const auto side = [&](const std::string& more) {
    return R"({"Vulnerability":{"Name":"CVE-1","FixedIn":[{"Name":"a","Version":"1"},)"
           R"({"Name":"b","Version":"2"}],)" +
           more + "}," + layers + "}";
  };
  const std::string old_side = side(R"("Severity":"Low","Description":"d")");
  const std::string cosmetic = R"({"Notification":{"Old":)" + old_side + R"(,"New":)" +
                               side(R"("Severity":"Low","Description":"e")") + "}}";
  const std::string severe = R"({"Notification":{"Old":)" + old_side + R"(,"New":)" +
                             side(R"("Severity":"High","Description":"d")") + "}}";
  expect_page().respond(200, cosmetic);
  EXPECT_EQ(digests().size(), 2U);
  config_.ignore_cosmetic = true;
  expect_page().respond(200, cosmetic);
  EXPECT_THAT(digests(), IsEmpty());
  expect_page().respond(200, severe);
  EXPECT_EQ(digests().size(), 2U);
  expect_page().respond(answer("notification-get-fix-changed"));
  EXPECT_EQ(digests().size(), 2U) << "a fix is not cosmetic";
  expect_page().respond(answer("notification-get-deleted-vuln"));
  EXPECT_EQ(digests().size(), 2U);
}

TEST(Clair2NotificationPage, ComparesFixesWhateverTheirOrder) {
  NotificationPage page;
  page.json().write(R"({"Notification":{"Old":{"Vulnerability":{"Severity":"Low","FixedIn":[)"
                    R"({"Name":"a","Version":"1"},{"Version":"2","Name":"b"}]}},)"
                    R"("New":{"Vulnerability":{"FixedIn":[{"Name":"b","Version":"2"},)"
                    R"({"Name":"a","Version":"1"}],"Severity":"Low"}}}})");
  page.json().finish();
  EXPECT_TRUE(page.is_cosmetic());
}

TEST(Clair2NotificationPage, HasEachLayerOnce) {
  NotificationPage page;
  page.json().write(read_recorded("v2", "notification-get-changed-page1").response.body);
  page.json().finish();
  EXPECT_TRUE(page.is_there());
  EXPECT_THAT(page.take_layers(), ElementsAre(kBaseName));
  EXPECT_TRUE(page.has_strange_layers());
  EXPECT_FALSE(page.is_cosmetic());
  EXPECT_THAT(page.next(), HasSubstr("gAAAAA"));
}

TEST_F(Clair2Notification, IsForgottenAtClair) {
  const auto expect_delete = [&](const char* recording) {
    http()
        .expect("DELETE", kUrl + ("/v1/notifications/" + std::string(kNotice)))
        .respond(answer(recording));
  };
  expect_delete("notification-delete");
  clair().forget_notification(kNotice, context_);
  expect_delete("notification-delete-again");
  clair().forget_notification(kNotice, context_);
  expect_delete("notification-delete-unknown");
  clair().forget_notification(kNotice, context_);
  expect_delete("notification-delete-db-down");
  EXPECT_THROW(clair().forget_notification(kNotice, context_), AdapterError);
  expect_delete("route-unknown");
  EXPECT_THROW(clair().forget_notification(kNotice, context_), AdapterError);
}

}  // namespace
}  // namespace portside::clair::v2
