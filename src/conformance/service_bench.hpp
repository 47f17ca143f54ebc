// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "conformance/service_check.hpp"
#include "conformance/verdict.hpp"
#include "portside/api/artifact.hpp"
#include "portside/sdk/json_members.hpp"

namespace portside::conformance {

/// What came back for a request.
struct ServiceAnswer {
  /// `GET /artifacttype`.
  std::string what;
  /// Status 0: nothing came back, and `trouble` says why.
  HttpResponse response;
  std::string trouble;

  std::int32_t status() const noexcept { return response.status; }
  bool is_success() const noexcept { return status() >= 200 && status() < 300; }
  /// The service refuses this artifact, or does not offer this at all: its good right.
  bool is_refusal() const noexcept;

  /// In words: `GET /artifacttype answered 500 ("...")`.
  std::string seen() const;

  /// What keeps a success from being one, in words: no JSON object, an `Error`; "" for nothing.
  /// `members` are those of the answer, which they live no longer than.
  std::string problem(std::vector<sdk::JsonMember>& members) const;
};

/// Asks a service as a host does.
class ServiceBench {
 public:
  ServiceBench(const ServiceSubject& subject, HttpClient& http, const CallContext& context);

  const ServiceSubject& subject() const noexcept { return subject_; }
  /// What the samples are about.
  const Artifact& artifact() const noexcept { return artifact_; }
  const std::string& manifest() const noexcept { return manifest_; }

  ServiceAnswer get(const std::string& endpoint) const;
  ServiceAnswer post(const std::string& endpoint, const std::string& body) const;
  /// A request as get() and post() send it.
  HttpRequest request(const std::string& method, const std::string& endpoint) const;
  /// Throws when the call ended.
  ServiceAnswer send(const HttpRequest& request, const std::string& endpoint) const;

  /// The body of abstractmetadata for the sample with this manifest; `key` is the manifest's name,
  /// `more` goes before the end of the envelope.
  std::string metadata_body(const std::string& manifest, const std::string& key = "manifest",
                            const std::string& more = "") const;
  std::string addition_body(const std::string& name) const;

  /// The names of all additions; empty when the service does not tell.
  std::vector<std::string> addition_names() const;

 private:
  const ServiceSubject& subject_;
  HttpClient& http_;
  const CallContext& context_;
  std::string manifest_;
  Artifact artifact_;
};

/// The member, whatever the case of its name; null when it is not there, or is null.
const sdk::JsonMember* given(const std::vector<sdk::JsonMember>& members, const char* name);

/// For a check that needs another one to pass.
CheckResult skipped_for(const std::string& id);

}  // namespace portside::conformance
