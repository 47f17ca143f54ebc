// SPDX-License-Identifier: Apache-2.0
#include "conformance/service_bench.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "crypto/digest.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::conformance {
namespace {

constexpr std::uint64_t kLargestAnswer = std::uint64_t{64} << 20U;
constexpr std::size_t kShownBytes = 120;
constexpr char kOciManifest[] = "application/vnd.oci.image.manifest.v1+json";

std::string digest_text(const std::string& content) {
  return "sha256:" + crypto::hex(crypto::sha256(content));
}

std::string made_up_manifest(const std::string& media_type) {
  const nlohmann::ordered_json manifest = {
      {"schemaVersion", 2},
      {"mediaType", kOciManifest},
      {"config", {{"mediaType", media_type}, {"digest", digest_text("{}")}, {"size", 2}}},
      {"layers", nlohmann::ordered_json::array()},
      {"annotations", {{"org.opencontainers.image.title", "portside-check"}}}};
  return manifest.dump();
}

}  // namespace

bool ServiceAnswer::is_refusal() const noexcept {
  switch (status()) {
    case 400:
    case 404:
    case 405:
    case 409:
    case 413:
    case 415:
    case 422:
    case 501: return true;
    default: return false;
  }
}

std::string ServiceAnswer::seen() const {
  if (status() == 0) return what + " was not answered: " + trouble;
  const std::string body = sdk::excerpt(response.body, kShownBytes);
  return what + " answered " + std::to_string(status()) + (body.empty() ? "" : " (" + body + ")");
}

std::string ServiceAnswer::problem(std::vector<sdk::JsonMember>& members) const {
  if (!is_success()) return seen();
  if (response.cut_short) return what + " gave an answer that broke off";
  try {
    members = sdk::json_members(response.body, what + ": its answer");
  } catch (const AdapterError& error) {
    return error.message;
  }
  const sdk::JsonMember* const error = given(members, "Error");
  const bool is_empty =
      error == nullptr || (error->kind == sdk::JsonKind::kString && error->text.empty());
  return is_empty ? "" : seen() + ", with an Error";
}

ServiceBench::ServiceBench(const ServiceSubject& subject, HttpClient& http,
                           const CallContext& context)
    : subject_(subject),
      http_(http),
      context_(context),
      manifest_(subject.manifest.empty() ? made_up_manifest(subject.media_type)
                                         : subject.manifest) {
  artifact_.id = 7;
  artifact_.media_type = subject.media_type;
  artifact_.artifact_type = subject.media_type;
  artifact_.manifest_media_type = kOciManifest;
  artifact_.project_id = 1;
  artifact_.repository_id = 3;
  artifact_.repository_name = "library/portside-check";
  artifact_.digest = digest_text(manifest_);
  artifact_.size = static_cast<std::int64_t>(manifest_.size());
  artifact_.push_time = 1'700'000'000'250;
}

HttpRequest ServiceBench::request(const std::string& method, const std::string& endpoint) const {
  HttpRequest request;
  request.method = method;
  request.url = subject_.url + "/" + endpoint;
  if (!subject_.query.empty()) request.url += "?" + subject_.query;
  request.headers = {{"Accept", "application/json"}, {"X-Request-Id", context_.request_id()}};
  if (!subject_.media_type.empty()) {
    request.headers.emplace_back("X-Artifact-Media-Type", subject_.media_type);
  }
  if (!subject_.authorization.empty()) {
    request.headers.emplace_back(subject_.authorization_header, subject_.authorization);
  }
  if (method == "POST") request.headers.emplace_back("Content-Type", "application/json");
  request.max_body = kLargestAnswer;
  request.timeout = method == "GET" ? 5'000 : 30'000;
  return request;
}

ServiceAnswer ServiceBench::get(const std::string& endpoint) const {
  return send(request("GET", endpoint), endpoint);
}

ServiceAnswer ServiceBench::post(const std::string& endpoint, const std::string& body) const {
  HttpRequest posted = request("POST", endpoint);
  posted.body = body;
  return send(posted, endpoint);
}

ServiceAnswer ServiceBench::send(const HttpRequest& request, const std::string& endpoint) const {
  ServiceAnswer answer{request.method + " /" + endpoint, {}, {}};
  try {
    answer.response = http_.send(request, nullptr, context_);
  } catch (const AdapterError& error) {
    if (context_.cancelled()) throw;
    answer.trouble = error.message;
  }
  return answer;
}

std::string ServiceBench::metadata_body(const std::string& manifest, const std::string& key,
                                        const std::string& more) const {
  Artifact artifact = artifact_;
  artifact.digest = digest_text(manifest);
  artifact.size = static_cast<std::int64_t>(manifest.size());
  return R"({"Registry":null,")" + key + "\":\"" + sdk::base64(manifest) + R"(","Artifact":)" +
         sdk::artifact_to_json(artifact) + more + "}";
}

std::string ServiceBench::addition_body(const std::string& name) const {
  return R"({"Registry":null,"Artifact":)" + sdk::artifact_to_json(artifact_) +
         R"(,"AdditionType":)" + sdk::json_quoted(name) + "}";
}

std::vector<std::string> ServiceBench::addition_names() const {
  const ServiceAnswer answer = get("additiontypes");
  std::vector<sdk::JsonMember> members;
  if (!answer.problem(members).empty()) return {};
  const sdk::JsonMember* const list = given(members, "AdditionTypes");
  if (list == nullptr || list->kind != sdk::JsonKind::kArray) return {};
  std::vector<std::string> names;
  for (const auto& each : nlohmann::json::parse(list->json, nullptr, false)) {
    if (each.is_string()) names.push_back(each.get<std::string>());
  }
  return names;
}

const sdk::JsonMember* given(const std::vector<sdk::JsonMember>& members, const char* name) {
  const sdk::JsonMember* const member = find_json_member_in_any_case(members, name);
  return member == nullptr || member->kind == sdk::JsonKind::kNull ? nullptr : member;
}

CheckResult skipped_for(const std::string& id) {
  return skipped("the check " + id + " does not pass", "see there");
}

}  // namespace portside::conformance
