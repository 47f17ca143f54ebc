// SPDX-License-Identifier: Apache-2.0
//
// Scans that wait for Clair: many at once, and across a restart of the host.
#include "clair_fixture.hpp"
#include "fake_clair2.hpp"
#include "fake_clair4.hpp"
#include "portside/host/call.hpp"

namespace portside {
namespace {

using testing::FakeServer;

constexpr int kScans = 500;

class WaitingScans : public testing::ClairFixture {
 protected:
  WaitingScans() {
    raise_file_limit();
    options_.max_scans = kScans;
    options_.max_scans_per_adapter = kScans;
    clair2_.put_vulnerability({"CVE-2019-9924", "debian:9", "bash", "4.4-6", "High"});
    for (int i = 1; i <= kScans; ++i) {
      clair2_.put_blob(layer_digest(i), {"debian:9", {{{"bash", "4.4-5"}}}});
      clair4_.put_blob(layer_digest(i), {{{"bash", "5.2", "bash"}}});
      put_image(i, {i});  // of its own layer: one that several have is posted once
    }
    clair4_.put_vulnerability({"CVE-2019-9924", "bash", "5.3", "High"});
    clair4_.load_data();
  }

  /// All scans wait for the answers to their POSTs at once.
  void scan_many(FakeServer& server, const char* version) {
    start(server, {{"version", version}});
    server.hold();
    const std::ptrdiff_t before = threads();
    std::vector<std::shared_ptr<Scan>> scans;
    for (int i = 1; i <= kScans; ++i) scans.push_back(begin_scan(i));
    ASSERT_TRUE(server.wait_for_held(kScans)) << server.held() << " POSTs came";
    // The server has one for each that waits; and a few connections at their ends.
    const std::ptrdiff_t ours = threads() - static_cast<std::ptrdiff_t>(server.held());
    EXPECT_LT(ours - before, 64);
    server.release();
    for (const auto& scan : scans) {
      EXPECT_EQ(lines_of(finished(scan).report), "bash CVE-2019-9924 High\n");
    }
  }

  /// A scan is begun, the host ends while Clair works, and another goes on with what was saved.
  void go_on_after_restart(FakeServer& server, const char* version) {
    start(server, {{"version", version}});
    ScanRequest request;
    request.image = testing::image_number(1);
    CollectedRows rows;
    const Call call;
    const std::shared_ptr<RegistryAccess> access = open_access();
    const ScanStep begun = scanner()->scan_image(request, *access, rows, call.context());
    ASSERT_EQ(begun.kind, StepKind::kPending);
    ASSERT_TRUE(begun.await);
    EXPECT_EQ(begun.continuation.text.find("CANARY"), std::string::npos);
    const Json saved = begun.continuation;

    restart();
    ScanStep step = scanner()->resume_scan(request, saved, nullptr, *access, rows, call.context());
    for (int i = 0; i < 10 && step.kind == StepKind::kPending; ++i) {
      const auto answer = answer_to(step, call.context());
      step = scanner()->resume_scan(request, step.continuation, answer ? &*answer : nullptr,
                                    *access, rows, call.context());
    }
    ASSERT_EQ(step.kind, StepKind::kDone);
    EXPECT_EQ(step.summary.coverage.outcome, CoverageOutcome::kScanned);
    EXPECT_EQ(rows.ids, std::vector<std::string>{"CVE-2019-9924"});
  }

  testing::FakeClair2 clair2_;
  testing::FakeClair4 clair4_;
  FakeServer server2_{[this](const HttpRequest& request) { return clair2_.handle(request); }};
  FakeServer server4_{[this](const HttpRequest& request) { return clair4_.handle(request); }};
};

TEST_F(WaitingScans, HoldNoThreadsWithClair2) {
  scan_many(server2_, "2");
}

TEST_F(WaitingScans, HoldNoThreadsWithClair4) {
  scan_many(server4_, "4");
}

TEST_F(WaitingScans, GoOnAfterARestartWithClair2) {
  go_on_after_restart(server2_, "2");
}

TEST_F(WaitingScans, GoOnAfterARestartWithClair4) {
  go_on_after_restart(server4_, "4");
}

}  // namespace
}  // namespace portside
