// SPDX-License-Identifier: Apache-2.0
//
// Credentials that end with the job they were made for.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "portside/api/key_values.hpp"
#include "portside/host/credential_provider.hpp"

namespace portside {

/// Credentials for one repository and one holder, made when they are first asked for. They are
/// taken back when this object ends, unless the job goes on without it (detach()). [any]
class Lease {
 public:
  class Book;
  Lease(std::shared_ptr<Book> book, CredentialRequest request);
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  /// Issues them the first time. Throws what the provider throws, kIo when what was issued could
  /// not be noted, and kInvalidArgument after the end.
  Credentials credentials(const CallContext& context);

  /// True when there are any, which somebody may hold.
  bool is_issued() const;

  /// The job outlives this object and perhaps this process: whoever ends it, ends them
  /// (Leases::end()).
  void detach() noexcept;

  /// Takes them back now. Throws what the provider throws; then it is tried again by
  /// Leases::reap(). Nothing happens the second time.
  void end(const CallContext& context);

  /// The repository, the adapter, the holder.
  const CredentialRequest& request() const noexcept { return request_; }

 private:
  const std::shared_ptr<Book> book_;
  const CredentialRequest request_;
  mutable std::mutex mutex_;
  std::optional<Credentials> credentials_;
  bool over_ = false;
};

/// What a lease is wanted for.
struct LeaseRequest {
  std::string repository = {};
  std::string adapter_id = {};
  /// The scan job or the processor request; several leases may have the same.
  std::string holder = {};
  bool policy_bypass = true;
  /// Milliseconds; more than 0.
  Millis valid_for = 0;
};

/// Hands out leases, and keeps a note of each that has to be taken back: before the credentials are
/// made, so that a crash leaves none behind that nobody knows of. [any]
class Leases {
 public:
  /// `notes`: where notes survive a restart; null = nowhere. Hosts that share a store share their
  /// notes, so that one can end what another began.
  explicit Leases(std::shared_ptr<CredentialProvider> provider,
                  std::shared_ptr<KeyValues> notes = nullptr);

  /// No I/O: a job that reads nothing leaves nothing behind.
  std::shared_ptr<Lease> open(const LeaseRequest& request);

  /// Takes back all that was issued to a holder, in whatever process. The first error is thrown
  /// after all were tried.
  void end(const std::string& holder, const CallContext& context);

  /// Takes back what belongs to holders that are not alive any more: to be called after a start and
  /// now and then. Returns how many were taken back; what could not be stays noted.
  std::size_t reap(const std::function<bool(const std::string& holder)>& is_alive,
                   const CallContext& context);

 private:
  const std::shared_ptr<Lease::Book> book_;
};

}  // namespace portside
