// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "crypto/openssl.hpp"

namespace portside::crypto {

/// Contexts that are ready to sign or to verify SHA-256 digests with one key. To make one, or to
/// copy one, costs a tenth of a signature: they are lent out and taken back. [any]
class KeyOperations {
 public:
  enum class Kind : std::uint8_t { kSign, kVerify };
  using Context = std::unique_ptr<EVP_PKEY_CTX, Freer<&EVP_PKEY_CTX_free>>;

  /// One context, for one thread; goes back when it ends.
  class Loan {
   public:
    Loan(KeyOperations& lender, Context context) : lender_(lender), context_(std::move(context)) {}
    ~Loan() { lender_.take_back(std::move(context_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    EVP_PKEY_CTX* get() const noexcept { return context_.get(); }

   private:
    KeyOperations& lender_;
    Context context_;
  };

  /// Throws kInternal when OpenSSL cannot use the key so.
  KeyOperations(std::shared_ptr<EVP_PKEY> key, Kind kind);

  /// Throws kInternal.
  Loan borrow() { return Loan(*this, idle_or_new()); }

 private:
  Context idle_or_new();
  Context make() const;
  void take_back(Context context) noexcept;

  const std::shared_ptr<EVP_PKEY> key_;
  const Kind kind_;
  std::mutex mutex_;
  std::vector<Context> idle_;
};

}  // namespace portside::crypto
