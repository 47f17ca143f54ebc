// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "conformance/service_checks.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"

namespace portside::conformance {
namespace {

constexpr const char* kTakenOver[] = {"extra_attrs", "annotations", "icon"};
constexpr std::size_t kLargeManifest = std::size_t{4} << 20U;

/// A value to compare; the text of one that nlohmann's parser cannot hold (a number beyond a
/// double).
nlohmann::json comparable(std::string_view json) {
  auto value = nlohmann::json::parse(json, nullptr, false);
  return value.is_discarded() ? nlohmann::json(json) : value;
}

/// What was answered about the sample, and whether it can be judged.
struct Described {
  explicit Described(const ServiceAnswer& given_answer) : answer(given_answer) {
    problem = answer.problem(members);
    if (!problem.empty()) return;
    const sdk::JsonMember* const artifact = given(members, "Artifact");
    if (artifact == nullptr) return;
    try {
      inside = sdk::json_members(artifact->json, "the answer's Artifact");
    } catch (const AdapterError& error) {
      problem = error.message;
    }
  }
  Described(const Described&) = delete;
  Described& operator=(const Described&) = delete;

  /// The members that hosts take over, as JSON.
  nlohmann::json taken() const {
    nlohmann::json json;
    for (const char* name : kTakenOver) {
      const sdk::JsonMember* const member = find_json_member_in_any_case(inside, name);
      if (member != nullptr) json[name] = comparable(member->json);
    }
    return json;
  }

  const ServiceAnswer answer;
  std::vector<sdk::JsonMember> members;
  std::vector<sdk::JsonMember> inside;
  std::string problem;
};

Described describe_sample(const ServiceBench& bench, const std::string& key = "manifest",
                          const std::string& more = "") {
  return Described(
      bench.post("abstractmetadata", bench.metadata_body(bench.manifest(), key, more)));
}

/// The same answer as to the usual request is expected to another form of it.
CheckResult check_other_form(const ServiceBench& bench, const std::string& key,
                             const std::string& more, const std::string& rule,
                             const std::string& remedy) {
  const Described usual = describe_sample(bench);
  if (!usual.problem.empty()) return skipped_for("metadata");
  const bool is_other_form = key != "manifest" || !more.empty();
  if (is_other_form && describe_sample(bench).taken() != usual.taken()) {
    return skipped_for("metadata-repeats");
  }
  const Described other = describe_sample(bench, key, more);
  if (!other.problem.empty()) return failed(other.problem, rule, remedy);
  if (other.taken() == usual.taken()) return passed();
  return failed("POST /abstractmetadata described the artifact in another way", rule, remedy);
}

/// The member of the sample with this name.
nlohmann::json sent_member(const ServiceBench& bench, const std::string& name) {
  return nlohmann::json::parse(sdk::artifact_to_json(bench.artifact())).at(name);
}

/// Absent, or what Go writes for a member that nobody set.
bool is_unset(const nlohmann::json& value) {
  return value.is_null() || value == "" || value == 0 || value == "0001-01-01T00:00:00Z";
}

}  // namespace

CheckResult check_metadata(ServiceBench& bench) {
  const Described described = describe_sample(bench);
  if (described.problem.empty()) return passed();
  if (described.answer.is_success() && described.answer.response.body.empty()) return passed();
  if (described.answer.is_refusal()) {
    return skipped("the service refuses the sample: " + described.answer.seen(),
                   "give one that it understands: --media-type, --manifest");
  }
  return failed(described.problem, R"(200 with {"Artifact": {...}, "Error": ""})",
                "refuse what is no artifact of yours with 422, and ask for a retry with 503");
}

CheckResult check_metadata_members(ServiceBench& bench) {
  const Described described = describe_sample(bench);
  if (!described.problem.empty()) return skipped_for("metadata");
  constexpr const char* kRule =
      "extra_attrs an object or null, annotations an object of texts, icon a digest";
  constexpr const char* kRemedy = "hosts take over these three, all or none";
  ArtifactMetadata metadata;
  if (const auto* attributes = find_json_member_in_any_case(described.inside, "extra_attrs")) {
    metadata.extra_attrs = Json{std::string(attributes->json)};
  }
  if (const sdk::JsonMember* const icon = given(described.inside, "icon")) {
    if (icon->kind != sdk::JsonKind::kString) return failed("the icon is no text", kRule, kRemedy);
    metadata.icon = icon->text;
  }
  try {
    Artifact copy = bench.artifact();
    sdk::apply(metadata, copy);
    if (const sdk::JsonMember* const annotations = given(described.inside, "annotations")) {
      sdk::artifact_from_json(R"({"annotations":)" + std::string(annotations->json) + "}");
    }
  } catch (const AdapterError& error) {
    return failed(error.message, kRule, kRemedy);
  }
  return passed();
}

CheckResult check_metadata_identity(ServiceBench& bench) {
  const Described described = describe_sample(bench);
  if (!described.problem.empty()) return skipped_for("metadata");
  for (const char* name : {"id", "type", "media_type", "manifest_media_type", "artifact_type",
                           "project_id", "repository_id", "repository_name", "digest", "size"}) {
    const sdk::JsonMember* const member = given(described.inside, name);
    if (member == nullptr) continue;
    const auto value = comparable(member->json);
    if (is_unset(value) || value == sent_member(bench, name)) continue;
    return failed(std::string("the answered artifact has another ") + name,
                  "what was sent, or no such member",
                  "hosts pass it over, and refuse it if strict");
  }
  return passed();
}

CheckResult check_metadata_repeats(ServiceBench& bench) {
  return check_other_form(bench, "manifest", "", "the same answer to the same request",
                          "hosts repeat requests whose answer did not arrive");
}

CheckResult check_manifest_key(ServiceBench& bench) {
  return check_other_form(bench, "Manifest", "", "the same answer when the manifest is 'Manifest'",
                          "read names of members in any case");
}

CheckResult check_unknown_members(ServiceBench& bench) {
  return check_other_form(bench, "manifest", R"(,"PortsideCheck":{"a":[1]})",
                          "the same answer when there is a member that nobody knows",
                          "pass over what you do not know: later hosts send more");
}

CheckResult check_large_manifest(ServiceBench& bench) {
  if (!describe_sample(bench).problem.empty()) return skipped_for("metadata");
  std::string large = bench.manifest();
  large.insert(large.rfind('}') == std::string::npos ? large.size() : large.rfind('}'),
               std::string(kLargeManifest - std::min(kLargeManifest, large.size()), ' '));
  const ServiceAnswer answer = bench.post("abstractmetadata", bench.metadata_body(large));
  if (answer.is_success()) return passed();
  return failed("with a manifest of 4 MiB " + answer.seen(), "the answer that a smaller one gets",
                "read bodies of 6 MiB at least: base64 makes four bytes of three");
}

}  // namespace portside::conformance
