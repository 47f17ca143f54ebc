// SPDX-License-Identifier: Apache-2.0
#include "access/repository_access.hpp"

#include <algorithm>
#include <utility>

#include "access/counted_sink.hpp"
#include "oci/layer.hpp"
#include "portside/api/error.hpp"

namespace portside::access {
RepositoryAccess::RepositoryAccess(std::string url, oci::RegistryClientOptions options,
                                   std::shared_ptr<Lease> lease, std::function<Millis()> now,
                                   std::function<void(std::uint64_t)> on_bytes)
    : url_(std::move(url)),
      options_(std::move(options)),
      lease_(std::move(lease)),
      repository_(lease_->request().repository),
      now_(std::move(now)),
      on_bytes_(std::move(on_bytes)) {}

/// Made with the first method that needs it: credentials are issued for nothing else. Made again
/// when they are others, because the first ones ran out.
oci::RegistryClient& RepositoryAccess::client(const CallContext& context) {
  Credentials credentials = lease_->credentials(context);
  const CredentialRequest request = lease_->request();
  if (!client_ || lease_id_ != request.lease_id) {
    oci::RegistryClientOptions options = options_;
    options.credentials = std::move(credentials);
    options.policy_bypass = request.policy_bypass;
    client_.emplace(std::move(options));
    lease_id_ = request.lease_id;
  }
  return *client_;
}

std::string RepositoryAccess::manifest(const std::string& reference, std::string& media_type,
                                       const CallContext& context) {
  oci::FetchedManifest fetched = client(context).manifest(repository(), reference, context);
  known_.remember(fetched);
  media_type = fetched.media_type;
  return std::move(fetched.bytes);
}

void RepositoryAccess::read(const std::string& digest, ByteSink& sink, const CallContext& context) {
  CountedSink counted(sink, on_bytes_);
  const oci::Descriptor* const known = known_.find(digest);
  if (known == nullptr) {
    client(context).blob(repository(), digest, std::nullopt, counted, context);
  } else {
    client(context).blob(repository(), *known, counted, context);
  }
}

void RepositoryAccess::blob(const std::string& digest, ByteSink& sink, const CallContext& context) {
  read(digest, sink, context);
}

void RepositoryAccess::layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
                             const CallContext& context) {
  const oci::Descriptor* const known = known_.find(digest);
  oci::LayerSink unpacked(sink, known == nullptr ? "" : known->media_type, diff_id,
                          "the layer " + repository() + "@" + digest, context);
  read(digest, unpacked, context);
  unpacked.finish();
}

Authorization RepositoryAccess::authorization(const CallContext& context) {
  const std::optional<Millis> lease_end = lease_->credentials(context).expires_at;
  const oci::TokenHeader token = client(context).authorization_for(repository(), context);
  Authorization authorization;
  authorization.header = token.header.reveal();
  if (authorization.header.empty()) return authorization;
  if (token.valid_for) authorization.expires_at = now_() + *token.valid_for;
  if (lease_end && authorization.expires_at.value_or(*lease_end) >= *lease_end) {
    authorization.expires_at = lease_end;
  }
  return authorization;
}

Credentials RepositoryAccess::credentials(const CallContext& context) {
  return lease_->credentials(context);
}

}  // namespace portside::access
