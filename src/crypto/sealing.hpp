// SPDX-License-Identifier: Apache-2.0
//
// Sealed secrets: texts that may lie in a file that others read, because they open with a key only,
// and only in the place that they were sealed for.
//
//   v1.KEYID.BASE64URL(nonce, 12 bytes | ciphertext | tag, 16 bytes)
//
// AES-256-GCM with random nonces, which are good for 2^32 texts under one key (NIST SP 800-38D
// section 8.3). The tag covers `v1.KEYID.` and the context, a text that says where the secret
// belongs. Files hold this form: it never changes, another one gets another number.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/host/secret.hpp"

namespace portside::crypto {

/// The longest text that can be sealed, in bytes.
inline constexpr std::size_t kMaxSealedBytes = std::size_t{64} << 10U;

/// The key of an operator, 32 bytes. Its memory is overwritten when it is destroyed. [any]
class SealingKey {
 public:
  /// Names the key and tells nothing of it: the first 8 hexadecimal digits of SHA-256 over
  /// `portside sealing key id` and the key.
  const std::string& id() const noexcept { return id_; }

 private:
  friend std::vector<SealingKey> sealing_keys_of(std::string_view text);
  friend std::string seal(const SealingKey& key, std::string_view plain, std::string_view context);
  friend Secret unseal(std::span<const SealingKey> keys, std::string_view text,
                       std::string_view context);
  explicit SealingKey(Secret bytes);

  Secret bytes_;
  std::string id_;
};

/// The keys of a key file in their order, one a line and 16 at most: base64 with padding or
/// hexadecimal of exactly 32 bytes, with white space around it. Empty lines and lines that begin
/// with `#` do not count. Throws kConfigInvalid with the line, and nothing of what stands there: no
/// key in a line, none at all, too many. [any]
std::vector<SealingKey> sealing_keys_of(std::string_view text);

/// A new key as sealing_keys_of() reads it. [any]
Secret new_sealing_key_text();

/// Throws kTooLarge for more than kMaxSealedBytes. [any]
std::string seal(const SealingKey& key, std::string_view plain, std::string_view context);

/// What was sealed in `text`, with whichever of the keys did it. Throws kConfigInvalid with a
/// sentence that tells apart: not in the form above; no keys, or other keys than the one that is
/// needed (with their ids); sealed in another context, or changed since. [any]
Secret unseal(std::span<const SealingKey> keys, std::string_view text, std::string_view context);

/// The id of the key that a sealed text needs; "" when it does not begin as one. [any]
std::string_view sealed_key_id(std::string_view text) noexcept;

}  // namespace portside::crypto
