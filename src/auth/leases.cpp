// SPDX-License-Identifier: Apache-2.0
#include "portside/host/leases.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <string_view>
#include <utility>

#include "auth/lease_book.hpp"
#include "crypto/digest.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/secret.hpp"
#include "state/state_store.hpp"

namespace portside {
namespace {

/// Milliseconds that an end without a call of its own may take.
constexpr Millis kEndDeadline = 10'000;
/// Credentials that last no longer than this are not handed out any more.
constexpr Millis kSoon = 30'000;
constexpr std::chrono::milliseconds kSlice{20};
constexpr std::size_t kMaxHolder = 200;
constexpr Millis kMaxValidFor = Millis{366} * 24 * 3'600 * 1'000;

std::shared_ptr<KeyValues> in_memory() {
  const std::shared_ptr<state::StateStore> store = state::make_memory_store();
  const auto values = store->open("leases");
  return {values.get(), [store, values](KeyValues*) {}};
}

/// Letters and digits only: registries allow little in the names of accounts.
std::string new_lease_id() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
  std::string id = "portside-";
  for (const char byte : crypto::random_bytes(20)) {
    id += kLetters[static_cast<unsigned char>(byte) % kLetters.size()];
  }
  return id;
}

}  // namespace

Lease::Lease(std::shared_ptr<Book> book, CredentialRequest request)
    : book_(std::move(book)), request_(std::move(request)) {}

Lease::~Lease() {
  try {
    const Call call({.deadline = kEndDeadline});
    end(call.context());
  } catch (...) {
    // It stays noted, and reap() tries again.
  }
  if (!credentials_) return;
  wipe(credentials_->secret);
  wipe(credentials_->token);
}

bool Lease::runs_out() const {
  return credentials_->expires_at && *credentials_->expires_at < book_->now() + kSoon;
}

Credentials Lease::credentials(const CallContext& context) {
  std::unique_lock lock(mutex_);
  while (issuing_) {
    if (context.cancelled()) {
      throw AdapterError(
          context.time_left() > 0 ? ErrorCode::kCancelled : ErrorCode::kDeadlineExceeded,
          "the call ended while it waited for credentials");
    }
    settled_.wait_for(lock, kSlice);
  }
  if (over_) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "the lease for " + request_.repository +
                           " has ended, or its job goes on without it; open another one");
  }
  if (credentials_ && !runs_out()) return *credentials_;
  return issue(lock, context);
}

/// Without the lock while the provider works: others may have to end it, or to give up waiting.
Credentials Lease::issue(std::unique_lock<std::mutex>& lock, const CallContext& context) {
  request_.lease_id = new_lease_id();
  const CredentialRequest request = request_;
  to_revoke_.push_back(request.lease_id);
  issuing_ = true;
  lock.unlock();
  std::optional<Credentials> made;
  std::exception_ptr error;
  try {
    made = book_->issue(request, context);
  } catch (...) {
    error = std::current_exception();
  }
  lock.lock();
  issuing_ = false;
  settled_.notify_all();
  if (error) std::rethrow_exception(error);
  credentials_ = std::move(made);
  return *credentials_;
}

bool Lease::is_issued() const {
  const std::scoped_lock lock(mutex_);
  return credentials_.has_value();
}

CredentialRequest Lease::request() const {
  const std::scoped_lock lock(mutex_);
  return request_;
}

void Lease::detach() noexcept {
  const std::scoped_lock lock(mutex_);
  over_ = true;
  to_revoke_.clear();
}

void Lease::end(const CallContext& context) {
  std::vector<std::string> ids;
  {
    const std::scoped_lock lock(mutex_);
    over_ = true;
    ids = to_revoke_;
  }
  for (const std::string& id : ids) {
    book_->revoke(id, context);
    const std::scoped_lock lock(mutex_);
    std::erase(to_revoke_, id);
  }
}

Leases::Leases(std::shared_ptr<CredentialProvider> provider, std::shared_ptr<KeyValues> notes,
               std::function<Millis()> now)
    : book_(std::make_shared<Lease::Book>(
          std::move(provider), notes ? std::move(notes) : in_memory(), std::move(now))) {}

std::shared_ptr<Lease> Leases::open(const LeaseRequest& request) {
  const auto refuse = [](const std::string& what) {
    throw AdapterError(ErrorCode::kInvalidArgument, "a lease is wanted " + what);
  };
  if (request.repository.empty()) refuse("for no repository; expected the one to be read");
  const bool printable =
      std::ranges::all_of(request.holder, [](char c) { return c > 0x20 && c < 0x7f; });
  if (request.holder.empty() || request.holder.size() > kMaxHolder || !printable) {
    refuse("for a holder that is none; expected 1 to 200 printable characters, as of a job's id");
  }
  if (request.valid_for <= 0 || request.valid_for > kMaxValidFor) {
    refuse("for " + std::to_string(request.valid_for) + " ms; expected 1 ms to a year");
  }
  return std::make_shared<Lease>(
      book_, CredentialRequest{"", request.repository, request.adapter_id, request.holder,
                               request.policy_bypass, request.valid_for});
}

void Leases::end(const std::string& holder, const CallContext& context) {
  std::exception_ptr first;
  for (const auto& note : book_->all()) {
    if (note.holder != holder) continue;
    try {
      book_->revoke(note.lease_id, context);
    } catch (...) {
      if (!first) first = std::current_exception();
    }
  }
  if (first) std::rethrow_exception(first);
}

std::size_t Leases::reap(const std::function<bool(const std::string&)>& is_alive,
                         const CallContext& context) {
  std::size_t count = 0;
  for (const auto& note : book_->all()) {
    if (!note.holder.empty() && is_alive(note.holder)) continue;
    if (context.cancelled()) {
      throw AdapterError(
          context.time_left() > 0 ? ErrorCode::kCancelled : ErrorCode::kDeadlineExceeded,
          "the call ended while leases of dead holders were taken back");
    }
    try {
      // One that hangs must not keep the others.
      const Call call(
          {.deadline = std::min(kEndDeadline, std::max<Millis>(context.time_left(), 1))});
      book_->revoke(note.lease_id, call.context());
      ++count;
    } catch (const AdapterError&) {
      // It stays noted.
    }
  }
  return count;
}

}  // namespace portside
