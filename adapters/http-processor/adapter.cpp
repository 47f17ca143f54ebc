// SPDX-License-Identifier: Apache-2.0
#include "http-processor/adapter.hpp"

#include <algorithm>
#include <utility>

#include "http-processor/answer.hpp"
#include "http-processor/media_type.hpp"
#include "http-processor/request.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::http_processor {
namespace {

constexpr const char* kArtifactType = "artifacttype";
constexpr const char* kAdditionTypes = "additiontypes";

/// For an artifact that nobody has a word for, as in Harbor.
constexpr const char* kUnknown = "UNKNOWN";

/// Says to the host that its default processor may stand in, and why.
AdapterError stand_in_for(const AdapterError& cause) {
  AdapterError error(ErrorCode::kUnsupported, cause.message + "; the host has to do without",
                     cause.detail);
  error.can_retry = cause.can_retry;
  error.retry_after = cause.retry_after;
  return error;
}

/// Says to the host that nobody stands in: to kUnsupported it answers with its default processor.
AdapterError failure_for(const AdapterError& cause) {
  AdapterError error = cause;
  if (error.code == ErrorCode::kUnsupported) error.code = ErrorCode::kScannerRejected;
  return error;
}

std::string cached_name(const std::string& endpoint, const std::string& media_type) {
  return endpoint + " " + sdk::lower_case(media_type);
}

/// Whose answers are kept. A query may tell tenants apart, and may be a secret.
std::string service_of(const HttpProcessorConfig& config, HostServices& host) {
  if (config.query.empty()) return config.url;
  return config.url + "?sha256=" + sdk::base64(host.crypto().sha256(config.query));
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace

void HttpProcessor::configure(const Json& config, HostServices& host) {
  config_ = parse_config(config);
  host_ = &host;
  api_.emplace(config_, host.http(config_.http));
  cache_.emplace(service_of(config_, host), config_.cache_time, config_.stale_time, host);
}

ProcessorInfo HttpProcessor::describe() const {
  return {"HTTP processor", config_.media_types, {}};
}

/// What `ask` gives; when that fails, what the configuration says of failures: `skipped` gives what
/// leaves the artifact as it is. The end of the call is no failure of the service.
template <typename Ask, typename Skipped>
auto HttpProcessor::as_configured(const CallContext& context, const Ask& ask,
                                  const Skipped& skipped) const {
  try {
    return ask();
  } catch (const AdapterError& error) {
    if (context.cancelled()) throw;
    if (config_.on_failure == OnFailure::kFail) throw failure_for(error);
    if (config_.on_failure == OnFailure::kFallback) throw stand_in_for(error);
    return skipped(error);
  }
}

std::string HttpProcessor::artifact_type(const Artifact& artifact, const CallContext& context) {
  return as_configured(
      context, [&] { return remembered(kArtifactType, artifact, context).at(0); },
      [&](const AdapterError& error) {
        // A word that may be wrong must not stay: only this tells the host to ask again.
        if (error.can_retry) throw stand_in_for(error);
        return artifact.type.empty() ? std::string(kUnknown) : artifact.type;
      });
}

std::vector<std::string> HttpProcessor::addition_types(const Artifact& artifact,
                                                       const CallContext& context) {
  // As on_failure cannot have it: nobody stands in for additions, and "none" would be untrue.
  Words names = remembered(kAdditionTypes, artifact, context);
  for (std::string& name : names) name = sdk::upper_case(name);
  return names;
}

Words HttpProcessor::remembered(const std::string& endpoint, const Artifact& artifact,
                                const CallContext& context) {
  const std::string media_type = called_media_type(artifact, config_.media_types);
  // Those that are not listed may be anything, and any number.
  const Keep keep = config_.media_types.empty() ? Keep::kInMemory : Keep::kInState;
  const auto ask = [&]() -> Words {
    const std::string body = api_->get(endpoint, media_type, context);
    if (endpoint == kAdditionTypes) return read_addition_types(body, api_->what());
    return {read_artifact_type(body, api_->what())};
  };
  return cache_->get(cached_name(endpoint, media_type), keep, ask, context);
}

ArtifactMetadata HttpProcessor::abstract_metadata(const std::string& manifest,
                                                  const Artifact& artifact,
                                                  RegistryAccess& registry,
                                                  const CallContext& context) {
  ArtifactMetadata metadata = as_configured(
      context, [&] { return ask_for_metadata(manifest, artifact, registry, context); },
      [this](const AdapterError& error) { return skipped(error); });
  if (config_.on_failure != OnFailure::kSkip || !metadata.note.empty()) return metadata;
  // Then artifact_type() had no other answer than the artifact's own, and never will.
  const std::string media_type = called_media_type(artifact, config_.media_types);
  if (const auto failure = cache_->failure_of(cached_name(kArtifactType, media_type));
      failure && !failure->can_retry) {
    metadata.note = "the processor has no word for the artifact: " + failure->message;
    host_->log(LogLevel::kWarning, metadata.note, {});
  }
  return metadata;
}

/// What is said of an artifact that stays as it is: its metadata, that is.
ArtifactMetadata HttpProcessor::skipped(const AdapterError& error) const {
  ArtifactMetadata metadata;
  metadata.note = "the artifact stays as it is: " + error.message;
  metadata.look_again = error.can_retry;
  host_->log(LogLevel::kWarning, metadata.note, {});
  return metadata;
}

ArtifactMetadata HttpProcessor::ask_for_metadata(const std::string& manifest,
                                                 const Artifact& artifact, RegistryAccess& registry,
                                                 const CallContext& context) {
  const std::string body = metadata_body(registry_json(config_.registry_access, registry, context),
                                         config_.manifest_key, manifest, artifact);
  MetadataAnswer answer =
      read_metadata(api_->post("abstractmetadata", called_media_type(artifact, config_.media_types),
                               body, config_.max_metadata_bytes, context),
                    artifact, api_->what());
  if (!answer.differences.empty()) {
    const std::string sentence = api_->what() +
                                 " changed what only the registry may change of an artifact (" +
                                 listed(answer.differences) + ")";
    if (config_.strict) throw AdapterError(ErrorCode::kScannerBadAnswer, sentence);
    host_->log(LogLevel::kWarning, sentence + "; that is passed over", {});
  }
  return std::move(answer.metadata);
}

Addition HttpProcessor::abstract_addition(const Artifact& artifact,
                                          const std::string& addition_type,
                                          RegistryAccess& registry, const CallContext& context) {
  const std::string name = own_spelling(artifact, addition_type, context);
  const std::string body =
      addition_body(registry_json(config_.registry_access, registry, context), artifact, name);
  return read_addition(
      api_->post("abstractaddition", called_media_type(artifact, config_.media_types), body,
                 config_.max_addition_bytes, context),
      api_->what());
}

/// As the service writes it. Throws kUnsupported for an addition that it does not name.
std::string HttpProcessor::own_spelling(const Artifact& artifact, const std::string& addition_type,
                                        const CallContext& context) {
  const Words names = remembered(kAdditionTypes, artifact, context);
  const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
    return sdk::is_same_in_any_case(name, addition_type);
  });
  if (found != names.end()) return *found;
  throw AdapterError(ErrorCode::kUnsupported,
                     api_->what() + " does not offer this addition; " +
                         (names.empty() ? "it offers none" : "it offers " + listed(names)));
}

}  // namespace portside::http_processor
