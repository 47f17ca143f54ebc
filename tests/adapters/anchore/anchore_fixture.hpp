// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "anchore/api.hpp"
#include "portside/api/scan_request.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::anchore {

/// The digest of the image that tests are about.
inline const std::string kImageDigest = "sha256:" + std::string(64, 'a');

/// Anchore's record of it, with the names of the version. `more` is put over it.
inline nlohmann::json image_document(int version, const std::string& analysis,
                                     const nlohmann::json& more = nlohmann::json::object()) {
  nlohmann::json record = {
      {name_in(version, "imageDigest", "image_digest"), kImageDigest},
      {"analysis_status", analysis},
      {"image_status", "active"},
      {"annotations", {{"ci", "yes"}}},
      {"image_content",
       {{"metadata", {{"arch", "amd64"}, {"distro", "debian"}, {"distro_version", "12"}}}}},
      {"image_detail", {{{name_in(version, "imageDigest", "image_digest"), "sha256:other"}}}}};
  record.update(more);
  return record;
}

/// The same as an answer has it.
inline std::string image_body(int version, const std::string& analysis,
                              const nlohmann::json& more = nlohmann::json::object()) {
  const nlohmann::json record = image_document(version, analysis, more);
  return version == 1 ? nlohmann::json::array({record}).dump() : record.dump();
}

inline nlohmann::json owned_by(const std::string& owner) {
  return {{"annotations", {{"portside-owner", owner}}}};
}

inline std::string error_body(std::int32_t status, const std::string& message,
                              const std::vector<std::string>& codes = {}) {
  return nlohmann::json{
      {"message", message}, {"httpcode", status}, {"detail", {{"error_codes", codes}}}}
      .dump();
}

inline HttpResponse answer_with(std::int32_t status, const std::string& body) {
  HttpResponse answer;
  answer.status = status;
  answer.body = body;
  return answer;
}

/// An Anchore behind a script.
class AnchoreTest : public ::testing::Test {
 protected:
  AnchoreTest() {
    config_.url = "http://anchore";
    config_.authorization = "Basic dTpw";
    config_.owner = "anchore@test";
    request_.image.registry_url = "https://core:8443";
    request_.image.repository = "p/r";
    request_.image.digest = kImageDigest;
    request_.image.tags = {"1.0"};
  }

  Api api(int version = 2) const { return {anchore_, version}; }
  testing::ScriptedHttpClient& http() { return host_.http_client(); }
  std::string image_url(int version = 2) const {
    return "http://anchore/v" + std::to_string(version) + "/images/" + kImageDigest;
  }

  testing::ScriptedHostServices host_{"anchore@test"};
  AnchoreConfig config_;
  Anchore anchore_{config_, host_, host_.http_client()};
  ScanRequest request_;
  /// By a clock of its own: a scan is many calls.
  testing::TestCallContext context_;
};

}  // namespace portside::anchore
