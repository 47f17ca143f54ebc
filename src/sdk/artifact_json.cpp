// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/artifact_json.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/json_members.hpp"
#include "portside/sdk/rfc3339.hpp"
#include "sdk/is_image_digest.hpp"

namespace portside::sdk {
namespace {

/// What Go writes for a time that never was.
constexpr std::string_view kNever = "0001-01-01T00:00:00Z";
constexpr std::string_view kDayOfNever = "0001-01-01T";

/// Calls `visit` with the name of each member and the member, in the order that Harbor has.
template <typename AnyArtifact, typename Visit>
void for_each_member(AnyArtifact& artifact, Visit visit) {
  visit("id", artifact.id);
  visit("type", artifact.type);
  visit("media_type", artifact.media_type);
  visit("manifest_media_type", artifact.manifest_media_type);
  visit("artifact_type", artifact.artifact_type);
  visit("project_id", artifact.project_id);
  visit("repository_id", artifact.repository_id);
  visit("repository_name", artifact.repository_name);
  visit("digest", artifact.digest);
  visit("size", artifact.size);
  visit("icon", artifact.icon);
  visit("push_time", artifact.push_time);
  visit("pull_time", artifact.pull_time);
  visit("extra_attrs", artifact.extra_attrs);
  visit("annotations", artifact.annotations);
  visit("references", artifact.references);
}

JsonKind kind_of_member(std::string_view name) {
  return name == "references" ? JsonKind::kArray : JsonKind::kObject;
}

class ArtifactWriter {
 public:
  void operator()(const char* name, std::int64_t value) { add(name, std::to_string(value)); }
  void operator()(const char* name, const std::string& text) { add(name, json_quoted(text)); }
  void operator()(const char* name, const std::optional<Millis>& time) {
    add(name, json_quoted(time ? rfc3339_exact(*time) : kNever));
  }
  void operator()(const char* name, const Json& json) {
    if (json.absent()) return add(name, "null");
    kind_of(json, kind_of_member(name), name, kArtifactDepth - 1);
    add(name, json.text);
  }
  void operator()(const char* name, const std::map<std::string, std::string>& texts) {
    std::string json;
    for (const auto& [key, text] : texts) {
      json += (json.empty() ? "{" : ",") + json_quoted(key) + ":" + json_quoted(text);
    }
    add(name, texts.empty() ? "null" : json + "}");
  }

  /// The members of `extra` that have no member of their own.
  void add_extra(const Json& extra) {
    if (extra.absent()) return;
    if (kind_of(extra, JsonKind::kObject, "extra", kArtifactDepth) == JsonKind::kNull) return;
    for (const JsonMember& member : json_members(extra.text, "extra", kArtifactDepth)) {
      const bool is_known = std::find(names_.begin(), names_.end(), member.name) != names_.end();
      if (!is_known) write(member.name, member.json);
    }
  }

  std::string take() { return out_ + "}"; }

 private:
  void add(std::string_view name, std::string_view json) {
    write(name, json);
    names_.emplace_back(name);
  }

  void write(std::string_view name, std::string_view json) {
    out_ += (out_.empty() ? "{" : ",") + json_quoted(name) + ":";
    out_ += json;
  }

  /// The expected one or null; throws for others.
  static JsonKind kind_of(const Json& json, JsonKind expected, const std::string& name,
                          std::size_t depth) {
    try {
      const JsonKind kind = json_kind(json.text, "the artifact's " + name, depth);
      if (kind == expected || kind == JsonKind::kNull) return kind;
    } catch (const AdapterError& error) {
      throw AdapterError(ErrorCode::kInvalidArgument, error.message);
    }
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "the artifact's " + name + " is no JSON " +
                           (expected == JsonKind::kArray ? "array" : "object"));
  }

  std::string out_;
  /// Of the members that every artifact has.
  std::vector<std::string> names_;
};

/// Reads the members that an artifact has; what is left is nobody's.
class ArtifactReader {
 public:
  explicit ArtifactReader(std::string_view text)
      : members_(json_members(text, kWhat, kArtifactDepth)) {}

  void operator()(const char* name, std::int64_t& value) {
    const JsonMember* const member = take(name, JsonKind::kNumber, "a number");
    if (member == nullptr) return;
    const char* const end = member->json.data() + member->json.size();
    const auto read = std::from_chars(member->json.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end) refuse(name, "a whole number of 64 bits");
  }
  void operator()(const char* name, std::string& text) {
    const JsonMember* const member = take(name, JsonKind::kString, "a text");
    if (member != nullptr) text = member->text;
  }
  void operator()(const char* name, std::optional<Millis>& time) {
    constexpr const char* kExpected = "a time as 2024-03-29T17:08:00Z";
    const JsonMember* const member = take(name, JsonKind::kString, kExpected);
    if (member == nullptr || member->text.substr(0, kDayOfNever.size()) == kDayOfNever) return;
    time = parse_rfc3339(member->text);
    if (!time) refuse(name, kExpected);
  }
  void operator()(const char* name, Json& json) {
    const JsonKind kind = kind_of_member(name);
    const JsonMember* const member =
        take(name, kind, kind == JsonKind::kArray ? "an array" : "an object");
    if (member != nullptr) json.text = member->json;
  }
  void operator()(const char* name, std::map<std::string, std::string>& texts) {
    constexpr const char* kExpected = "an object of texts";
    const JsonMember* const member = take(name, JsonKind::kObject, kExpected);
    if (member == nullptr) return;
    for (JsonMember& each : json_members(member->json, kWhat, kArtifactDepth)) {
      if (each.kind != JsonKind::kString) refuse(name, kExpected);
      texts[std::move(each.name)] = std::move(each.text);
    }
  }

