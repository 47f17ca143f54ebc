// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

// OpenSSL's type, so that no header of ours includes OpenSSL.
struct x509_store_st;

namespace portside::http {

/// The certificate authorities of one trust configuration, read once and shared by all connections
/// that use it: reading the system's bundle costs more than the rest of a TLS handshake (measured:
/// 30 ms against 1.3 ms). [any]
class TrustStore {
 public:
  /// `ca_file` is a PEM file, "" for the authorities of the system. The same file is read again
  /// only after it has changed (size, time or inode). Throws kConfigInvalid when it cannot be used.
  static std::shared_ptr<const TrustStore> of(const std::string& ca_file);

  explicit TrustStore(x509_store_st* store) noexcept : store_(store) {}
  ~TrustStore();
  TrustStore(const TrustStore&) = delete;
  TrustStore& operator=(const TrustStore&) = delete;

  /// Lets an SSL_CTX verify against it.
  void use_in(void* ssl_ctx) const noexcept;

 private:
  x509_store_st* store_;
};

}  // namespace portside::http
