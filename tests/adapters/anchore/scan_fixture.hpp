// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "anchore/scan.hpp"
#include "anchore_fixture.hpp"
#include "portside/testing/memory_registry_access.hpp"

namespace portside::anchore {

class CollectedRows final : public ReportSink {
 public:
  void vulnerability(const Vulnerability& row) override { ids.push_back(row.id); }
  ByteSink& document(const std::string&) override {
    throw AdapterError(ErrorCode::kInternal, "no document was expected");
  }
  std::vector<std::string> ids;
};

/// Scans of an image step by step. Policy checks and descriptions are off unless a test wants them.
class AnchoreScanTest : public AnchoreTest {
 protected:
  AnchoreScanTest() {
    config_.policy_check = false;
    config_.descriptions = false;
    Credentials robot;
    robot.kind = CredentialKind::kBasic;
    robot.user = "robot";
    robot.secret = "pull-secret";
    registry_.set_credentials(robot);
  }

  Scan scan_with(const Api& api) { return {api, memory_, request_, registry_, rows_, context_}; }
  ScanStep begin() {
    const Api api = this->api(version_);
    return scan_with(api).begin();
  }
  ScanStep begin_again() {
    const Api api = this->api(version_);
    return scan_with(api).begin_again();
  }
  /// The step after `step`, with the answer to what it awaits.
  ScanStep resume(const ScanStep& step, std::int32_t status, const std::string& body = {}) {
    return resume(step, answer_with(status, body));
  }
  ScanStep resume(const ScanStep& step, const HttpResponse& answer) {
    EXPECT_TRUE(step.await) << "the step awaits nothing";
    host_.clock().advance(step.retry_after);
    const Api api = this->api(version_);
    return scan_with(api).resume(parse_continuation(step.continuation), &answer);
  }
  /// The step after a restart of the host, or after one that failed.
  ScanStep resume(const ScanStep& step) {
    const Api api = this->api(version_);
    return scan_with(api).resume(parse_continuation(step.continuation), nullptr);
  }

  /// What comes of an answer to the question for the image that `step` awaits.
  ScanStep look(const ScanStep& step, std::int32_t status, const std::string& body) {
    EXPECT_EQ(step.await.value().method, "GET");
    EXPECT_EQ(step.await->url, image_url(version_));
    return resume(step, status, body);
  }
  ScanStep look_finds(const ScanStep& step, const std::string& state,
                      const nlohmann::json& more = nlohmann::json::object()) {
    return look(step, 200, image_body(version_, state, more));
  }
  ScanStep look_finds_nothing(const ScanStep& step) {
    return look(step, 404, error_body(404, "image not found in DB"));
  }
  testing::ScriptedHttpClient::Exchange& expect_report(const std::string& more = {}) {
    return http()
        .expect("GET", image_url(version_) + "/vuln/all?vendor_only=false" + more)
        .respond(200, report_body());
  }
  /// A rescan that waits for Anchore to match again.
  ScanStep with_match_begun() {
    ScanStep step = look_finds(begin_again(), "analyzed");
    EXPECT_EQ(step.await.value().url,
              image_url(version_) + "/vuln/all?vendor_only=false&force_refresh=true");
    return step;
  }
  static std::string report_body() {
    return R"({"vulnerability_type":"all","vulnerabilities":[
      {"vuln":"CVE-2026-1","severity":"High","package_name":"zlib","package_version":"1.2",
       "package_type":"dpkg","fix":"1.3"},
      {"vuln":"CVE-2026-2","severity":"Low","package_name":"bash","package_version":"5",
       "package_type":"dpkg","fix":"None"}]})";
  }
  static std::string feeds_body() {
    return R"([{"name":"vulnerabilities","groups":[
      {"name":"debian:12","last_sync":"2026-11-20T10:00:00Z","record_count":5}]}])";
  }
  /// The credentials of a robot account other than the first.
  void change_credentials() {
    Credentials fresh;
    fresh.kind = CredentialKind::kBasic;
    fresh.user = "robot2";
    fresh.secret = "fresh-secret";
    registry_.set_credentials(fresh);
  }
  void know_feeds() { memory_.feeds.learn({1'795'000'000'000, false}, host_.now()); }

  /// A scan that waits for the answer to the credentials.
  ScanStep with_credentials_sent() { return look_finds_nothing(begin()); }
  /// A scan that waits for the answer to the image that was posted.
  ScanStep with_image_posted() { return resume(with_credentials_sent(), 200, "[]"); }
  /// A scan whose image is being analysed.
  ScanStep with_analysis_begun() {
    return resume(with_image_posted(), 200, image_body(version_, "not_analyzed"));
  }

  int version_ = 2;
  ScanMemory memory_;
  testing::MemoryRegistryAccess registry_;
  CollectedRows rows_;
};

}  // namespace portside::anchore
