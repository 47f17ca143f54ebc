// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "clair/v2/namespaces.hpp"
#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

using ::testing::HasSubstr;

class Clair2Status : public Clair2Test {
 protected:
  ScannerStatus status(const HttpResponse& response) {
    expect_get("/v1/namespaces").respond(response);
    return clair().status(context_);
  }
};

TEST_F(Clair2Status, ListsTheNamespaces) {
  const ScannerStatus found = status(answer("namespaces"));
  EXPECT_TRUE(found.reachable);
  EXPECT_THAT(found.message, HasSubstr("debian:9"));
  EXPECT_EQ(nlohmann::json::parse(found.extra.text),
            (nlohmann::json{{"generation", 2}, {"namespaces", {"debian:9"}}}));
  EXPECT_FALSE(found.data_updated_at) << "Clair 2 does not tell";
}

TEST_F(Clair2Status, SaysThatAnEmptyClairFindsNothing) {
  const ScannerStatus found = status(answer("namespaces-empty"));
  EXPECT_TRUE(found.reachable);
  EXPECT_THAT(found.message, HasSubstr("first update is not done"));
}

TEST_F(Clair2Status, ShowsOnlySomeOfMany) {
  nlohmann::json all = nlohmann::json::array();
  for (int i = 0; i < 50; ++i) all.push_back({{"Name", "ubuntu:" + std::to_string(i)}});
  const ScannerStatus found =
      status({200, {}, nlohmann::json{{"Namespaces", all}}.dump(), false, {}});
  EXPECT_THAT(found.message, ::testing::EndsWith("ubuntu:19, ..."));
}

TEST_F(Clair2Status, IsNotReachableWithoutItsDatabase) {
  const ScannerStatus found = status(answer("namespaces-db-down"));
  EXPECT_FALSE(found.reachable);
  EXPECT_THAT(found.message, HasSubstr("PostgreSQL"));
}

TEST_F(Clair2Status, IsAResultWhenNobodyAnswers) {
  expect_get("/v1/namespaces")
      .fail(AdapterError(ErrorCode::kScannerUnreachable, "connection refused"));
  const ScannerStatus found = clair().status(context_);
  EXPECT_FALSE(found.reachable);
  EXPECT_EQ(found.message, "connection refused");
}

TEST_F(Clair2Status, EndsWithTheCall) {
  context_.cancel();
  EXPECT_THROW(clair().status(context_), AdapterError);
}

class Clair2Namespaces : public Clair2Test {
 protected:
  bool ask(const char* recording) {
    expect_question().respond(answer(recording));
    const bool has_data = namespaces_.has_data("debian:9", context_);
    http().verify();
    return has_data;
  }
  testing::ScriptedHttpClient::Exchange& expect_question() {
    return expect_get("/v1/namespaces/debian%3A9/vulnerabilities?limit=1");
  }

  const Clair clair_parts_{config_, host_, http()};
  Namespaces namespaces_{clair_parts_};
};

TEST_F(Clair2Namespaces, AreBelievedForSomeMinutes) {
  EXPECT_TRUE(ask("vuln-list"));
  host_.clock().advance(299'999);
  EXPECT_TRUE(namespaces_.has_data("debian:9", context_));
  host_.clock().advance(1);
  EXPECT_FALSE(ask("vuln-list-empty"));
}

TEST_F(Clair2Namespaces, WithoutDataAreAskedAgainSooner) {
  EXPECT_FALSE(ask("vuln-list-unknown-namespace"));
  host_.clock().advance(59'999);
  EXPECT_FALSE(namespaces_.has_data("debian:9", context_));
  host_.clock().advance(1);
  EXPECT_TRUE(ask("vuln-list"));
}

TEST_F(Clair2Namespaces, AreNotRememberedWhenClairFailed) {
  expect_question().respond(answer("namespaces-db-down"));
  EXPECT_THROW(namespaces_.has_data("debian:9", context_), AdapterError);
  EXPECT_TRUE(ask("vuln-list"));
}

}  // namespace
}  // namespace portside::clair::v2
