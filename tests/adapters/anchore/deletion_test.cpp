// SPDX-License-Identifier: Apache-2.0
#include "anchore/deletion.hpp"

#include "anchore_fixture.hpp"
#include "error_of.hpp"

namespace portside::anchore {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AnchoreDeletion : public AnchoreTest {
 protected:
  void expect_record(const nlohmann::json& more, int version = 2) {
    http().expect("GET", image_url(version)).respond(200, image_body(version, "analyzed", more));
  }
  testing::ScriptedHttpClient::Exchange& expect_deletion(int version = 2) {
    return http().expect("DELETE", image_url(version) + "?force=true");
  }
  void forget(int version = 2) { forget_image(api(version), request_, context_); }
};

TEST_F(AnchoreDeletion, WhatThisAdapterBroughtIsDeleted) {
  for (const int version : {1, 2}) {
    expect_record(owned_by("anchore@test"), version);
    const std::string digest(name_in(version, "digest", "image_digest"));
    expect_deletion(version).respond(
        200, nlohmann::json{{digest, kImageDigest}, {"status", "deleting"}}.dump());
    forget(version);
  }
}

TEST_F(AnchoreDeletion, WhatOthersBroughtStays) {
  expect_record(owned_by("anchore@elsewhere"));
  forget();
  expect_record(nlohmann::json::object());
  forget();
}

TEST_F(AnchoreDeletion, NothingIsOwnWithoutAnOwner) {
  config_.owner.clear();
  expect_record(owned_by(""));
  forget();
  expect_record(nlohmann::json::object());
  forget();
}

TEST_F(AnchoreDeletion, TheDigestOfTheLastScanIsTheOneThatAnchoreHas) {
  const std::string child = "sha256:" + std::string(64, 'c');
  request_.previous.emplace().scan_metadata.text = nlohmann::json{{"digest", child}}.dump();
  config_.on_delete = OnDelete::kDelete;
  http().expect("DELETE", "http://anchore/v2/images/" + child + "?force=true").respond(204);
  forget();
  for (const char* const other : {"", "[]", "{}", R"({"digest":7})", R"({"digest":"sha256:.."})"}) {
    request_.previous->scan_metadata.text = other;
    expect_deletion().respond(204);
    forget();
  }
}

TEST_F(AnchoreDeletion, AnAnalysisIsStoppedWhereTheImageIsOwn) {
  const auto stop = [&](const std::string& state, const nlohmann::json& more) {
    http().expect("GET", image_url()).respond(200, image_body(2, state, more));
    stop_analysis(api(), kImageDigest, context_);
  };
  stop("analyzing", owned_by("anchore@elsewhere"));
  stop("analyzed", owned_by("anchore@test"));
  nlohmann::json deleting = owned_by("anchore@test");
  deleting["image_status"] = "deleting";
  stop("analyzing", deleting);
  http().expect("GET", image_url()).respond(404, error_body(404, "image not found in DB"));
  stop_analysis(api(), kImageDigest, context_);
  http()
      .expect("GET", image_url())
      .respond(200, image_body(2, "not_analyzed", owned_by("anchore@test")));
  expect_deletion().respond(200, R"({"status":"deleting"})");
  stop_analysis(api(), kImageDigest, context_);
  config_.on_delete = OnDelete::kKeep;
  stop_analysis(api(), kImageDigest, context_);
}

TEST_F(AnchoreDeletion, WhatAnchoreDoesNotKnowIsForgotten) {
  http().expect("GET", image_url()).respond(404, error_body(404, "image not found in DB"));
  forget();
  config_.on_delete = OnDelete::kDelete;
  expect_deletion().respond(404, error_body(404, "image not found in DB"));
  forget();
  expect_deletion().respond(200, R"({"status":"not_found","detail":null})");
  forget();
}

TEST_F(AnchoreDeletion, EverythingGoesWhereTheConfigurationSaysSo) {
  config_.on_delete = OnDelete::kDelete;
  expect_deletion(1).respond(200, "true");  // the engine before 0.8.0
  forget(1);
  expect_deletion().respond(204);
  forget();
}

TEST_F(AnchoreDeletion, NothingGoesWhereItSaysThat) {
  config_.on_delete = OnDelete::kKeep;
  forget();
  EXPECT_THAT(http().requests(), IsEmpty());
}

TEST_F(AnchoreDeletion, ARefusalWith200IsARefusal) {
  config_.on_delete = OnDelete::kDelete;
  expect_deletion().respond(
      200, R"({"status":"delete_failed","detail":"cannot delete image that is being analyzed"})");
  const AdapterError error = testing::error_of([&] { forget(); });
  EXPECT_EQ(error.code, ErrorCode::kScannerRejected);
  EXPECT_THAT(error.detail, HasSubstr("being analyzed"));
}

TEST_F(AnchoreDeletion, WhatSaysNothingIsABadAnswer) {
  config_.on_delete = OnDelete::kDelete;
  for (const char* const body : {"{}", "false", "[]", R"({"status":"gone"})", "<html>", ""}) {
    expect_deletion().respond(200, body);
    EXPECT_EQ(testing::code_of([&] { forget(); }), ErrorCode::kScannerBadAnswer) << body;
  }
}

TEST_F(AnchoreDeletion, AFailureIsNotTakenForSuccess) {
  http().expect("GET", image_url()).respond(404, "<html>no such page</html>");
  EXPECT_EQ(testing::code_of([&] { forget(); }), ErrorCode::kScannerBadAnswer);
  http().expect("GET", image_url()).respond(503);
  EXPECT_EQ(testing::code_of([&] { forget(); }), ErrorCode::kScannerUnavailable);
  config_.on_delete = OnDelete::kDelete;
  expect_deletion().respond(403, error_body(403, "no"));
  EXPECT_EQ(testing::code_of([&] { forget(); }), ErrorCode::kScannerAuthentication);
  expect_deletion().respond(409, error_body(409, "cannot delete"));
  EXPECT_EQ(testing::code_of([&] { forget(); }), ErrorCode::kScannerRejected);
}

}  // namespace
}  // namespace portside::anchore
