// SPDX-License-Identifier: Apache-2.0
//
// Scans that wait for Anchore: many at once, and across a restart of the host at each step.
#include "anchore_host_fixture.hpp"
#include "portside/host/call.hpp"

namespace portside {
namespace {

using testing::digest_number;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kScans = 500;
/// What a host has beside its scans, and a server for connections at their ends.
constexpr std::ptrdiff_t kFewThreads = 64;

class WaitingForAnchore : public testing::AnchoreHostFixture,
                          public ::testing::WithParamInterface<int> {
 protected:
  WaitingForAnchore() : AnchoreHostFixture(GetParam()) {
    raise_file_limit();
    options_.max_scans = kScans;
    options_.max_scans_per_adapter = kScans;
    for (int i = 1; i <= kScans; ++i) anchore_.put_image(digest_number(i), image_);
  }

  /// A scan of image `number` whose host ends after `cut` steps; how many steps it took.
  int scan_with_restart(int number, int cut) {
    start_anchore();
    ScanRequest request;
    request.image = testing::image_number(number);
    request.image.registry_url = "https://registry.test";
    CollectedRows rows;
    const Call call;
    const auto access = open_access();
    ScanStep step = scanner()->scan_image(request, *access, rows, call.context());
    int steps = 1;
    for (; steps < 20 && step.kind == StepKind::kPending; ++steps) {
      EXPECT_THAT(step.continuation.text, Not(HasSubstr("CANARY")));
      std::optional<HttpResponse> answer;
      if (steps == cut) {
        restart();
      } else {
        answer = answer_to(step, call.context());
      }
      step = scanner()->resume_scan(request, step.continuation, answer ? &*answer : nullptr,
                                    *access, rows, call.context());
    }
    EXPECT_EQ(step.kind, StepKind::kDone);
    EXPECT_EQ(step.summary.coverage.outcome, CoverageOutcome::kScanned);
    EXPECT_THAT(rows.ids, ::testing::UnorderedElementsAre("CVE-2026-1", "CVE-2026-2"));
    return steps;
  }
};

INSTANTIATE_TEST_SUITE_P(Versions, WaitingForAnchore, ::testing::Values(1, 2),
                         [](const auto& each) { return "V" + std::to_string(each.param); });

TEST_P(WaitingForAnchore, HoldsNoThreads) {
  start_with_data({{"use_anchore_configured_credentials", true}});
  anchore_.guard_repository(testing::kTestRepository, "", "");
  anchore_.hold_analyses(true);
  server_.hold();
  const std::ptrdiff_t before = threads();
  std::vector<std::shared_ptr<Scan>> scans;
  for (int i = 1; i <= kScans; ++i) scans.push_back(begin_scan(i));
  // A slow registry: each scan waits for the answer to its POST, and so does a thread of the
  // server.
  ASSERT_TRUE(server_.wait_for_held(kScans)) << server_.held() << " POSTs came";
  EXPECT_LT(threads() - static_cast<std::ptrdiff_t>(server_.open_connections()) - before,
            kFewThreads);

  // Analysers that are busy: each has waited for them twice, at least.
  server_.release();
  const std::string look = std::string("GET /v") + std::to_string(GetParam()) + "/images/*";
  for (int i = 0; i < 500 && anchore_.calls()[look] < 3 * kScans; ++i) {
    scans.front()->wait(20);
    pass(2'000);
  }
  EXPECT_GE(anchore_.calls()[look], 3 * kScans);
  const auto served = static_cast<std::ptrdiff_t>(server_.open_connections());
  EXPECT_LT(threads() - served - before, kFewThreads);

  anchore_.hold_analyses(false);
  for (const auto& scan : scans) EXPECT_EQ(lines_of(finished(scan).report), both_rows_);
  EXPECT_EQ(anchore_.analyses(), kScans);
}

TEST_P(WaitingForAnchore, GoesOnAfterARestartAtEachStep) {
  load_data();
  const int steps = scan_with_restart(1, 0);
  EXPECT_GT(steps, 5);
  for (int cut = 1; cut < steps; ++cut) {
    SCOPED_TRACE("cut after step " + std::to_string(cut));
    scan_with_restart(1 + cut, cut);
    EXPECT_EQ(anchore_.analyses(), 1 + cut) << "nothing is analysed twice";
  }
}

}  // namespace
}  // namespace portside
