// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/service_answer.hpp"
#include "conformance/service_check.hpp"
#include "conformance/verdict.hpp"
#include "portside/api/artifact.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::conformance {

/// How a request for metadata is written; all forms but another `registry` mean the same.
struct MetadataForm {
  const char* registry_key = "Registry";
  const char* manifest_key = "manifest";
  const char* artifact_key = "Artifact";
  /// What goes between the quotes, of the manifest.
  std::string (*encoded)(std::string_view) = &sdk::base64;
  /// JSON.
  std::string registry = "null";
  /// Members that nobody knows, an object or absent: in the envelope, and in the artifact.
  Json unknown = {};
};

/// Asks a service as a host does.
class ServiceBench {
 public:
  ServiceBench(const ServiceSubject& subject, HttpClient& http, const CallContext& context);

  const ServiceSubject& subject() const noexcept { return subject_; }
  /// What the samples are about.
  const Artifact& artifact() const noexcept { return artifact_; }
  const std::string& manifest() const noexcept { return manifest_; }

  /// `endpoint` may have a query behind it.
  ServiceAnswer get(const std::string& endpoint) const;
  ServiceAnswer post(const std::string& endpoint, const std::string& body) const;
  /// A request as get() and post() send it.
  HttpRequest request(const std::string& method, const std::string& endpoint) const;
  /// Throws when the call ended.
  ServiceAnswer send(const HttpRequest& request, const std::string& endpoint) const;

  /// The body of abstractmetadata for the sample with this manifest.
  std::string metadata_body(const std::string& manifest, const MetadataForm& form = {}) const;
  /// `registry` is JSON.
  std::string addition_body(const std::string& name, const std::string& registry = "null") const;

  /// The names of all additions; nothing when the service does not tell.
  std::optional<std::vector<std::string>> addition_names() const;

  /// Whether there was a request, and no connection for any that held until its answer.
  bool is_nobody_there() const noexcept { return asked_ && !answered_; }

 private:
  const ServiceSubject& subject_;
  HttpClient& http_;
  const CallContext& context_;
  std::string manifest_;
  Artifact artifact_;
  mutable std::atomic<bool> asked_ = false;
  mutable std::atomic<bool> answered_ = false;
};

/// For a check that needs another one to pass.
CheckResult skipped_for(const std::string& id);
/// For a check whose sample the service refuses.
CheckResult skipped_for_refusal(const ServiceAnswer& answer);
/// For a check that the service does not let come through.
CheckResult skipped_for_denial(const ServiceAnswer& answer);

/// What to do about this answer: `otherwise`, but for a denial and for a service that is not there.
std::string remedy_for(const ServiceAnswer& answer, const std::string& otherwise);

}  // namespace portside::conformance
