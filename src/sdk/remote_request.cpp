// SPDX-License-Identifier: Apache-2.0
#include "sdk/remote_request.hpp"

#include <charconv>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/authorization.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_members.hpp"

namespace portside::sdk {
namespace {

using Members = std::vector<JsonMember>;

[[noreturn]] void refuse_request(const std::string& why) {
  throw AdapterError(ErrorCode::kInvalidArgument, "the request " + why);
}

/// Null when the member is not there, or is null.
const JsonMember* given(const Members& members, const char* name) {
  const JsonMember* const member = find_json_member_in_any_case(members, name);
  return member == nullptr || member->kind == JsonKind::kNull ? nullptr : member;
}

std::string text_of(const Members& members, const char* name) {
  const JsonMember* const member = given(members, name);
  if (member == nullptr) return {};
  if (member->kind != JsonKind::kString)
    refuse_request(std::string("has a ") + name + " that is no text");
  return member->text;
}

RemoteRegistry registry_of(const Members& members, const std::string& repository) {
  RemoteRegistry registry;
  registry.repository = repository;
  const JsonMember* const member = given(members, "Registry");
  if (member == nullptr) return registry;
  const Members inside = json_members(member->json, "the request's Registry");
  registry.url = text_of(inside, "url");
  registry.authorization = authorization_value(text_of(inside, "authorization"));
  return registry;
}

RemoteRequest parse_common(const Members& members) {
  RemoteRequest request;
  const JsonMember* const artifact = given(members, "Artifact");
  if (artifact == nullptr) refuse_request("has no Artifact");
  request.artifact = artifact_from_json(artifact->json);
  request.registry = registry_of(members, request.artifact.repository_name);
  return request;
}

/// What is wrong with the JSON is wrong with the request.
template <typename Parse>
RemoteRequest parse_body(std::string_view body, Parse parse) {
  try {
    const Members members = json_members(body, "the request", kArtifactDepth + 1);
    RemoteRequest request = parse_common(members);
    parse(members, request);
    return request;
  } catch (const AdapterError& error) {
    throw AdapterError(ErrorCode::kInvalidArgument, error.message);
  }
}

/// Percent-encoded text (RFC 3986 section 2.1) as it is meant; what is no encoding stays.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* const digits = text.data() + i + 1;
    const bool is_encoded = text[i] == '%' && i + 2 < text.size() &&
                            std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    out += is_encoded ? static_cast<char>(byte) : text[i];
    if (is_encoded) i += 2;
  }
  return out;
}

/// The parameter of a query; "" without it.
std::string query_parameter(std::string_view url, std::string_view name) {
  std::size_t at = url.find('?');
  while (at != std::string_view::npos) {
    url.remove_prefix(at + 1);
    at = url.find('&');
    const std::string_view pair = url.substr(0, at);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return percent_decoded(pair.substr(equals + 1));
    }
  }
  return {};
}

}  // namespace

RemoteRequest parse_metadata_request(std::string_view body) {
  return parse_body(body, [](const Members& members, RemoteRequest& request) {
    std::optional<std::string> manifest = from_any_base64(text_of(members, "manifest"));
    if (!manifest) refuse_request("has a manifest that is no base64");
    request.manifest = std::move(*manifest);
  });
}

RemoteRequest parse_addition_request(std::string_view body) {
  return parse_body(body, [](const Members& members, RemoteRequest& request) {
    request.addition_type = text_of(members, "AdditionType");
    if (request.addition_type.empty()) refuse_request("has no AdditionType");
  });
}

Artifact artifact_of_get(const HttpRequest& request) {
  Artifact artifact;
  artifact.media_type = header_of(request.headers, "X-Artifact-Media-Type").value_or("");
  if (artifact.media_type.empty()) {
    artifact.media_type = query_parameter(request.url, "mediaType");
  }
  artifact.artifact_type = artifact.media_type;
  return artifact;
}

std::string_view endpoint_name(std::string_view url) noexcept {
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace portside::sdk
