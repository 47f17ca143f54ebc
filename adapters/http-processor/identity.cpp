// SPDX-License-Identifier: Apache-2.0
#include "http-processor/identity.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"

namespace portside::http_processor {
namespace {

bool is_other(std::int64_t answered, std::int64_t sent) {
  return answered != 0 && answered != sent;
}
bool is_other(const std::string& answered, const std::string& sent) {
  return !answered.empty() && answered != sent;
}
bool is_other(const std::optional<Millis>& answered, const std::optional<Millis>& sent) {
  return answered && answered != sent;
}

bool is_unset(const nlohmann::json& value) {
  return value == nullptr || value == false || value == 0 || value == "" ||
         (value.is_structured() && value.empty());
}

/// Without the members that nobody set: some write them, as null, 0 or "", and some leave them out.
nlohmann::json without_unset(const nlohmann::json& value) {
  if (!value.is_structured()) return value;
  auto set = value.is_array() ? nlohmann::json::array() : nlohmann::json::object();
  for (const auto& member : value.items()) {
    nlohmann::json inside = without_unset(member.value());
    if (value.is_array()) {
      set.push_back(std::move(inside));
    } else if (!is_unset(inside)) {
      set[member.key()] = std::move(inside);
    }
  }
  return set;
}

/// Of arrays.
bool is_other(const Json& answered, const Json& sent) {
  if (answered.absent() || answered.text == sent.text) return false;
  const auto one = nlohmann::json::parse(answered.text, nullptr, false);
  const auto other = nlohmann::json::parse(sent.absent() ? "[]" : sent.text, nullptr, false);
  // Numbers beyond a double are JSON, and make all of it discarded: nothing is equal to that.
  return one.is_discarded() || other.is_discarded() || without_unset(one) != without_unset(other);
}

/// Of an answered artifact that was read from one member only.
bool is_other(const Artifact& answered, const Artifact& sent) {
  return is_other(answered.id, sent.id) || is_other(answered.type, sent.type) ||
         is_other(answered.media_type, sent.media_type) ||
         is_other(answered.manifest_media_type, sent.manifest_media_type) ||
         is_other(answered.artifact_type, sent.artifact_type) ||
         is_other(answered.project_id, sent.project_id) ||
         is_other(answered.repository_id, sent.repository_id) ||
         is_other(answered.repository_name, sent.repository_name) ||
         is_other(answered.digest, sent.digest) || is_other(answered.size, sent.size) ||
         is_other(answered.push_time, sent.push_time) ||
         is_other(answered.pull_time, sent.pull_time) ||
         is_other(answered.references, sent.references);
}

bool is_another(const sdk::JsonMember& member, std::string_view name, const Artifact& sent) {
  try {
    const std::string alone = "{\"" + std::string(name) + "\":" + std::string(member.json) + "}";
    return is_other(sdk::artifact_from_json(alone), sent);
  } catch (const AdapterError&) {
    return true;  // it is not even of the kind that was sent
  }
}

}  // namespace

std::vector<std::string> differences_of(const std::vector<sdk::JsonMember>& answered,
                                        const Artifact& sent) {
  std::vector<std::string> names;
  for (const std::string_view name : sdk::kRegistryMembers) {
    const sdk::JsonMember* const member = find_json_member_in_any_case(answered, name);
    if (member != nullptr && is_another(*member, name, sent)) names.emplace_back(name);
  }
  return names;
}

}  // namespace portside::http_processor
