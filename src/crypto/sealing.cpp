// SPDX-License-Identifier: Apache-2.0
#include "crypto/sealing.hpp"

#include <algorithm>
#include <optional>

#include "crypto/aes_gcm.hpp"
#include "crypto/digest.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::crypto {
namespace {

constexpr std::string_view kVersion = "v1.";
constexpr std::size_t kIdDigits = 8;
constexpr std::size_t kHeaderBytes = kVersion.size() + kIdDigits + 1;
constexpr std::size_t kMinBoxBytes = kGcmNonceBytes + kGcmTagBytes;
constexpr std::size_t kMaxBoxBytes = kMinBoxBytes + kMaxSealedBytes;
constexpr std::size_t kMaxTextBytes = kHeaderBytes + (4 * kMaxBoxBytes + 2) / 3;
constexpr std::size_t kMaxKeys = 16;

constexpr std::string_view kKeyRule =
    "32 bytes in base64 (44 characters) or hexadecimal (64 digits)";

[[noreturn]] void refuse_key_file(const std::string& sentence) {
  throw AdapterError(ErrorCode::kConfigInvalid, sentence);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

/// The 32 bytes, or nothing.
std::optional<Secret> key_bytes(std::string_view text) {
  auto bytes = text.size() == 2 * kAesKeyBytes ? from_hex(text) : sdk::from_base64(text);
  if (!bytes) return std::nullopt;
  Secret key(*std::move(bytes));
  return key.reveal().size() == kAesKeyBytes ? std::optional(std::move(key)) : std::nullopt;
}

std::string id_of(const Secret& key) {
  Sha256 hash;
  hash.update("portside sealing key id");
  hash.update(key.reveal());
  return hex(hash.finish()).substr(0, kIdDigits);
}

/// What is behind the header; nothing when it is no sealed text.
std::optional<std::string> box_of(std::string_view text) {
  if (sealed_key_id(text).empty() || text.size() > kMaxTextBytes) return std::nullopt;
  auto box = sdk::from_base64url(text.substr(kHeaderBytes));
  const bool fit = box && box->size() >= kMinBoxBytes && box->size() <= kMaxBoxBytes;
  return fit ? box : std::nullopt;
}

[[noreturn]] void refuse_for_want_of_a_key(std::string_view id, std::span<const SealingKey> keys) {
  std::string sentence = "the sealed secret needs the key " + std::string(id) + ", and ";
  if (keys.empty()) refuse_key_file(sentence + "no key was given; expected a file with that one");
  sentence += keys.size() == 1 ? "the only one given is " : "those given are ";
  for (const SealingKey& key : keys) sentence += (&key == keys.data() ? "" : ", ") + key.id();
  refuse_key_file(sentence + "; expected that one among them");
}

}  // namespace

SealingKey::SealingKey(Secret bytes) : bytes_(std::move(bytes)), id_(id_of(bytes_)) {}

std::vector<SealingKey> sealing_keys_of(std::string_view text) {
  std::vector<SealingKey> keys;
  for (int line = 1; !text.empty(); ++line) {
    const std::string_view whole = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(whole.size() + 1, text.size()));
    const std::string_view written = trimmed(whole);
    if (written.empty() || written.starts_with('#')) continue;
    const std::string where = "line " + std::to_string(line);
    if (keys.size() == kMaxKeys) {
      refuse_key_file(where +
                      " has one sealing key more than the 16 that may be given; remove old ones");
    }
    auto key = key_bytes(written);
    if (!key) {
      refuse_key_file(where + " is no sealing key; expected " + std::string(kKeyRule) +
                      ", one key a line");
    }
    keys.push_back(SealingKey(*std::move(key)));
  }
  if (keys.empty()) refuse_key_file("there is no sealing key; expected " + std::string(kKeyRule));
  return keys;
}

Secret new_sealing_key_text() {
  const Secret key(random_bytes(kAesKeyBytes));
  return Secret(sdk::base64(key.reveal()));
}

std::string_view sealed_key_id(std::string_view text) noexcept {
  if (text.size() < kHeaderBytes || !text.starts_with(kVersion) || text[kHeaderBytes - 1] != '.') {
    return {};
  }
  const std::string_view id = text.substr(kVersion.size(), kIdDigits);
  return id.find_first_not_of("0123456789abcdef") == std::string_view::npos ? id
                                                                            : std::string_view();
}

std::string seal(const SealingKey& key, std::string_view plain, std::string_view context) {
  if (plain.size() > kMaxSealedBytes) {
    throw AdapterError(ErrorCode::kTooLarge,
                       "the secret is longer than 64 KiB; expected a shorter one");
  }
  const std::string header = std::string(kVersion) + key.id_ + '.';
  const std::string nonce = random_bytes(kGcmNonceBytes);
  return header + sdk::base64url(nonce + aes_gcm_encrypt(key.bytes_.reveal(), nonce,
                                                         header + std::string(context), plain));
}

Secret unseal(std::span<const SealingKey> keys, std::string_view text, std::string_view context) {
  const auto box = box_of(text);
  if (!box) {
    refuse_key_file(
        "the sealed secret is malformed; expected v1.KEYID.TEXT as portside secret seal "
        "prints it");
  }
  const std::string_view id = sealed_key_id(text);
  const std::string associated = std::string(text.substr(0, kHeaderBytes)) + std::string(context);
  const std::string_view all = *box;
  bool known = false;
  for (const SealingKey& key : keys) {
    if (key.id() != id) continue;
    known = true;
    auto plain = aes_gcm_decrypt(key.bytes_.reveal(), all.substr(0, kGcmNonceBytes), associated,
                                 all.substr(kGcmNonceBytes));
    if (plain) return *std::move(plain);
  }
  if (!known) refuse_for_want_of_a_key(id, keys);
  refuse_key_file(
      "the sealed secret was sealed for another place, or was changed since; expected the text "
      "that was sealed for this place");
}

}  // namespace portside::crypto
