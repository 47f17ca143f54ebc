// SPDX-License-Identifier: Apache-2.0
#include "conformance/service_description.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::conformance {

ServiceDescription::ServiceDescription(ServiceAnswer answer) : answer_(std::move(answer)) {
  const bool is_whole = answer_.is_success() && !answer_.response.cut_short;
  if (is_whole && answer_.is_blank()) return;
  problem_ = answer_.problem(members_);
  if (!problem_.empty()) return;
  const sdk::JsonMember* const artifact = given(members_, "Artifact");
  if (artifact == nullptr) return;
  try {
    artifact_ = sdk::json_members(artifact->json, "its Artifact");
  } catch (const AdapterError& error) {
    problem_ = answer_.seen() + ", which is no answer: " + error.message;
  }
}

std::string ServiceDescription::taken_over() const {
  std::string text;
  for (const char* name : {"extra_attrs", "annotations", "icon"}) {
    const sdk::JsonMember* const member = find_json_member_in_any_case(artifact_, name);
    text += (member == nullptr ? "" : comparable_json(member->json)) + "\n";
  }
  return text;
}

ServiceDescription describe_sample(const ServiceBench& bench, const std::string& manifest,
                                   const MetadataForm& form) {
  return ServiceDescription(bench.post("abstractmetadata", bench.metadata_body(manifest, form)));
}

ServiceDescription describe_sample(const ServiceBench& bench) {
  return describe_sample(bench, bench.manifest());
}

std::string comparable_json(std::string_view json) {
  using Handler = nlohmann::json::error_handler_t;
  const auto value = nlohmann::json::parse(json, nullptr, false);
  return value.is_discarded() ? std::string(json) : value.dump(-1, ' ', false, Handler::replace);
}

}  // namespace portside::conformance
