// SPDX-License-Identifier: Apache-2.0
#include "conformance/service_bench.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "crypto/digest.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"

namespace portside::conformance {
namespace {

// What hosts read, at most.
constexpr std::uint64_t kLargestWords = std::uint64_t{256} << 10U;
constexpr std::uint64_t kLargestMetadata = std::uint64_t{8} << 20U;
constexpr std::uint64_t kLargestAddition = std::uint64_t{32} << 20U;
constexpr Millis kGetTimeout = 5'000;
constexpr Millis kPostTimeout = 30'000;
constexpr char kOciManifest[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kGiveSecret[] =
    "give the value of the header that the service wants to see: --authorization-file";

std::string digest_text(const std::string& content) {
  return "sha256:" + crypto::hex(crypto::sha256(content));
}

/// In base64 it has padding, and both characters in which the alphabets differ.
std::string made_up_manifest(const std::string& media_type) {
  const nlohmann::ordered_json manifest = {
      {"schemaVersion", 2},
      {"mediaType", kOciManifest},
      {"config", {{"mediaType", media_type}, {"digest", digest_text("{}")}, {"size", 2}}},
      {"layers", nlohmann::ordered_json::array()},
      {"annotations", {{"org.opencontainers.image.title", "portside-check ~~~ ???"}}}};
  std::string text = manifest.dump();
  if (text.size() % 3 == 0) text += '\n';
  return text;
}

std::uint64_t largest_answer(const std::string& method, const std::string& endpoint) {
  if (method == "GET") return kLargestWords;
  return endpoint == "abstractaddition" ? kLargestAddition : kLargestMetadata;
}

std::string in_quotes(std::string_view text) {
  return '"' + std::string(text) + '"';
}

}  // namespace

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
  if (!subject_.query.empty()) {
    request.url += (endpoint.find('?') == std::string::npos ? "?" : "&") + subject_.query;
  }
  request.headers = {{"Accept", "application/json"}, {"X-Request-Id", context_.request_id()}};
  if (!subject_.media_type.empty()) {
    request.headers.emplace_back("X-Artifact-Media-Type", subject_.media_type);
  }
  if (!subject_.authorization.empty()) {
    request.headers.emplace_back(subject_.authorization_header, subject_.authorization);
  }
  if (method == "POST") request.headers.emplace_back("Content-Type", "application/json");
  request.max_body = largest_answer(method, endpoint);
  request.timeout = method == "GET" ? kGetTimeout : kPostTimeout;
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
  ServiceAnswer answer{
      request.method + " /" + endpoint, {}, {}, false, request.max_body, answered_};
  asked_ = true;
  try {
    answer.response = http_.send(request, nullptr, context_);
  } catch (const AdapterError& error) {
    if (context_.cancelled()) throw;
    answer.trouble = error.message;
    answer.unreachable = error.code == ErrorCode::kScannerUnreachable;
  }
  if (!answer.unreachable) answered_ = true;
  return answer;
}

std::string ServiceBench::metadata_body(const std::string& manifest,
                                        const MetadataForm& form) const {
  Artifact artifact = artifact_;
  artifact.digest = digest_text(manifest);
  artifact.size = static_cast<std::int64_t>(manifest.size());
  artifact.extra = form.unknown;
  std::string body = "{" + in_quotes(form.registry_key) + ":" + form.registry;
  body += "," + in_quotes(form.manifest_key) + ":" + in_quotes(form.encoded(manifest));
  body += "," + in_quotes(form.artifact_key) + ":" + sdk::artifact_to_json(artifact);
  if (!form.unknown.absent()) body += R"(,"PortsideCheck":)" + form.unknown.text;
  return body + "}";
}

std::string ServiceBench::addition_body(const std::string& name,
                                        const std::string& registry) const {
  return R"({"Registry":)" + registry + R"(,"Artifact":)" + sdk::artifact_to_json(artifact_) +
         R"(,"AdditionType":)" + sdk::json_quoted(name) + "}";
}

std::optional<std::vector<std::string>> ServiceBench::addition_names() const {
  const ServiceAnswer answer = get("additiontypes");
  std::vector<sdk::JsonMember> members;
  if (!answer.problem(members).empty()) return std::nullopt;
  const sdk::JsonMember* const list = find_json_member_in_any_case(members, "AdditionTypes");
  if (list == nullptr) return std::nullopt;
  // Numbers beyond a double are JSON, and make all of it discarded.
  const auto parsed = nlohmann::json::parse(list->json, nullptr, false);
  if (!parsed.is_array() && !parsed.is_null()) return std::nullopt;
  std::vector<std::string> names;
  for (const auto& each : parsed) {
    if (!each.is_string()) return std::nullopt;
    names.push_back(each.get<std::string>());
  }
  return names;
}

CheckResult skipped_for(const std::string& id) {
  return skipped("the check " + id + " does not pass", "see there");
}

CheckResult skipped_for_refusal(const ServiceAnswer& answer) {
  return skipped("the service refuses the sample: " + answer.seen(),
                 "give one that it understands: --media-type, --manifest");
}

CheckResult skipped_for_denial(const ServiceAnswer& answer) {
  return skipped(answer.seen(), kGiveSecret);
}

std::string remedy_for(const ServiceAnswer& answer, const std::string& otherwise) {
  if (answer.unreachable && answer.answered_before) {
    return "look for the exception in the service's log";
  }
  if (answer.unreachable) return "start the service, or mend the URL";
  return answer.is_denial() ? kGiveSecret : otherwise;
}

}  // namespace portside::conformance
