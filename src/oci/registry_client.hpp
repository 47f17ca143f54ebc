// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/client.hpp"
#include "oci/challenge.hpp"
#include "oci/token_client.hpp"
#include "oci/verified_sink.hpp"
#include "portside/api/credentials.hpp"

namespace portside::oci {

struct RegistryClientOptions {
  /// `scheme://host[:port]`.
  std::string url;
  Credentials credentials;
  /// Hosts besides the registry's own that credentials may be sent to for tokens.
  std::vector<std::string> token_hosts;
  /// As HttpOptions.
  std::string ca_file;
  std::string proxy;
  std::string no_proxy;
  bool insecure = false;
};

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

  /// Writes a blob to `sink`. After a connection that broke it goes on where it was. `size` when a
  /// descriptor says it.
  void blob(const std::string& repository, const std::string& digest,
            std::optional<std::uint64_t> size, ByteSink& sink, const CallContext& context);

  /// All tags, sorted: registries do not all do that.
  std::vector<std::string> tags(const std::string& repository, const CallContext& context);

  /// The registry's repositories, where it lists them; at most `limit`.
  std::vector<std::string> repositories(std::size_t limit, const CallContext& context);

 private:
  HttpResponse ask(HttpRequest request, ByteSink* body, const http::Client::Wants& wants,
                   const CallContext& context);
  std::optional<Secret> authorization(const std::string& url, const CallContext& context);
  bool learn(const HttpResponse& refusal, const std::string& url, bool was_authorized,
             const CallContext& context);
  HttpResponse follow(HttpRequest request, ByteSink* body, const http::Client::Wants& wants,
                      const CallContext& context);
  HttpResponse get(const std::string& path, const std::string& accept, std::uint64_t max_body,
                   const CallContext& context);
  bool read_blob(const std::string& url, const std::string& what, VerifiedSink& sink,
                 const CallContext& context);
  std::vector<std::string> list(std::string url, const char* key, const std::string& what,
                                std::size_t limit, const CallContext& context);

  const RegistryClientOptions options_;
  const std::string origin_;
  http::Client http_;
  TokenClient tokens_;

  std::mutex mutex_;
  /// What the registry last asked for, by the part of it that was addressed.
  std::map<std::string, Challenge> challenges_;
};

}  // namespace portside::oci
