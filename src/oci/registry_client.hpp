// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oci/manifest.hpp"
#include "oci/registry_session.hpp"
#include "portside/api/byte_sink.hpp"

namespace portside::oci {

/// A manifest as the registry has it.
struct FetchedManifest {
  std::string bytes;
  std::string media_type;
  /// Of the bytes.
  std::string digest;
};

/// Reads from one registry (OCI distribution specification 1.1). Asks without credentials first and
/// does what the registry's challenge says. Everything that comes out was compared with its digest.
///
/// All methods throw kRegistryUnreachable, kRegistryUnavailable, kRegistryAuthentication,
/// kRegistryNotFound, kRegistryRateLimited, kRegistryBadAnswer, kIntegrity, kTooLarge, kCancelled,
/// kDeadlineExceeded, and kInvalidArgument for names that cannot be. [any]
class RegistryClient {
 public:
  explicit RegistryClient(RegistryClientOptions options);

  /// Throws when the registry cannot be used with these credentials.
  void ping(const CallContext& context);

  /// `version` is a tag or a digest.
  FetchedManifest manifest(const std::string& repository, const std::string& version,
                           const CallContext& context);

  /// The same, or nothing when it still has this digest: what a host asks that looks often.
  std::optional<FetchedManifest> manifest_unless(const std::string& repository,
                                                 const std::string& version,
                                                 const std::string& known_digest,
                                                 const CallContext& context);

  /// What refers to a manifest as its subject: signatures, SBOMs. By the registry's referrers API,
  /// or by the tag that stands in for it. Only as true as the registry is: read what it names.
  std::vector<Descriptor> referrers(const std::string& repository, const std::string& digest,
                                    const CallContext& context);

  /// Writes a blob to `sink`. After a connection that broke it goes on where it was. `size` when a
  /// descriptor says it.
  void blob(const std::string& repository, const std::string& digest,
            std::optional<std::uint64_t> size, ByteSink& sink, const CallContext& context);

  /// The same as a manifest describes it. What the registry does not have is read from the
  /// descriptor's `urls` (foreign layers), where RegistryClientOptions::foreign_hosts allows it.
  void blob(const std::string& repository, const Descriptor& descriptor, ByteSink& sink,
            const CallContext& context);

  /// As RegistrySession::authorization_for().
  TokenHeader authorization_for(const std::string& repository, const CallContext& context) {
    return session_.authorization_for(repository, context);
  }

  /// All tags, sorted: registries do not all do that.
  std::vector<std::string> tags(const std::string& repository, const CallContext& context);

  /// The registry's repositories, where it lists them; at most `limit`.
  std::vector<std::string> repositories(std::size_t limit, const CallContext& context);

 private:
  HttpResponse get_manifest(const std::string& repository, const std::string& version,
                            const std::string& known_digest, const CallContext& context);
  std::vector<Descriptor> referrers_by_tag(const std::string& repository, const std::string& digest,
                                           const CallContext& context);
  std::string next_page(const HttpResponse& response, const std::string& url,
                        const std::string& what) const;
  std::vector<std::string> list(std::string url, const char* key, const std::string& what,
                                std::size_t limit, const CallContext& context);

  const std::vector<std::string> foreign_hosts_;
  RegistrySession session_;
};

}  // namespace portside::oci
