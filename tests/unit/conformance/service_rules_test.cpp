// SPDX-License-Identifier: Apache-2.0
// A service that breaks one rule fails the check of that rule, and no other.
#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "flawed_service.hpp"

namespace portside::conformance {
namespace {

constexpr char kNoJson[] = "{\"manifest\": ";

Flaw instead(const std::string& endpoint, const std::string& body) {
  return in_success(endpoint, [body](const HttpResponse&) { return answer(200, body); });
}
Flaw refused(const std::string& endpoint, std::int32_t status = 500) {
  return in_success(endpoint, [status](const HttpResponse&) { return answer(status, "oops"); });
}
/// Other names of additions, as JSON, and an addition for each.
Flaw listed(const std::string& names) {
  return [names](const HttpRequest& request, HttpResponse right) {
    if (request.url == "/additiontypes") return answer(200, R"({"AdditionTypes":)" + names + "}");
    const bool is_asked_for = request.body.find("PORTSIDE-CHECK") == std::string::npos;
    return right.status == 501 && is_asked_for
               ? answer(200, R"({"Addition":{"Content":"IyBSMQ==","ContentType":"text/plain"}})")
               : right;
  };
}
/// Another number in each answer.
Flaw counted(const std::string& endpoint, const std::string& part) {
  return in_success(endpoint, [part, count = 0](const HttpResponse& right) mutable {
    return with(right, part, std::to_string(1'000 + ++count));
  });
}
/// An answer to the first POST after a GET only.
Flaw tired_of(const std::string& endpoint) {
  return [endpoint, count = 0](const HttpRequest& request, HttpResponse right) mutable {
    if (request.method == "GET") count = 0;
    if (request.url != endpoint || right.status != 200) return right;
    return ++count == 1 ? right : answer(500, "oops");
  };
}
/// An answer that has the registry's secret in it.
Flaw telling(const std::string& endpoint) {
  return [endpoint](const HttpRequest& request, HttpResponse right) {
    const std::size_t secret = request.body.find("Basic ");
    if (request.url != endpoint || secret == std::string::npos) return right;
    return answer(422, R"({"Error":"no registry for )" + request.body.substr(secret));
  };
}
/// As much as a host reads, and not its end.
Flaw too_much(const std::string& endpoint, std::size_t limit) {
  return in_success(endpoint, [limit](HttpResponse right) {
    right.body.resize(limit, ' ');
    right.cut_short = true;
    return right;
  });
}
/// Another answer where the body of a request has `part` in it.
Flaw when(const std::string& part, const HttpResponse& wrong) {
  return [part, wrong](const HttpRequest& request, HttpResponse right) {
    return request.body.find(part) == std::string::npos ? right : wrong;
  };
}
Flaw where(const std::string& method, const std::string& url, const HttpResponse& wrong) {
  return [=](const HttpRequest& request, HttpResponse right) {
    return request.method == method && request.url == url ? wrong : right;
  };
}

Flaw when_large(const HttpResponse& wrong) {
  return [wrong](const HttpRequest& request, HttpResponse right) {
    return request.body.size() > (1U << 20U) ? wrong : right;
  };
}
Flaw when_no_json(const HttpResponse& wrong) {
  return [wrong](const HttpRequest& request, HttpResponse right) {
    return request.body == kNoJson ? wrong : right;
  };
}

struct BrokenRule {
  std::string id;
  Flaw flaw;
};

/// Of the two GETs, and of any answer.
std::vector<BrokenRule> broken_words() {
  const auto without_type = [](HttpResponse right) {
    right.headers.clear();
    return right;
  };
  std::string many = R"(["README.MD")";
  for (int i = 0; i < 100; ++i) many += ",\"A" + std::to_string(i) + "\"";
  return {{"artifact-type", refused("/artifacttype")},
          {"artifact-type", refused("/artifacttype", 302)},
          {"artifact-type", instead("/artifacttype", "")},
          {"artifact-type", instead("/artifacttype", "[]")},
          {"artifact-type", instead("/artifacttype", R"({"ArtifactType":1e999})")},
          {"artifact-type", instead("/artifacttype", R"({"ArtifactType":"A","Error":"no"})")},
          {"artifact-type", too_much("/artifacttype", 256U << 10U)},
          {"type-is-a-word", instead("/artifacttype", R"({"ArtifactType":"A ROCKET"})")},
          {"type-is-a-word", instead("/artifacttype", R"({"ArtifactType":"Rocket"})")},
          {"addition-types", instead("/additiontypes", R"({"AdditionTypes":"README.MD"})")},
          {"addition-types", instead("/additiontypes", R"({"AdditionTypes":[1e999]})")},
          {"addition-types", instead("/additiontypes", R"({"AdditionTypes":[],"Error":"no"})")},
          {"addition-names", listed(R"(["README.MD","A B"])")},
          {"addition-names", listed(R"(["A","B","a"])")},
          {"addition-names", listed(many + "]")},
          {"unknown-query",
           [](const HttpRequest& request, HttpResponse right) {
             const bool has_query = request.url.find('?') != std::string::npos;
             return has_query ? answer(404, R"({"Error":"no such path"})") : right;
           }},
          {"json-content-type", in_success("/additiontypes", without_type)},
          {"json-content-type", in_success("/abstractmetadata", without_type)},
          {"member-names", replaced("/artifacttype", "ArtifactType", "artifactType")},
          {"member-names", replaced("/abstractmetadata", "extra_attrs", "Extra_Attrs")},
          {"member-names", replaced("/abstractaddition", "\"Content\"", "\"content\"")}};
}

std::vector<BrokenRule> broken_metadata() {
  return {{"metadata", refused("/abstractmetadata")},
          {"metadata", refused("/abstractmetadata", 404)},
          {"metadata", refused("/abstractmetadata", 405)},
          {"metadata", refused("/abstractmetadata", 501)},
          {"metadata", instead("/abstractmetadata", "<html></html>")},
          {"metadata", instead("/abstractmetadata", R"({"Artifact":null,"Error":"no"})")},
          {"metadata", too_much("/abstractmetadata", 8U << 20U)},
          {"metadata-members", replaced("/abstractmetadata", R"({"thrust":"9kN"})", "[]")},
          {"metadata-members", replaced("/abstractmetadata", R"("9kN")", "[1e999]")},
          {"metadata-members", replaced("/abstractmetadata", R"("icon":"")", R"("icon":"rocket")")},
          {"metadata-members",
           replaced("/abstractmetadata", R"("annotations":null)", R"("annotations":{"a":1})")},
          {"metadata-identity", replaced("/abstractmetadata", "sha256:", "sha512:")},
          {"metadata-identity", replaced("/abstractmetadata", R"("id":7)", R"("id":"7")")},
          {"metadata-identity", replaced("/abstractmetadata", R"("id":7)", R"("id":1e999)")},
          {"metadata-identity", replaced("/abstractmetadata", "13:20.250Z", "13:20.251Z")},
          {"metadata-identity", replaced("/abstractmetadata", "0001-01-01T", "2001-01-01T")},
          {"metadata-identity",
           replaced("/abstractmetadata", R"("references":null)", R"("references":[1e999])")},
          {"metadata-repeats", counted("/abstractmetadata", "9kN")},
          {"manifest-key", when("\"Manifest\"", answer(400, R"({"Error":"no manifest"})"))},
          {"member-case", when("\"MANIFEST\"", answer(400, R"({"Error":"no manifest"})"))},
          {"manifest-base64", when("\\r\\n", answer(400, R"({"Error":"no base64"})"))},
          {"unknown-members", when("PortsideCheck", answer(400, R"({"Error":"what is that?"})"))},
          {"unknown-members", when("portside_check", answer(200, R"({"Artifact":null})"))},
          {"large-manifest", when_large(answer(413, R"({"Error":"no"})"))},
          {"large-manifest", when_large(answer(200, R"({"Error":"it is too large"})"))},
          {"registry-secret", telling("/abstractmetadata")},
          {"registry-secret", telling("/abstractaddition")}};
}

std::vector<BrokenRule> broken_additions() {
  return {{"additions", refused("/abstractaddition")},
          {"additions", refused("/abstractaddition", 404)},
          {"additions", refused("/abstractaddition", 501)},
          {"additions", instead("/abstractaddition", R"({"Addition":{"Content":"!"}})")},
          {"additions", instead("/abstractaddition", R"({"Addition":[1e999]})")},
          {"additions", too_much("/abstractaddition", 32U << 20U)},
          {"addition-content-types", replaced("/abstractaddition", "text/markdown", "text")},
          {"addition-content-types", replaced("/abstractaddition", "; charset=utf-8", "; utf-8")},
          {"addition-content-types", instead("/abstractaddition", R"({"Addition":null})")},
          {"addition-base64", replaced("/abstractaddition", "IyBSMQ==", "IyBSMQ")},
          {"addition-repeats", counted("/abstractaddition", "IyBSMQ==")},
          {"addition-repeats", tired_of("/abstractaddition")},
          {"unknown-addition", when("PORTSIDE-CHECK", answer(200, R"({"Addition":null})"))},
          {"unknown-addition", when("PORTSIDE-CHECK", answer(200, R"({"Error":"no"})"))}};
}

std::vector<BrokenRule> broken_manners() {
  return {{"malformed-request", when_no_json(answer(500, "oops"))},
          {"malformed-request", when_no_json(answer(429, "later"))},
          {"malformed-request", when_no_json(answer(200, R"({"Error":"that is no JSON"})"))},
          {"error-sentence", when_no_json(answer(400, "bad request"))},
          {"unknown-endpoint", where("GET", "/portside-check", answer(200, "{}"))},
          {"wrong-method", where("POST", "/artifacttype", answer(200, R"({"ArtifactType":"A"})"))},
          {"authorization",
           [](const HttpRequest&, HttpResponse right) {
             return right.status == 401 ? answer(200, R"({"ArtifactType":"ROCKET"})") : right;
           }},
          {"authorization",
           [](const HttpRequest& request, HttpResponse right) {
             const bool is_let_in = request.method == "POST" && right.status == 401;
             return is_let_in ? answer(200, R"({"Artifact":null})") : right;
           }},
          {"concurrent-requests",
           [main = std::this_thread::get_id()](const HttpRequest&, HttpResponse right) {
             return std::this_thread::get_id() == main ? right : answer(503, "busy");
           }}};
}

std::vector<BrokenRule> broken_rules() {
  std::vector<BrokenRule> all;
  for (const auto& some :
       {broken_words(), broken_metadata(), broken_additions(), broken_manners()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

TEST(ServiceRulesTest, ABrokenRuleFailsItsCheckAndNoOther) {
  for (const BrokenRule& rule : broken_rules()) {
    FlawedService service(rule.flaw);
    std::vector<std::string> ids = quick_ids();
    if (rule.id == "large-manifest") ids.push_back(rule.id);
    EXPECT_THAT(wrong_in(check(service, ids)), ::testing::ElementsAre(rule.id));
  }
}

TEST(ServiceRulesTest, EveryRuleCanBeBroken) {
  const std::vector<BrokenRule> rules = broken_rules();
  for (const ServiceCheck& each : all_service_checks()) {
    EXPECT_TRUE(std::ranges::any_of(rules, [&](const BrokenRule& rule) {
      return rule.id == each.id;
    })) << each.id;
  }
}

}  // namespace
}  // namespace portside::conformance
