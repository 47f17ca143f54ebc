// SPDX-License-Identifier: Apache-2.0
#include "anchore/image_request.hpp"

#include <string_view>

#include "anchore/api.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_members.hpp"
#include "portside/sdk/rfc3339.hpp"

namespace portside::anchore {
namespace {

/// `"name":value`, with `value` as it is to stand there.
std::string body_member(std::string_view name, std::string_view value) {
  return sdk::json_quoted(name) + ':' + std::string(value);
}

std::string body_text(std::string_view name, std::string_view text) {
  return body_member(name, sdk::json_quoted(text));
}

}  // namespace

std::string image_request(const ImageName& name, const std::string& owner, Millis now,
                          int api_version) {
  const std::string_view pull_string = name_in(api_version, "pullstring", "pull_string");
  const std::string digest = '{' + body_text(pull_string, name.pull_string) + ',' +
                             body_text("tag", name.full_tag) + ',' +
                             body_text("creation_timestamp_override", sdk::rfc3339(now)) + '}';
  std::string body = '{' + body_text("image_type", "docker") + ',' +
                     body_member("source", '{' + body_member("digest", digest) + '}');
  if (!owner.empty()) {
    body += ',' + body_member("annotations", '{' + body_text(kOwnerAnnotation, owner) + '}');
  }
  return body + '}';
}

std::string registry_record(const ImageName& name, const Credentials& credentials,
                            const AnchoreConfig& config) {
  if (credentials.kind != CredentialKind::kBasic) {
    throw AdapterError(ErrorCode::kUnsupported,
                       "the host has a token for the registry, and Anchore keeps user names and "
                       "passwords only; give Anchore credentials of its own and set "
                       "'use_anchore_configured_credentials'");
  }
  const bool verify = config.registry_tls_verify && !name.is_plain_http;
  return '{' + body_text("registry", name.repository) + ',' +
         body_text("registry_user", credentials.user) + ',' +
         body_text("registry_pass", credentials.secret) + ',' +
         body_text("registry_type", "docker_v2") + ',' +
         body_member("registry_verify", verify ? "true" : "false") + '}';
}

}  // namespace portside::anchore
