// SPDX-License-Identifier: Apache-2.0
//
// The adapter beside a description of Anchore's API: PORTSIDE_ANCHORE_CONTRACTS names a folder with
// anchore-v1.json and anchore-v2.json (see Contract).
#include "contract.hpp"

#include <cstdlib>

#include "anchore/deletion.hpp"
#include "anchore/description_page.hpp"
#include "anchore/detection.hpp"
#include "anchore/errors.hpp"
#include "anchore/feeds.hpp"
#include "anchore/image_record.hpp"
#include "anchore/image_request.hpp"
#include "anchore/notification.hpp"
#include "anchore/policy_evaluation.hpp"
#include "anchore/vulnerability_report.hpp"
#include "anchore_fixture.hpp"
#include "crypto/digest.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::anchore {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const std::string kContractDigest = "sha256:" + std::string(64, 'c');

class AnchoreContract : public AnchoreTest, public ::testing::WithParamInterface<int> {
 protected:
  void SetUp() override {
    const char* const folder = std::getenv("PORTSIDE_ANCHORE_CONTRACTS");
    if (folder == nullptr) GTEST_SKIP() << "PORTSIDE_ANCHORE_CONTRACTS names no folder";
    contract_ = std::make_unique<Contract>(std::string(folder) + "/anchore-v" +
                                           std::to_string(GetParam()) + ".json");
    config_.on_delete = OnDelete::kDelete;
    config_.policy_id = "p";
    config_.account = "team";
    name_ = image_name(request_.image, config_);
  }

  bool is_v1() const { return GetParam() == 1; }
  Api api() const { return {anchore_, GetParam()}; }
  std::string mistakes_of(const HttpRequest& request) const {
    return contract_->mistakes_of(request);
  }
  HttpResponse answer_of(const json& document) const { return answer_with(200, document.dump()); }
  static void feed(sdk::JsonStream& parser, const json& document) {
    parser.write(document.dump());
    parser.finish();
  }

  std::unique_ptr<Contract> contract_;
  ImageName name_;
};

INSTANTIATE_TEST_SUITE_P(Versions, AnchoreContract, ::testing::Values(1, 2),
                         [](const auto& each) { return "V" + std::to_string(each.param); });

TEST_P(AnchoreContract, HasEveryRequest) {
  const std::string record =
      registry_record(name_, {CredentialKind::kBasic, "u", "p", {}, {}, {}, {}}, config_);
  const std::string image = image_request(name_, "owner", 1'795'000'000'000, GetParam());
  for (const HttpRequest& request :
       {get_version(anchore_), api().get_image(kImageDigest), api().post_image(image),
        api().delete_image(kImageDigest), api().get_vulnerabilities(kImageDigest),
        api().refresh_vulnerabilities(kImageDigest), api().get_check(kImageDigest, name_.full_tag),
        api().post_registry(name_, record), api().put_registry(name_, record), api().get_feeds(),
        api().get_status()}) {
    EXPECT_EQ(mistakes_of(request), "") << request.method << " " << request.url;
  }
  if (!is_v1()) return;
  EXPECT_EQ(mistakes_of(get_first_version(anchore_)), "");
  EXPECT_EQ(mistakes_of(api().get_descriptions({"CVE-1", "CVE-2"}, {"debian:12"}, "2")), "");
}

TEST_P(AnchoreContract, DoesNotHaveTheRequestsOfTheOtherVersion) {
  const Api other(anchore_, is_v1() ? 2 : 1);
  EXPECT_NE(mistakes_of(other.get_image(kImageDigest)), "");
  HttpRequest post =
      other.post_image(image_request(name_, "o", 1'795'000'000'000, other.version()));
  post.url.replace(post.url.find("/v") + 2, 1, std::to_string(GetParam()));
  EXPECT_THAT(mistakes_of(post), HasSubstr("subscribe"));
  EXPECT_THAT(mistakes_of(post), HasSubstr("string is not known"));
}

