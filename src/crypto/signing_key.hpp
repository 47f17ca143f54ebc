// SPDX-License-Identifier: Apache-2.0
//
// Signatures of the two kinds that registries take in their tokens: RS256 and ES256 (RFC 7518
// sections 3.3 and 3.4).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/host/secret.hpp"

// OpenSSL's types, so that no header of ours includes OpenSSL.
struct evp_pkey_st;

namespace portside::crypto {

class KeyOperations;

enum class Algorithm : std::uint8_t {
  kRs256,  ///< RSA, PKCS #1 v1.5, SHA-256
  kEs256,  ///< ECDSA over P-256, SHA-256; the signature is r and s, 32 bytes each
};

/// `RS256`, `ES256`.
std::string_view algorithm_name(Algorithm algorithm) noexcept;

/// A public key. [any]
class PublicKey {
 public:
  /// From a PEM public key or certificate. Throws kConfigInvalid: not PEM, another kind of key, RSA
  /// of fewer than 2048 bits.
  static PublicKey from_pem(std::string_view pem);

  Algorithm algorithm() const noexcept { return algorithm_; }
  bool verify(std::string_view message, std::string_view signature) const;

  /// The SubjectPublicKeyInfo in DER.
  std::string der() const;

  /// The key id of registries up to version 2: SHA-256 of der(), 30 bytes of it in base32, in
  /// groups of four with colons between.
  std::string libtrust_id() const;

 private:
  friend class SigningKey;
  explicit PublicKey(std::shared_ptr<evp_pkey_st> key);

  std::shared_ptr<evp_pkey_st> key_;
  Algorithm algorithm_;
  std::shared_ptr<KeyOperations> verifying_;
};

/// A private key. [any]
class SigningKey {
 public:
  /// From a PEM private key without a passphrase. Throws kConfigInvalid as PublicKey does; what it
  /// says holds nothing of the key.
  static SigningKey from_pem(const Secret& pem);

  Algorithm algorithm() const noexcept { return public_.algorithm(); }
  std::string sign(std::string_view message) const;
  const PublicKey& public_key() const noexcept { return public_; }

 private:
  explicit SigningKey(PublicKey key);

  /// Holds the private part as well.
  PublicKey public_;
  std::shared_ptr<KeyOperations> signing_;
};

/// The certificates of a PEM file in DER, in their order. Throws kConfigInvalid when there is none.
std::vector<std::string> certificates_of(std::string_view pem);

}  // namespace portside::crypto
