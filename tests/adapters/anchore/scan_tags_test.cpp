// SPDX-License-Identifier: Apache-2.0
//
// Scans of images that Anchore has analysed under other tags.
#include <utility>

#include "error_of.hpp"
#include "scan_fixture.hpp"

namespace portside::anchore {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class AnchoreScanTags : public AnchoreScanTest {};

nlohmann::json tagged(const char* key, const std::vector<std::string>& tags) {
  nlohmann::json details = nlohmann::json::array();
  for (const std::string& tag : tags) details.push_back({{key, tag}, {"registry", "core:8443"}});
  return {{"image_detail", details}};
}

TEST_F(AnchoreScanTags, AnImageThatIsAnalysedIsPostedUnderATagThatIsNew) {
  know_feeds();
  for (const auto& [version, key] : {std::pair{1, "fulltag"}, {2, "full_tag"}}) {
    version_ = version;
    request_.image.tags = {key};
    const auto others = tagged(key, {"core:8443/p/r:0.9", "core:8443/q:1.0"});
    ScanStep step = look_finds(begin(), "analyzed", others);
    EXPECT_THAT(step.await.value().url, HasSubstr("/images?force=false"));
    EXPECT_THAT(step.await->body, HasSubstr("core:8443/p/r:" + std::string(key)));
    EXPECT_THAT(step.await->body, Not(HasSubstr("annotations"))) << "it is of others";
    EXPECT_EQ(resume(step).await.value().body, step.await->body) << "after a restart";
    step = resume(step, 200, image_body(version, "analyzed"));
    expect_report();
    EXPECT_EQ(look_finds(step, "analyzed", others).kind, StepKind::kDone);
    const ScanStep again = begin();
    expect_report();
    EXPECT_EQ(look_finds(again, "analyzed", others).kind, StepKind::kDone) << "told once";
  }
  EXPECT_EQ(registry_.calls().credentials, 0) << "another scan may need what Anchore has";
}

TEST_F(AnchoreScanTags, CredentialsAreGivenForATagWhereAnchoreHasNone) {
  know_feeds();
  ScanStep step = look_finds(begin(), "analyzed", tagged("full_tag", {"core:8443/p/r:0.9"}));
  step = resume(step, 400, error_body(400, "no", {"REGISTRY_PERMISSION_DENIED"}));
  EXPECT_THAT(step.await.value().url, HasSubstr("/registries"));
  step = resume(step, 200);
  EXPECT_THAT(step.await.value().url, HasSubstr("/images?force=false"));
  step = resume(step, 200, image_body(2, "analyzed"));
  expect_report();
  EXPECT_EQ(look_finds(step, "analyzed").kind, StepKind::kDone);
}

/// What comes behind the tag is no failure of it.
TEST_F(AnchoreScanTags, AReportThatBreaksOffBehindATagIsNoReport) {
  know_feeds();
  ScanStep step = look_finds(begin(), "analyzed", tagged("full_tag", {"core:8443/p/r:0.9"}));
  step = resume(step, 200, image_body(2, "analyzed"));
  expect_report().breaks_after(report_body().size() - 20);
  EXPECT_EQ(testing::code_of([&] { look_finds(step, "analyzed"); }), ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(host_.log_lines().empty());
}

TEST_F(AnchoreScanTags, AnImageWhoseTagIsKnownIsNotPosted) {
  know_feeds();
  const auto known = tagged("full_tag", {"core:8443/p/r:0.9", "core:8443/p/r:1.0"});
  ScanStep asked = begin();
  expect_report();
  EXPECT_EQ(look_finds(asked, "analyzed", known).kind, StepKind::kDone);
  const auto others = tagged("full_tag", {"core:8443/p/r:0.9"});
  asked = look_finds(begin_again(), "analyzed", others);
  EXPECT_THAT(asked.await.value().url, HasSubstr("force_refresh")) << "a rescan";
  request_.image.tags.clear();
  asked = begin();
  expect_report();
  EXPECT_EQ(look_finds(asked, "analyzed", others).kind, StepKind::kDone) << "it has no tag";
  EXPECT_EQ(registry_.calls().credentials, 0);
}

TEST_F(AnchoreScanTags, ATagThatAnchoreDoesNotTakeCostsNoReport) {
  know_feeds();
  const auto others = tagged("full_tag", {"core:8443/p/r:0.9"});
  const auto begin_with = [&](const std::string& tag) {
    request_.image.tags = {tag};
    return look_finds(begin(), "analyzed", others);
  };
  const auto expect_report_after = [&](const ScanStep& step) {
    EXPECT_THAT(host_.log_lines().back().message,
                HasSubstr("core:8443/p/r:" + request_.image.tags.front()));
    expect_report();
    EXPECT_EQ(look_finds(step, "analyzed", others).kind, StepKind::kDone);
  };
  const std::string gone = error_body(400, "no manifest", {"REGISTRY_IMAGE_NOT_FOUND"});
  const std::string denied = error_body(400, "no", {"REGISTRY_PERMISSION_DENIED"});
  expect_report_after(resume(begin_with("gone"), 400, gone));
  EXPECT_EQ(begin_with("gone").await.value().method, "POST") << "the next scan tries again";
  expect_report_after(resume(begin_with("away"), 0));
  const ScanStep credentials = resume(begin_with("refused"), 400, denied);
  expect_report_after(resume(credentials, 406, error_body(406, "cannot ping")));
  Credentials token;
  token.kind = CredentialKind::kBearer;
  token.token = "secret-token";
  registry_.set_credentials(token);
  expect_report_after(resume(begin_with("denied"), 400, denied));
  EXPECT_EQ(host_.log_lines().size(), 4U);
  const ScanStep cancelled = begin_with("cancelled");
  context_.cancel();
  EXPECT_THROW(resume(cancelled, 400, gone), AdapterError);
}

}  // namespace
}  // namespace portside::anchore