TEST_P(AnchoreContract, HasTheMembersOfVulnerabilities) {
  const json document =
      contract_->sample(is_v1() ? "VulnerabilityResponse" : "ImagePackageVulnerabilityResponse");
  ReportFacts facts;
  std::vector<Vulnerability> rows;
  feed(*vulnerability_parser([&](Vulnerability& row) { rows.push_back(row); }, facts), document);
  ASSERT_THAT(rows, SizeIs(1));
  const Vulnerability& row = rows.front();
  EXPECT_EQ(row.id, "vuln");
  EXPECT_EQ(row.severity_text, "severity");
  EXPECT_EQ(row.package, "package_name");
  EXPECT_EQ(row.version, "package_version");
  EXPECT_EQ(row.location, "package_path");
  EXPECT_EQ(row.data_source, "feed_group");
  EXPECT_EQ(row.status, "will_not_fix");
  EXPECT_THAT(row.links, ElementsAre("url"));
  EXPECT_THAT(row.cvss, Not(IsEmpty()));
  EXPECT_THAT(row.aliases, ElementsAre("id"));
  const json extra = json::parse(row.extra.text);
  EXPECT_EQ(extra["package_type"], "package_type");
  EXPECT_EQ(extra["cpe"], "package_cpe");
  if (is_v1()) {
    EXPECT_EQ(row.fixed_version, "fix");
    return;
  }
  EXPECT_EQ(row.fixed_version, "suggested_fix_version");
  EXPECT_EQ(extra["fixed_versions"], "fix");
  EXPECT_EQ(row.description, "description");
  EXPECT_EQ(row.purl, "purl");
  for (const char* member : {"detected_at", "fix_observed_at", "known_exploited", "epss",
                             "epss_percentile", "inherited_from_base"}) {
    EXPECT_TRUE(extra.contains(member)) << member;
  }
}

TEST_P(AnchoreContract, HasTheMembersOfImages) {
  json image = contract_->sample("AnchoreImage");
  EXPECT_EQ(image["analysis_status"], "not_analyzed");
  EXPECT_TRUE(image["annotations"].is_object());
  if (is_v1()) {
    // The engine's own description has nothing for it; what it says is noted beside.
    EXPECT_THAT(contract_->document()["runtime_deviations_from_swagger"].dump(),
                HasSubstr("image_content.metadata = {arch,distro,distro_version"));
    image["image_content"] = {
        {"metadata", {{"distro", "distro"}, {"distro_version", "distro_version"}}}};
    image = json::array({image});
  }
  const ImageRecord record = read_image_record(answer_of(image));
  EXPECT_EQ(record.digest, kContractDigest);
  EXPECT_EQ(record.analysis, Analysis::kPending);
  EXPECT_EQ(record.image_status, "active");
  EXPECT_EQ(record.os, "distro distro_version");
}

TEST_P(AnchoreContract, HasTheMembersOfPolicyEvaluations) {
  json document;
  if (is_v1()) {
    const json result = contract_->sample_of(contract_->document()["PolicyEngineResult"], "result");
    const std::string shape = contract_->document()["policy_check_response"];
    EXPECT_THAT(shape, HasSubstr(R"({"status":"pass|fail","policyId":"string")"));
    EXPECT_THAT(shape, HasSubstr(R"("detail":{}|{"result":PolicyEngineResult)"));
    const json evaluation = {
        {"status", "fail"}, {"policyId", "policy_id"}, {"detail", {{"result", result}}}};
    document =
        json::array({json{{kContractDigest, json{{"evaluated_tag", json::array({evaluation})}}}}});
  } else {
    document = contract_->sample("PolicyEvaluation");
  }
  PolicyEvaluation evaluation;
  feed(*policy_evaluation_parser(evaluation), document);
  EXPECT_EQ(evaluation.status, "fail");
  EXPECT_EQ(evaluation.policy_id, "policy_id");
  EXPECT_EQ(evaluation.evaluated_tag, "evaluated_tag");
  EXPECT_EQ(evaluation.final_action_reason, "policy_evaluation");
  EXPECT_EQ(evaluation.final_action, is_v1() ? "go" : "stop");
  EXPECT_THAT(evaluation.problems, ElementsAre("problem_type: details"));
  EXPECT_EQ(evaluation.findings, 1U);
}

TEST_P(AnchoreContract, HasTheMembersOfFeeds) {
  const json feeds = json::array({contract_->sample("FeedMetadata")});
  const FeedsState state = read_feeds(answer_of(feeds));
  EXPECT_FALSE(state.never_synced);
  EXPECT_EQ(state.updated_at, 1'795'168'800'000);
  json without_times = feeds;
  for (const char* member : {"data_service_built_at", "enterprise_received_at", "last_full_sync"}) {
    without_times[0].erase(member);
    without_times[0]["groups"][0].erase(member);
  }
  EXPECT_TRUE(read_feeds(answer_of(without_times)).updated_at) << "groups have last_sync";
  without_times[0]["groups"][0].erase("last_sync");
  EXPECT_FALSE(read_feeds(answer_of(without_times)).updated_at);
  EXPECT_FALSE(read_feeds(answer_of(without_times)).never_synced) << "it has record_count";
}

