// SPDX-License-Identifier: Apache-2.0
//
// Credentials that end with the job they were made for.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/key_values.hpp"
#include "portside/host/credential_provider.hpp"

namespace portside {

/// Credentials for one repository and one holder, made when they are first asked for, and again
/// when they run out. They are taken back when this object ends, unless the job goes on without it
/// (detach()). [any]
class Lease {
 public:
  class Book;
  Lease(std::shared_ptr<Book> book, CredentialRequest request);
  /// As end(), for at most 10 s; what fails then is left to Leases::reap().
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  /// Issues them the first time; threads that ask meanwhile wait, as long as their own call lasts.
  /// Those that end within half a minute are replaced. Throws what the provider throws, kIo when it
  /// could not be noted that they were going to be issued, kInvalidArgument after end() or
  /// detach(), kCancelled when it ended meanwhile.
  Credentials credentials(const CallContext& context);

  /// True when there are any, which somebody may hold.
  bool is_issued() const;

  /// The job outlives this object and perhaps this process: whoever ends it, ends them
  /// (Leases::end()). This object gives none any more: a job that is resumed opens another lease,
  /// and asks for credentials only if it has to, since that makes new ones.
  void detach() noexcept;

  /// Takes them back now. Throws what the provider throws; then it may be called again. Nothing
  /// happens after success.
  void end(const CallContext& context);

  /// The repository, the adapter, the holder; `lease_id` is that of the last credentials.
  CredentialRequest request() const;

 private:
  Credentials issue(std::unique_lock<std::mutex>& lock, const CallContext& context);
  bool runs_out() const;

  const std::shared_ptr<Book> book_;
  mutable std::mutex mutex_;
  std::condition_variable settled_;
  CredentialRequest request_;
  bool issuing_ = false;
  bool over_ = false;
  std::optional<Credentials> credentials_;
  /// Ids under which something was, or may have been, issued.
  std::vector<std::string> to_revoke_;
};

/// What a lease is wanted for.
struct LeaseRequest {
  std::string repository = {};
  std::string adapter_id = {};
  /// The scan job or the processor request; several leases may have the same. Printable ASCII, at
  /// most 200 characters.
  std::string holder = {};
  /// For scanners; see CredentialRequest.
  bool policy_bypass = false;
  /// Milliseconds; more than 0, at most a year.
  Millis valid_for = 0;
};

/// Hands out leases, and keeps a note of each that has to be taken back: before the credentials are
/// made, so that a crash leaves none behind that nobody knows of. [any]
class Leases {
 public:
  /// `notes`: where notes survive a restart, for example open_key_values(); null = in memory. Hosts
  /// that share a store share their notes, so that one can end what another began. `now`: epoch
  /// milliseconds; null = the system's clock. Throws kInvalidArgument without a provider.
  explicit Leases(std::shared_ptr<CredentialProvider> provider,
                  std::shared_ptr<KeyValues> notes = nullptr, std::function<Millis()> now = {});

  /// No I/O: a job that reads nothing leaves nothing behind. Throws kInvalidArgument.
  std::shared_ptr<Lease> open(const LeaseRequest& request);

  /// Takes back all that was issued to a holder, in whatever process, and what is just being
  /// issued. Reads all notes. The first error of the provider or of the notes is thrown after all
  /// were tried.
  void end(const std::string& holder, const CallContext& context);

  /// Takes back what belongs to holders that are not alive any more: to be called after a start and
  /// now and then. `is_alive` answers for the jobs of all hosts that share the notes; a job that
  /// is parked is alive. Returns how many were taken back; what could not be within 10 s each stays
  /// noted. Throws kIo (notes), kCancelled, kDeadlineExceeded.
  std::size_t reap(const std::function<bool(const std::string& holder)>& is_alive,
                   const CallContext& context);

 private:
  const std::shared_ptr<Lease::Book> book_;
};

}  // namespace portside
