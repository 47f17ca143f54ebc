// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "clair/v4/clair4.hpp"
#include "portside/api/report_sink.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"
#include "recorded.hpp"

namespace portside::clair::v4 {

/// Recorded from Clair 4.9.0.
inline Recorded recorded(const std::string& name) {
  return read_recorded("v4", name);
}

class CollectedRows final : public ReportSink {
 public:
  void vulnerability(const Vulnerability& row) override { rows.push_back(row); }
  ByteSink& document(const std::string&) override {
    throw AdapterError(ErrorCode::kInternal, "no document was expected");
  }
  std::vector<Vulnerability> rows;
};

inline constexpr char kForeign[] = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
inline constexpr char kLayer[] = "application/vnd.oci.image.layer.v1.tar+gzip";

inline constexpr char kRecordedImage[] =
    "sha256:396c00555fb67668f7c41d51f3d03277dd3d8084b862af6d35abdd0705c35980";
inline constexpr char kRecordedState[] = "cb31df8269833698891b35a63251a81a";

/// Clair 4 behind a script, and an image of one layer.
class Clair4Test : public ::testing::Test {
 protected:
  Clair4Test() {
    config_.indexer_url = config_.matcher_url = config_.notifier_url = "http://clair";
    put_image({{"application/vnd.oci.image.layer.v1.tar+gzip", std::string(64, '1')}});
    registry_.set_authorization({"Bearer pull-token", {}});
    request_.image.digest = kRecordedImage;
  }

  /// Layers as media type and hexadecimal digest.
  void put_image(const std::vector<std::pair<std::string, std::string>>& layers) {
    auto list = nlohmann::json::array();
    for (const auto& [type, digest] : layers) {
      list.push_back({{"mediaType", type}, {"digest", "sha256:" + digest}, {"size", 1}});
    }
    const nlohmann::json manifest = {{"schemaVersion", 2},
                                     {"mediaType", "application/vnd.oci.image.manifest.v1+json"},
                                     {"config",
                                      {{"mediaType", "application/vnd.oci.image.config.v1+json"},
                                       {"digest", "sha256:" + std::string(64, 'c')}}},
                                     {"layers", list}};
    registry_.put_manifest(kRecordedImage, "application/vnd.oci.image.manifest.v1+json",
                           manifest.dump());
  }

  /// The next request is this one, and so is its answer.
  testing::ScriptedHttpClient::Exchange& expect_recorded(const std::string& name) {
    const Recorded exchange = recorded(name);
    return host_.http_client()
        .expect(exchange.request.method, "http://clair" + exchange.request.url)
        .respond(exchange.response);
  }

  /// The report of the recorded image and the list of updates after it.
  void expect_report() {
    expect_recorded("vuln-report");
    expect_recorded("update-operations-latest");
  }

  Clair4 clair() { return Clair4({config_, host_, host_.http_client()}); }

  ScanStep scan() { return clair().scan(request_, registry_, rows_, context_); }

  /// A scan that waits for the indexer's answer.
  ScanStep posted() {
    ScanStep step = scan();
    EXPECT_EQ(step.kind, StepKind::kPending);
    EXPECT_TRUE(step.await);
    return step;
  }

  /// The step after `step`, with the recorded answer to what it awaits.
  ScanStep resume(const ScanStep& step, const std::string& answer) {
    return resume(step, recorded(answer).response);
  }
  ScanStep resume(const ScanStep& step, const HttpResponse& answer) {
    return clair().resume(request_, parse_continuation(step.continuation), &answer, registry_,
                          rows_, context_);
  }
  /// The step after a pause, or after a restart of the host.
  ScanStep resume(const ScanStep& step) {
    return clair().resume(request_, parse_continuation(step.continuation), nullptr, registry_,
                          rows_, context_);
  }

  /// What the last scan left.
  void set_previous(const std::string& metadata) {
    request_.previous = Previous{{metadata}, {}, {}};
  }

  testing::ScriptedHostServices host_;
  ClairConfig config_;
  testing::MemoryRegistryAccess registry_;
  testing::TestCallContext context_{host_.clock(), 60'000};
  ScanRequest request_;
  CollectedRows rows_;
};

}  // namespace portside::clair::v4
