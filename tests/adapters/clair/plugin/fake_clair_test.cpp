// SPDX-License-Identifier: Apache-2.0
//
// The scripted Clairs say what real ones said to the same requests.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fake_clair2.hpp"
#include "fake_clair4.hpp"
#include "recorded.hpp"

namespace portside {
namespace {

void expect_same_as_clair2(testing::FakeClair2& fake, const char* name) {
  const clair::Recorded recorded = clair::read_recorded("v2", name);
  const HttpResponse response = fake.handle(recorded.request);
  EXPECT_EQ(response.status, recorded.response.status) << name;
  EXPECT_EQ(response.body, recorded.response.body) << name;
}

TEST(FakeClair2, AnswersAsRecorded) {
  testing::FakeClair2 fake;
  for (const char* name :
       {"namespaces-empty", "layer-get-unknown", "layer-post-unknown-parent",
        "layer-post-malformed-json", "layer-post-empty-body", "layer-post-empty-object",
        "layer-post-no-name", "layer-post-no-path", "layer-post-no-format", "layer-post-bad-format",
        "layer-post-blob-404", "vuln-list-unknown-namespace", "notification-get-no-limit",
        "notification-get-unknown", "notification-delete-unknown", "layer-delete-unknown",
        "route-unknown"}) {
    expect_same_as_clair2(fake, name);
  }
  fake.set_database_down(true);
  for (const char* name : {"layer-get-db-error", "layer-post-db-error"}) {
    expect_same_as_clair2(fake, name);
  }
}

TEST(FakeClair2, EchoesLayersWithTheirHeaders) {
  testing::FakeClair2 fake;
  const clair::Recorded recorded = clair::read_recorded("v2", "layer-post-base");
  const auto sent = nlohmann::json::parse(recorded.request.body)["Layer"];
  const std::string path = sent["Path"];
  fake.put_blob(path.substr(path.rfind('/') + 1), {});
  const HttpResponse response = fake.handle(recorded.request);
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(nlohmann::json::parse(response.body), nlohmann::json::parse(recorded.response.body));
}

TEST(FakeClair2, TimesOutAsRecorded) {
  testing::FakeClair2 fake;
  fake.time_out_posts(1);
  const clair::Recorded recorded = clair::read_recorded("v2", "layer-post-api-timeout");
  const HttpResponse response = fake.handle(recorded.request);
  EXPECT_EQ(response.status, recorded.response.status);
  EXPECT_EQ(response.body, recorded.response.body);
}

/// Status and code; sentences name what the real server had.
void expect_same_as_clair4(testing::FakeClair4& fake, const char* name) {
  const clair::Recorded recorded = clair::read_recorded("v4", name);
  const HttpResponse response = fake.handle(recorded.request);
  EXPECT_EQ(response.status, recorded.response.status) << name;
  const auto code = [](const HttpResponse& answer) {
    const auto body = nlohmann::json::parse(answer.body, nullptr, false);
    return body.is_object() ? body.value("code", "") : "";
  };
  EXPECT_EQ(code(response), code(recorded.response)) << name;
  EXPECT_EQ(response.body.empty(), recorded.response.body.empty()) << name;
}

TEST(FakeClair4, AnswersAsRecorded) {
  testing::FakeClair4 fake;
  for (const char* name :
       {"index-state", "index-report-get-unknown", "vuln-report-not-initialized",
        "index-report-get-unknown-if-none-match", "index-report-post-if-none-match-new-manifest",
        "index-report-post-malformed", "index-report-post-empty-object",
        "index-report-post-bad-digest", "index-report-post-header-string",
        "index-report-get-bad-digest", "index-report-delete-unknown",
        "index-report-delete-bad-digest", "notification-get-unknown", "notification-get-bad-id",
        "notification-delete-unknown", "route-unknown", "index-report-post-layer-404"}) {
    expect_same_as_clair4(fake, name);
  }
  fake.load_data();
  for (const char* name : {"vuln-report-unknown", "vuln-report-index-error"}) {
    expect_same_as_clair4(fake, name);
  }
  fake.refuse_posts(1);
  expect_same_as_clair4(fake, "index-report-post-too-many");
  fake.set_database_down(true);
  for (const char* name : {"index-state-db-down", "index-report-get-db-down", "vuln-report-db-down",
                           "notification-get-db-down", "index-report-delete-db-down"}) {
    expect_same_as_clair4(fake, name);
  }
  fake.set_psk("key", "issuer");
  expect_same_as_clair4(fake, "auth-none");
}

TEST(FakeClair4, KeepsWhatFailed) {
  testing::FakeClair4 fake;
  expect_same_as_clair4(fake, "index-report-post-layer-401");
  const clair::Recorded recorded = clair::read_recorded("v4", "index-report-get-after-layer-401");
  const HttpResponse response = fake.handle(recorded.request);
  EXPECT_EQ(response.status, recorded.response.status);
  EXPECT_EQ(nlohmann::json::parse(response.body)["state"], "IndexError");
}

}  // namespace
}  // namespace portside