  /// The members that nobody took.
  Json rest() const {
    Json json;
    for (const JsonMember& member : members_) {
      if (std::find(taken_.begin(), taken_.end(), member.name) != taken_.end()) continue;
      json.text += (json.absent() ? "{" : ",") + json_quoted(member.name) + ":";
      json.text += member.json;
    }
    if (!json.absent()) json.text += '}';
    return json;
  }

 private:
  static constexpr const char* kWhat = "the artifact";

  [[noreturn]] static void refuse(const char* name, const std::string& expected) {
    throw AdapterError(ErrorCode::kMalformedData,
                       std::string("the artifact's ") + name + " is not " + expected);
  }

  /// Null when the member is not there, or is null.
  const JsonMember* take(const char* name, JsonKind kind, const char* expected) {
    taken_.emplace_back(name);
    const auto has_name = [name](const JsonMember& each) { return each.name == name; };
    // Two readers would see two artifacts in it.
    if (std::count_if(members_.begin(), members_.end(), has_name) > 1) {
      throw AdapterError(ErrorCode::kMalformedData,
                         std::string("the artifact has the member ") + name + " twice");
    }
    const JsonMember* const member = find_json_member(members_, name);
    if (member == nullptr || member->kind == JsonKind::kNull) return nullptr;
    if (member->kind != kind) refuse(name, expected);
    return member;
  }

  const std::vector<JsonMember> members_;
  std::vector<std::string> taken_;
};

/// The text of a member of an addition; null when it is not there, or is null.
const std::string* addition_text(const std::vector<JsonMember>& members, const char* name) {
  const JsonMember* const member = find_json_member_in_any_case(members, name);
  if (member == nullptr || member->kind == JsonKind::kNull) return nullptr;
  if (member->kind == JsonKind::kString) return &member->text;
  throw AdapterError(ErrorCode::kMalformedData,
                     std::string("the addition's ") + name + " is not a text");
}

}  // namespace

std::string artifact_to_json(const Artifact& artifact) {
  ArtifactWriter writer;
  for_each_member(artifact, [&](const char* name, const auto& member) { writer(name, member); });
  writer.add_extra(artifact.extra);
  return writer.take();
}

Artifact artifact_from_json(std::string_view text) {
  Artifact artifact;
  ArtifactReader reader(text);
  for_each_member(artifact, [&](const char* name, auto& member) { reader(name, member); });
  artifact.extra = reader.rest();
  return artifact;
}

std::string addition_to_json(const Addition& addition) {
  const std::string content =
      addition.content.empty() ? "null" : '"' + base64(addition.content) + '"';
  return R"({"Content":)" + content + R"(,"ContentType":)" + json_quoted(addition.content_type) +
         "}";
}

Addition addition_from_json(std::string_view text) {
  const std::vector<JsonMember> members = json_members(text, "the addition");
  Addition addition;
  if (const std::string* const content = addition_text(members, "Content")) {
    auto bytes = from_any_base64(*content);
    if (!bytes)
      throw AdapterError(ErrorCode::kMalformedData, "the addition's Content is no base64");
    addition.content = std::move(*bytes);
  }
  if (const std::string* const type = addition_text(members, "ContentType")) {
    addition.content_type = *type;
  }
  return addition;
}

void apply(const ArtifactMetadata& metadata, Artifact& artifact) {
  Json attributes = artifact.extra_attrs;
  if (metadata.extra_attrs) {
    const std::string what = "what the processor says of the artifact (extra_attrs)";
    const JsonKind kind = metadata.extra_attrs->absent()
                              ? JsonKind::kNull
                              : json_kind(metadata.extra_attrs->text, what, kArtifactDepth - 1);
    if (kind != JsonKind::kObject && kind != JsonKind::kNull) {
      throw AdapterError(ErrorCode::kMalformedData, what + " is neither a JSON object nor null");
    }
    attributes = kind == JsonKind::kNull ? Json{} : *metadata.extra_attrs;
  }
  if (metadata.icon && !metadata.icon->empty() && !is_image_digest(*metadata.icon)) {
    throw AdapterError(ErrorCode::kMalformedData,
                       "the icon that the processor names is no digest; expected sha256: or "
                       "sha512: and lower-case hex digits, or an empty text");
  }
  std::map<std::string, std::string> annotations =
      metadata.annotations ? *metadata.annotations : artifact.annotations;
  std::string icon = metadata.icon ? *metadata.icon : artifact.icon;
  artifact.extra_attrs = std::move(attributes);
  artifact.annotations = std::move(annotations);
  artifact.icon = std::move(icon);
}

}  // namespace portside::sdk
