// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/client.hpp"
#include "oci/challenge.hpp"
#include "oci/token_answer.hpp"
#include "portside/api/credentials.hpp"

namespace portside::oci {

/// Who asks, and where credentials may go.
struct TokenClientOptions {
  /// `scheme://host[:port]` of the registry.
  std::string registry_url;
  Credentials credentials;
  /// Hosts besides the registry's own that credentials may be sent to.
  std::vector<std::string> token_hosts;
  /// A steady clock in milliseconds; null = the system's.
  std::function<Millis()> now = {};
};

/// The value of an Authorization header.
struct TokenHeader {
  Secret header;
  /// Milliseconds for which it is good, a little less than the token service said; nothing when
  /// that is not known.
  std::optional<Millis> valid_for = std::nullopt;
};

/// How much of a token's life has to be left.
enum class Freshness {
  kAny,
  kHalf,  ///< for a token that is handed on
};

/// Exchanges credentials for tokens as a registry's Bearer challenge asks (Docker registry token
/// authentication; OAuth 2 for identity tokens), and keeps them until shortly before they expire.
/// Callers that need the same token at the same time wait for one exchange. [any]
class TokenClient {
 public:
  TokenClient(TokenClientOptions options, http::Client& http);

  /// Throws kRegistryAuthentication (refused; or
  /// credentials would go to an http realm of an https registry, or to a host that is not allowed),
  /// the other registry codes, kCancelled, kDeadlineExceeded.
  TokenHeader authorization(const Challenge& challenge, const CallContext& context,
                            Freshness freshness = Freshness::kAny);

  /// The registry did not take it: it is asked for again next time.
  void forget(const Challenge& challenge);

 private:
  struct Entry {
    bool fetching = false;
    Secret header;
    Millis good_until = 0;
    Millis lifetime = 0;
  };

  std::optional<TokenHeader> find_or_claim(const std::string& key, Freshness freshness,
                                           const CallContext& context);
  void settle(const std::string& key, const TokenHeader& made);
  Token fetch(const Challenge& challenge, const CallContext& context);
  HttpRequest request_for(const Challenge& challenge, const std::string& realm) const;
  void check_realm(const std::string& realm) const;
  bool has_credentials() const;

  const TokenClientOptions options_;
  http::Client& http_;

  std::mutex mutex_;
  std::condition_variable fetched_;
  std::map<std::string, Entry> entries_;
};

/// `Basic ` and the credentials (RFC 7617).
Secret basic_authorization(const std::string& user, const std::string& secret);

}  // namespace portside::oci
