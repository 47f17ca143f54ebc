// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "conformance/service_checks.hpp"
#include "conformance/service_description.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"

namespace portside::conformance {
namespace {

std::string member_of(const Artifact& artifact, std::string_view name) {
  const std::string json = sdk::artifact_to_json(artifact);
  return comparable_json(find_json_member(sdk::json_members(json, "the artifact"), name)->json);
}

/// The answered value, written as hosts write it: times in one zone. Nothing for what no artifact
/// can have.
std::optional<std::string> as_hosts_write(std::string_view name, std::string_view json) {
  try {
    const std::string alone = "{\"" + std::string(name) + "\":" + std::string(json) + "}";
    return member_of(sdk::artifact_from_json(alone), name);
  } catch (const AdapterError&) {
    return std::nullopt;
  }
}

/// What hosts take over. Throws kMalformedData for what no artifact can have.
void read_metadata(const std::vector<sdk::JsonMember>& artifact, const Artifact& sent) {
  ArtifactMetadata metadata;
  if (const auto* attributes = find_json_member_in_any_case(artifact, "extra_attrs")) {
    metadata.extra_attrs = Json{std::string(attributes->json)};
    if (!nlohmann::json::accept(attributes->json)) {
      throw AdapterError(ErrorCode::kMalformedData,
                         "the extra_attrs have a number beyond 1.8e308, which few can read");
    }
  }
  if (const sdk::JsonMember* const icon = given(artifact, "icon")) {
    if (icon->kind != sdk::JsonKind::kString) {
      throw AdapterError(ErrorCode::kMalformedData, "the icon is no text");
    }
    metadata.icon = icon->text;
  }
  Artifact copy = sent;
  sdk::apply(metadata, copy);
  if (const sdk::JsonMember* const annotations = given(artifact, "annotations")) {
    sdk::artifact_from_json(R"({"annotations":)" + std::string(annotations->json) + "}");
  }
}

}  // namespace

CheckResult check_metadata(ServiceBench& bench) {
  const ServiceDescription described = describe_sample(bench);
  if (described.problem().empty()) return passed();
  if (described.answer().is_refusal()) return skipped_for_refusal(described.answer());
  return failed(described.problem(), R"(200 with {"Artifact": {...}, "Error": ""})",
                remedy_for(described.answer(),
                           "refuse what is no artifact of yours with 422, and ask for a retry "
                           "with 503"));
}

CheckResult check_metadata_members(ServiceBench& bench) {
  const ServiceDescription described = describe_sample(bench);
  if (!described.problem().empty()) return skipped_for("metadata");
  try {
    read_metadata(described.artifact(), bench.artifact());
  } catch (const AdapterError& error) {
    return failed(error.message,
                  "extra_attrs an object or null, annotations an object of texts, icon a digest",
                  "hosts take over these three, all or none");
  }
  return passed();
}

CheckResult check_metadata_identity(ServiceBench& bench) {
  const ServiceDescription described = describe_sample(bench);
  if (!described.problem().empty()) return skipped_for("metadata");
  for (const std::string_view name : sdk::kRegistryMembers) {
    const sdk::JsonMember* const member = given(described.artifact(), name);
    if (member == nullptr) continue;
    const auto answered = as_hosts_write(name, member->json);
    // What Go writes for a member that nobody set is as good as none, and so is an empty list.
    const bool is_unset = answered == member_of({}, name) || answered == "[]";
    if (is_unset || answered == member_of(bench.artifact(), name)) continue;
    return failed("the answered artifact has another " + std::string(name),
                  "what was sent, or no such member",
                  "hosts pass it over, and refuse it if strict");
  }
  return passed();
}

}  // namespace portside::conformance
