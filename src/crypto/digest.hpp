// SPDX-License-Identifier: Apache-2.0
//
// Digests and keyed digests over OpenSSL. All functions are [any] and throw kInternal when OpenSSL
// fails.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "portside/api/crypto.hpp"

namespace portside::crypto {

/// 32 raw bytes.
std::string sha256(std::string_view data);
/// 64 raw bytes.
std::string sha512(std::string_view data);
/// 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view message);

/// In a time that depends on the lengths only.
bool equal(std::string_view a, std::string_view b) noexcept;

/// SHA-256 of what comes piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::string_view piece);
  /// 32 raw bytes. The object is used up.
  std::string finish();

 private:
  // OpenSSL's EVP_MD_CTX.
  void* context_;
};

/// Lower-case hexadecimal.
std::string hex(std::string_view bytes);

/// The bytes of hexadecimal digits of either case; nothing for what is none.
std::optional<std::string> from_hex(std::string_view text);

/// `count` random bytes from the operating system's generator.
std::string random_bytes(std::size_t count);

/// The above as the interface that plugins see. One object serves the whole process.
Crypto& plugin_crypto() noexcept;

}  // namespace portside::crypto
