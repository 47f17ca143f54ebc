// SPDX-License-Identifier: Apache-2.0
#include "portside/host/leases.hpp"

#include <exception>
#include <string_view>
#include <utility>

#include "auth/lease_book.hpp"
#include "crypto/digest.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"

namespace portside {
namespace {

/// Milliseconds that an end without a call of its own may take.
constexpr Millis kEndDeadline = 10'000;

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
}

Credentials Lease::credentials(const CallContext& context) {
  const std::scoped_lock lock(mutex_);
  if (over_) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "the lease for " + request_.repository + " has ended");
  }
  if (!credentials_) credentials_ = book_->issue(request_, context);
  return *credentials_;
}

bool Lease::is_issued() const {
  const std::scoped_lock lock(mutex_);
  return credentials_.has_value();
}

void Lease::detach() noexcept {
  const std::scoped_lock lock(mutex_);
  over_ = true;
}

void Lease::end(const CallContext& context) {
  const std::scoped_lock lock(mutex_);
  if (std::exchange(over_, true) || !credentials_) return;
  book_->revoke(request_.lease_id, context);
}

Leases::Leases(std::shared_ptr<CredentialProvider> provider, std::shared_ptr<KeyValues> notes)
    : book_(std::make_shared<Lease::Book>(std::move(provider), std::move(notes))) {}

std::shared_ptr<Lease> Leases::open(const LeaseRequest& request) {
  if (request.repository.empty() || request.holder.empty() || request.valid_for <= 0) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "a lease is for one repository, one holder and some time; one of them is "
                       "missing");
  }
  return std::make_shared<Lease>(
      book_, CredentialRequest{new_lease_id(), request.repository, request.adapter_id,
                               request.holder, request.policy_bypass, request.valid_for});
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
    try {
      book_->revoke(note.lease_id, context);
      ++count;
    } catch (const AdapterError&) {
      if (context.cancelled()) throw;
    }
  }
  return count;
}

}  // namespace portside
