// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>

#include <string>

#include "error_of.hpp"
#include "http-processor/adapter.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::http_processor {

inline constexpr char kUrl[] = "http://rocket.test:9090";
inline constexpr char kRocket[] = "application/vnd.acme.rocket.config.v1+json";

/// The adapter, a service that answers from a script, and a registry.
class HttpProcessorTest : public ::testing::Test {
 protected:
  HttpProcessorTest() {
    artifact_.id = 7;
    artifact_.media_type = kRocket;
    artifact_.artifact_type = kRocket;
    artifact_.manifest_media_type = "application/vnd.oci.image.manifest.v1+json";
    artifact_.repository_name = "library/r1";
    artifact_.digest = "sha256:" + std::string(64, 'a');
    registry_.set_authorization({"Bearer lease-of-this-request", {}});
  }

  /// A configuration with `members` beside the URL: `"strict":true`.
  void configure(const std::string& members = "") {
    const std::string more = members.empty() ? "" : "," + members;
    processor_.configure(Json{R"({"url":")" + std::string(kUrl) + "\"" + more + "}"}, host_);
  }

  testing::ScriptedHttpClient& http() { return host_.http_client(); }
  testing::ScriptedHttpClient::Exchange& expect_get(const std::string& endpoint) {
    return http().expect("GET", kUrl + ("/" + endpoint));
  }
  testing::ScriptedHttpClient::Exchange& expect_post(const std::string& endpoint) {
    return http().expect("POST", kUrl + ("/" + endpoint));
  }
  void expect_types(const std::string& list) {
    expect_get("additiontypes").respond(200, R"({"AdditionTypes":)" + list + "}");
  }

  std::string type() { return processor_.artifact_type(artifact_, context_); }
  std::vector<std::string> additions() { return processor_.addition_types(artifact_, context_); }
  ArtifactMetadata metadata(const std::string& manifest = "{}") {
    return processor_.abstract_metadata(manifest, artifact_, registry_, context_);
  }
  Addition addition(const std::string& name = "README.MD") {
    return processor_.abstract_addition(artifact_, name, registry_, context_);
  }

  testing::ScriptedHostServices host_;
  HttpProcessor processor_;
  Artifact artifact_;
  testing::MemoryRegistryAccess registry_;
  testing::TestCallContext context_{host_.clock(), 60'000};
};

}  // namespace portside::http_processor
