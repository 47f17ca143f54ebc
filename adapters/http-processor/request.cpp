// SPDX-License-Identifier: Apache-2.0
#include "http-processor/request.hpp"

#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/json_members.hpp"

namespace portside::http_processor {
namespace {

/// The largest that registries have to take (OCI distribution specification, "Pushing Manifests").
constexpr std::size_t kLargestManifest = std::size_t{4} << 20U;

std::string basic_authorization(RegistryAccess& registry, const CallContext& context) {
  const Credentials credentials = registry.credentials(context);
  if (credentials.kind == CredentialKind::kNone) return {};
  if (credentials.kind != CredentialKind::kBasic) {
    throw AdapterError(ErrorCode::kUnsupported,
                       "this host has no user and password that the processor could read the "
                       "registry with; use registry_access: bearer");
  }
  return "Basic " + sdk::base64(credentials.user + ":" + credentials.secret);
}

std::string registry_member(const std::string& registry) {
  return R"({"Registry":)" + registry;
}

}  // namespace

std::string registry_json(RegistryUse use, RegistryAccess& registry, const CallContext& context) {
  if (use == RegistryUse::kNone) return "null";
  const std::string authorization = use == RegistryUse::kBasic
                                        ? basic_authorization(registry, context)
                                        : registry.authorization(context).header;
  return R"({"url":)" + sdk::json_quoted(registry.url()) + R"(,"authorization":)" +
         sdk::json_quoted(authorization) + "}";
}

std::string metadata_body(const std::string& registry, const std::string& key,
                          std::string_view manifest, const Artifact& artifact) {
  if (manifest.size() > kLargestManifest) {
    throw AdapterError(ErrorCode::kTooLarge,
                       "the manifest has more than 4 MiB, the most that a processor is sent");
  }
  return registry_member(registry) + ",\"" + key + "\":\"" + sdk::base64(manifest) +
         R"(","Artifact":)" + sdk::artifact_to_json(artifact) + "}";
}

std::string addition_body(const std::string& registry, const Artifact& artifact,
                          std::string_view addition_type) {
  return registry_member(registry) + R"(,"Artifact":)" + sdk::artifact_to_json(artifact) +
         R"(,"AdditionType":)" + sdk::json_quoted(addition_type) + "}";
}

}  // namespace portside::http_processor