TEST_P(AnchoreContract, HasTheMembersOfTheVersion) {
  json version = contract_->sample("ServiceVersion");
  version["api"]["version"] = "2";
  http().expect("GET", "http://anchore/version").respond(200, version.dump());
  const ServerVersion found = detect_version(anchore_, context_, 60'000);
  EXPECT_EQ(found.api, 2);
  EXPECT_EQ(found.service, "version");
}

TEST_P(AnchoreContract, HasTheMembersOfDeletions) {
  json deletion = contract_->sample("DeleteImageResponse");
  EXPECT_EQ(deletion["status"], "not_found");
  EXPECT_TRUE(deletion.contains("detail"));
  http().expect("DELETE", image_url(GetParam()) + "?force=true").respond(200, deletion.dump());
  EXPECT_NO_THROW(forget_image(api(), request_, context_));
}

TEST_P(AnchoreContract, HasTheMembersOfErrors) {
  const json error =
      is_v1() ? contract_->sample_of(contract_->document()["error_body_shapes"][0]["fields"], "")
              : contract_->sample("ApiErrorResponse");
  const ErrorBody body = read_error_body(answer_with(500, error.dump()));
  EXPECT_TRUE(body.is_anchores);
  EXPECT_EQ(body.message, "message");
  if (!is_v1()) return;
  EXPECT_THAT(body.codes, ElementsAre("error_codes"));
  EXPECT_THAT(body.detail, HasSubstr(error["detail"]["raw_exception_message"].get<std::string>()));
  const json refused =
      contract_->sample_of(contract_->document()["error_body_shapes"][1]["fields"], "");
  EXPECT_EQ(read_error_body(answer_with(400, refused.dump())).message, "detail");
  for (const auto& [code, again] : contract_->document()["error_codes"].items()) {
    if (code == "FEED_SYNC_ALREADY_IN_PROGRESS") continue;  // of a request that is not made
    EXPECT_EQ(
        anchore_failure(answer_with(400, error_body(400, "m", {code})), "what").error.can_retry,
        again.get<std::string>().rfind("retry", 0) == 0)
        << code;
  }
}

TEST_P(AnchoreContract, HasTheMembersOfDescriptions) {
  if (!is_v1()) return;
  KnownDescriptions known = {{"id", {}}};
  std::string next;
  feed(*description_page_parser(known, next), contract_->sample("PaginatedVulnerabilityList"));
  EXPECT_EQ(known["id"].text, "description");
  EXPECT_EQ(next, "next_page");
  EXPECT_TRUE(contract_->sample("StandaloneVulnerability").contains("namespace"));
}

TEST_P(AnchoreContract, HasTheMembersOfNotifications) {
  host_.set_crypto(crypto::plugin_crypto());
  config_.webhook_token = "0123456789abcdef";
  const auto digests_of = [&](const json& body) {
    Notification call;
    call.path = "/hooks/anchore?token=0123456789abcdef";
    call.body = body.dump();
    const AcceptedNotification accepted = accept(call, config_, host_);
    EXPECT_NE(accepted.dedup_key, "") << "identifiers and time";
    std::vector<std::string> digests;
    for (const RescanTarget& target : targets_of(accepted.token).targets) {
      digests.push_back(target.digest);
    }
    return digests;
  };
  const auto call_of = [&](const char* schema, const char* type) {
    json call = contract_->sample(schema);
    call["data"]["notification_type"] = type;
    call["data"]["notification_payload"]["subscription_type"] = type;
    return call;
  };
  json analysis = call_of("AnalysisUpdateNotification", "analysis_update");
  analysis["data"]["notification_payload"]["curr_eval"]["analysis_status"] = "analyzed";
  EXPECT_THAT(digests_of(analysis), ElementsAre(kContractDigest));
  EXPECT_THAT(digests_of(call_of("VulnUpdateNotification", "vuln_update")),
              ElementsAre(kContractDigest));
  // The contract leaves out what an evaluation is made of.
  json policy = call_of("PolicyEvalNotification", "policy_eval");
  policy["data"]["notification_payload"]["curr_eval"] = {{"image_digest", kContractDigest}};
  EXPECT_THAT(digests_of(policy), ElementsAre(kContractDigest));
  json tag = call_of("TagUpdateNotification", "tag_update");
  tag["data"]["notification_payload"]["curr_eval"].push_back(kContractDigest);
  EXPECT_THAT(digests_of(tag), ElementsAre(kContractDigest));
}

}  // namespace
}  // namespace portside::anchore
