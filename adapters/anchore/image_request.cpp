// SPDX-License-Identifier: Apache-2.0
#include "anchore/image_request.hpp"

#include <nlohmann/json.hpp>

#include "anchore/api.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/rfc3339.hpp"

namespace portside::anchore {
namespace {

std::string body_text(const nlohmann::json& body) {
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string image_request(const ImageName& name, const std::string& owner, Millis now,
                          int api_version) {
  const std::string pull_string(name_in(api_version, "pullstring", "pull_string"));
  nlohmann::json body = {{"image_type", "docker"},
                         {"source",
                          {{"digest",
                            {{pull_string, name.pull_string},
                             {"tag", name.full_tag},
                             {"creation_timestamp_override", sdk::rfc3339(now)}}}}}};
  if (!owner.empty()) body["annotations"][kOwnerAnnotation] = owner;
  return body_text(body);
}

std::string registry_record(const ImageName& name, const Credentials& credentials,
                            const AnchoreConfig& config) {
  if (credentials.kind != CredentialKind::kBasic) {
    throw AdapterError(ErrorCode::kUnsupported,
                       "the host has a token for the registry, and Anchore keeps user names and "
                       "passwords only; give Anchore credentials of its own and set "
                       "'use_anchore_configured_credentials'");
  }
  return body_text({{"registry", name.repository},
                    {"registry_user", credentials.user},
                    {"registry_pass", credentials.secret},
                    {"registry_type", "docker_v2"},
                    {"registry_verify", config.registry_tls_verify && !name.is_plain_http}});
}

}  // namespace portside::anchore
