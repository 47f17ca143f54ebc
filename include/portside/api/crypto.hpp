// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside {

/// The few primitives that adapters need, so that no plugin links a TLS library. All methods are
/// [any] and throw only kInternal.
class Crypto {
 public:
  /// SHA-256 (FIPS 180-4) of `data`: 32 raw bytes.
  virtual std::string sha256(std::string_view data) = 0;

  /// HMAC-SHA-256 (RFC 2104): 32 raw bytes. For JWTs with HS256 and for signed webhooks.
  virtual std::string hmac_sha256(std::string_view key, std::string_view message) = 0;

  /// Compares two secrets in a time that depends on their lengths only.
  virtual bool equal(std::string_view a, std::string_view b) = 0;

 protected:
  ~Crypto() = default;
};

}  // namespace portside
