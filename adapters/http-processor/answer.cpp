// SPDX-License-Identifier: Apache-2.0
#include "http-processor/answer.hpp"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

#include "http-processor/identity.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_members.hpp"
#include "portside/sdk/media_type.hpp"

namespace portside::http_processor {
namespace {

using sdk::JsonKind;
using sdk::JsonMember;
using Members = std::vector<JsonMember>;

constexpr std::size_t kLongestSaid = 512;
constexpr std::size_t kLongestType = 255;
constexpr std::size_t kLongestAddition = 128;
constexpr std::size_t kMostAdditions = 100;

[[noreturn]] void throw_bad_answer(const std::string& what, const std::string& why,
                                   std::string_view body) {
  throw AdapterError(ErrorCode::kScannerBadAnswer, what + " gave an answer that is none: " + why,
                     sdk::excerpt(body));
}

/// Null when the member is not there, or is null.
const JsonMember* given(const Members& members, const char* name) {
  const JsonMember* const member = find_json_member_in_any_case(members, name);
  return member == nullptr || member->kind == JsonKind::kNull ? nullptr : member;
}

/// What `Error` says; "" for nothing.
std::string error_member(const Members& members) {
  const JsonMember* const error = given(members, "Error");
  if (error == nullptr) return {};
  const std::string_view text = error->kind == JsonKind::kString ? error->text : error->json;
  return sdk::excerpt(text, kLongestSaid);
}

/// The members of an answer that is no error. What `read` throws is wrong with the answer.
template <typename Read>
auto read_success(std::string_view body, const std::string& what, Read read) {
  Members members;
  try {
    members = sdk::json_members(body, "it", sdk::kArtifactDepth + 1);
  } catch (const AdapterError& error) {
    throw_bad_answer(what, error.message, body);
  }
  const std::string said = error_member(members);
  if (!said.empty()) {
    throw AdapterError(ErrorCode::kScannerRejected, what + " could not do it: " + said);
  }
  try {
    return read(members);
  } catch (const AdapterError& error) {
    throw_bad_answer(what, error.message, body);
  }
}

[[noreturn]] void throw_malformed(const std::string& why) {
  throw AdapterError(ErrorCode::kMalformedData, why);
}

bool is_word(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::map<std::string, std::string> texts_of(const JsonMember& member) {
  if (member.kind != JsonKind::kObject) throw_malformed("its annotations are no object");
  std::map<std::string, std::string> texts;
  for (JsonMember& each : sdk::json_members(member.json, "its annotations")) {
    if (each.kind != JsonKind::kString) throw_malformed("its annotations are not all texts");
    texts[std::move(each.name)] = std::move(each.text);
  }
  return texts;
}

ArtifactMetadata metadata_of(const Members& artifact) {
  ArtifactMetadata metadata;
  if (const auto* attributes = find_json_member_in_any_case(artifact, "extra_attrs")) {
    metadata.extra_attrs = Json{std::string(attributes->json)};
  }
  if (const JsonMember* const annotations = given(artifact, "annotations")) {
    metadata.annotations = texts_of(*annotations);
  }
  if (const JsonMember* const icon = given(artifact, "icon")) {
    if (icon->kind != JsonKind::kString) throw_malformed("its icon is no text");
    metadata.icon = icon->text;
  }
  return metadata;
}

std::vector<std::string> names_of(const JsonMember& list) {
  if (list.kind != JsonKind::kArray) throw_malformed("its AdditionTypes are no list");
  std::vector<std::string> names;
  std::vector<std::string> seen;
  // Numbers beyond a double are JSON, and make all of it discarded.
  const auto parsed = nlohmann::json::parse(list.json, nullptr, false);
  if (!parsed.is_array()) throw_malformed("its AdditionTypes are not all texts");
  for (const auto& each : parsed) {
    if (!each.is_string()) throw_malformed("its AdditionTypes are not all texts");
    auto name = each.get<std::string>();
    if (!is_word(name, kLongestAddition)) {
      throw_malformed("it names an addition that is not 1 to 128 visible ASCII characters");
    }
    std::string capitals = sdk::upper_case(name);
    if (std::find(seen.begin(), seen.end(), capitals) != seen.end()) continue;
    seen.push_back(std::move(capitals));
    names.push_back(std::move(name));
    if (names.size() > kMostAdditions) throw_malformed("it names more than 100 additions");
  }
  return names;
}

bool is_blank(std::string_view body) {
  return body.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::string read_artifact_type(std::string_view body, const std::string& what) {
  return read_success(body, what, [](const Members& members) {
    const JsonMember* const type = given(members, "ArtifactType");
    if (type == nullptr || type->kind != JsonKind::kString) {
      throw_malformed("it has no text ArtifactType");
    }
    if (!is_word(type->text, kLongestType)) {
      throw_malformed("its ArtifactType is not 1 to 255 visible ASCII characters");
    }
    return sdk::upper_case(type->text);
  });
}

std::vector<std::string> read_addition_types(std::string_view body, const std::string& what) {
  return read_success(body, what, [](const Members& members) {
    const JsonMember* const list = find_json_member_in_any_case(members, "AdditionTypes");
    if (list == nullptr) throw_malformed("it has no AdditionTypes");
    return list->kind == JsonKind::kNull ? std::vector<std::string>() : names_of(*list);
  });
}

MetadataAnswer read_metadata(std::string_view body, const Artifact& sent, const std::string& what) {
  if (is_blank(body)) return {};
  return read_success(body, what, [&](const Members& members) {
    MetadataAnswer answer;
    const JsonMember* const artifact = given(members, "Artifact");
    if (artifact == nullptr) return answer;
    const Members inside = sdk::json_members(artifact->json, "its Artifact");
    answer.metadata = metadata_of(inside);
    Artifact copy = sent;
    sdk::apply(answer.metadata, copy);  // throws for what no artifact can have
    answer.differences = differences_of(inside, sent);
    return answer;
  });
}

Addition read_addition(std::string_view body, const std::string& what) {
  return read_success(body, what, [](const Members& members) {
    const JsonMember* const member = find_json_member_in_any_case(members, "Addition");
    if (member == nullptr) throw_malformed("it has no Addition");
    Addition addition;
    if (member->kind != JsonKind::kNull) addition = sdk::addition_from_json(member->json);
    if (addition.content_type.empty()) addition.content_type = "application/octet-stream";
    if (!sdk::is_content_type(addition.content_type)) {
      throw_malformed("its ContentType is no media type");
    }
    return addition;
  });
}

std::string said_error(std::string_view body) {
  try {
    std::string said = error_member(sdk::json_members(body, "it"));
    if (!said.empty()) return said;
  } catch (const AdapterError&) {
    // It is some other text.
  }
  return sdk::excerpt(body, kLongestSaid);
}

}  // namespace portside::http_processor
