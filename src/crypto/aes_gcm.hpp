// SPDX-License-Identifier: Apache-2.0
//
// AES-256 in Galois/counter mode (NIST SP 800-38D) over OpenSSL. Keys have kAesKeyBytes, nonces
// kGcmNonceBytes, texts less than 2 GiB. Both functions are [any] and throw kInternal when OpenSSL
// fails.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "portside/host/secret.hpp"

namespace portside::crypto {

inline constexpr std::size_t kAesKeyBytes = 32;
inline constexpr std::size_t kGcmNonceBytes = 12;
inline constexpr std::size_t kGcmTagBytes = 16;

/// The ciphertext of `plain`, and behind it the tag, which covers `associated` too. Two texts under
/// one key must not have the same nonce: whoever has both reads them and forges others.
std::string aes_gcm_encrypt(std::string_view key, std::string_view nonce,
                            std::string_view associated, std::string_view plain);

/// What aes_gcm_encrypt() made `encrypted` of; nothing when any of the four is not as it was then.
std::optional<Secret> aes_gcm_decrypt(std::string_view key, std::string_view nonce,
                                      std::string_view associated, std::string_view encrypted);

}  // namespace portside::crypto
