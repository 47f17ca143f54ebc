// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clair/v2/clair2.hpp"
#include "crypto/digest.hpp"
#include "portside/api/error.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"
#include "recorded.hpp"

namespace portside::clair::v2 {

inline const char kUrl[] = "http://clair.test:6060";
inline const char kImage[] =
    "sha256:1111111111111111111111111111111111111111111111111111111111111111";

/// The image of the recordings: layers and the names that Clair has for them.
inline const char kBaseDigest[] =
    "sha256:969ed47d1f8eb02f5ae87393d88a6f63c9bfab18b7f534e518c146d9c8b1af52";
inline const char kChildDigest[] =
    "sha256:ac17503634c46590c2e923c82b289ef8fb6519361a0ca44efe261522e2a5c1ec";
inline const char kTopDigest[] =
    "sha256:31b7500d3eb9ec1fe49353c4c92bd390c3f8d0629f89f2ea39003e53e585212b";
inline const char kBaseName[] = "710cccab3f9905cc424a43c8217437cb5db5936966fe67e7c609a053bbb040ce";
inline const char kChildName[] = "6340c21940bd4ef46b62fc25569d419a1ff6a2daa0a06077d9c682d06675dcf7";
inline const char kTopName[] = "3f120c1ffb7769c7520ad202d50068dffb762271413c5b9a457282ca33ce8732";

class RowsOfReport final : public ReportSink {
 public:
  void vulnerability(const Vulnerability& row) override { rows.push_back(row); }
  ByteSink& document(const std::string&) override {
    throw AdapterError(ErrorCode::kInternal, "no document was expected");
  }
  /// The row of that id; an empty one fails the test.
  Vulnerability row(const std::string& id) const {
    for (const Vulnerability& each : rows) {
      if (each.id == id) return each;
    }
    ADD_FAILURE() << "there is no row " << id;
    return {};
  }
  std::vector<Vulnerability> rows;
};

/// Clair 2 behind a scripted HTTP client, and a registry with one image.
class Clair2Test : public ::testing::Test {
 protected:
  struct Layer {
    std::string digest;
    std::string media_type = "application/vnd.oci.image.layer.v1.tar+gzip";
  };

  Clair2Test() {
    host_.set_crypto(crypto::plugin_crypto());
    config_.indexer_url = kUrl;
    registry_.set_authorization({"Bearer good-token", {}});
    put_image({{kBaseDigest}, {kChildDigest}, {kTopDigest}});
  }

  void put_image(const std::vector<Layer>& layers, const std::string& image = kImage) {
    std::string text;
    for (const Layer& layer : layers) {
      text += text.empty() ? "" : ",";
      text += R"({"digest":")" + layer.digest + R"(","mediaType":")" + layer.media_type + "\"}";
      registry_.put_blob(layer.digest, "a layer");
    }
    registry_.put_manifest(
        image, "",
        R"({"config":{"digest":"sha256:)" + std::string(64, 'c') +
            R"(","mediaType":"application/vnd.oci.image.config.v1+json"},"layers":[)" + text +
            "]}");
  }

  Clair2& clair() {
    if (!clair_) clair_ = std::make_unique<Clair2>(Clair{config_, host_, http()});
    return *clair_;
  }
  /// Another process: what was only in memory is lost.
  void restart() { clair_.reset(); }

  testing::ScriptedHttpClient& http() { return host_.http_client(); }
  testing::ScriptedHttpClient::Exchange& expect_get(const std::string& path) {
    return http().expect("GET", kUrl + path);
  }
  testing::ScriptedHttpClient::Exchange& expect_report(const std::string& name) {
    return expect_get("/v1/layers/" + name + "?features&vulnerabilities");
  }

  static HttpResponse answer(const std::string& name) { return read_recorded("v2", name).response; }

  static ScanRequest request(const std::string& image = kImage) {
    ScanRequest request;
    request.image.digest = image;
    return request;
  }

  ScanStep scan(const std::string& image = kImage) {
    return clair().scan(request(image), registry_, sink_, context_);
  }
  ScanStep resume(const ScanStep& step, const std::optional<HttpResponse>& awaited,
                  const std::string& image = kImage) {
    return clair().resume(request(image), parse_continuation(step.continuation),
                          awaited ? &*awaited : nullptr, registry_, sink_, context_);
  }
  /// Scans the image of the recordings up to the report, which has to be expected before.
  ScanStep scan_whole(const std::string& image = kImage, int layers = 3) {
    ScanStep step = scan(image);
    for (int i = 0; i < layers; ++i) step = resume(step, answer("layer-post-base"), image);
    return step;
  }

  testing::ScriptedHostServices host_;
  testing::TestCallContext context_{host_.clock(), 3'600'000};
  testing::MemoryRegistryAccess registry_;
  ClairConfig config_;
  RowsOfReport sink_;

 private:
  std::unique_ptr<Clair2> clair_;
};

}  // namespace portside::clair::v2
