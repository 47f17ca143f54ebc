// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/client.hpp"
#include "oci/challenge.hpp"
#include "oci/token_client.hpp"
#include "portside/api/credentials.hpp"

namespace portside::oci {

struct RegistryClientOptions {
  /// `scheme://host[:port]`.
  std::string url;
  Credentials credentials;
  /// Hosts besides the registry's own that credentials may be sent to for tokens.
  std::vector<std::string> token_hosts = {};
  /// Hosts that layers may be read from which the registry itself does not have.
  std::vector<std::string> foreign_hosts = {};
  /// As HttpOptions.
  std::string ca_file;
  std::string client_cert;
  std::string client_key;
  TlsVersion min_tls = TlsVersion::kTls12;
  std::string proxy;
  std::string no_proxy;
  bool insecure = false;
  /// Ask for tokens that may read what the registry's policy keeps from others (`scanner-pull`).
  bool policy_bypass = false;
  /// Connections to share with other sessions, made with the options above; null = own ones.
  std::shared_ptr<http::Client> http = nullptr;
};

/// The client that sessions with these options may share.
std::shared_ptr<http::Client> registry_http_client(const RegistryClientOptions& options);

/// Requests to one registry. Asks without credentials first and does what the registry's challenge
/// says; follows redirects, with credentials for the registry only. [any]
class RegistrySession {
 public:
  explicit RegistrySession(RegistryClientOptions options);

  /// `scheme://host[:port]`.
  const std::string& origin() const noexcept { return origin_; }

  /// `request.url` is absolute or a path of the registry. The body behind a header that `wants` it
  /// goes to `body`. Throws kRegistryUnreachable, kRegistryAuthentication (no token),
  /// kRegistryBadAnswer (redirects that must not be followed), kCancelled, kDeadlineExceeded, and
  /// what the sink throws; other refusals of the registry are answers.
  HttpResponse send(HttpRequest request, ByteSink* body, const http::Client::Wants& wants,
                    const CallContext& context);

  /// What a party has to send along that reads a repository by itself: asks the registry what it
  /// wants, and exchanges the credentials for a token where it wants that. An empty header when
  /// it wants nothing. Throws as send(), and kRegistryAuthentication when there is nothing to give.
  TokenHeader authorization_for(const std::string& repository, const CallContext& context);

  /// GET; the body is kept up to `max_body` bytes.
  HttpResponse get(const std::string& path, const std::string& accept, std::uint64_t max_body,
                   const CallContext& context);

 private:
  HttpResponse ask(HttpRequest request, ByteSink* body, const http::Client::Wants& wants,
                   const CallContext& context);
  std::optional<Secret> authorization(const std::string& url, const CallContext& context);
  bool learn(const HttpResponse& refusal, const std::string& url, bool was_authorized);

  const RegistryClientOptions options_;
  const std::string origin_;
  const std::shared_ptr<http::Client> http_;
  TokenClient tokens_;

  std::mutex mutex_;
  /// What the registry last asked for, by the part of it that was addressed.
  std::map<std::string, Challenge> challenges_;
};

}  // namespace portside::oci
