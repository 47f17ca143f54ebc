// SPDX-License-Identifier: Apache-2.0
#include "crypto/key_operations.hpp"

#include <utility>

namespace portside::crypto {
namespace {

/// As many as threads that sign at the same time need; more are not kept.
constexpr std::size_t kMostIdle = 16;

}  // namespace

KeyOperations::KeyOperations(std::shared_ptr<EVP_PKEY> key, Kind kind)
    : key_(std::move(key)), kind_(kind) {
  idle_.reserve(kMostIdle);
  idle_.push_back(make());
}

KeyOperations::Context KeyOperations::make() const {
  Context context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  const auto begin = kind_ == Kind::kSign ? &EVP_PKEY_sign_init : &EVP_PKEY_verify_init;
  if (!context || begin(context.get()) != 1 ||
      EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) != 1) {
    openssl_failed(kind_ == Kind::kSign ? "sign" : "verify");
  }
  return context;
}

KeyOperations::Context KeyOperations::idle_or_new() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      Context context = std::move(idle_.back());
      idle_.pop_back();
      return context;
    }
  }
  return make();
}

void KeyOperations::take_back(Context context) noexcept {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(context));
}

}  // namespace portside::crypto
