// SPDX-License-Identifier: Apache-2.0
#include "crypto/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/random.h>

#include <cerrno>
#include <system_error>

#include "crypto/openssl.hpp"
#include "portside/api/error.hpp"

namespace portside::crypto {
namespace {

constexpr std::size_t kSha256Bytes = 32;
constexpr std::size_t kSha512Bytes = 64;

/// Looked up once: OpenSSL does it anew for each digest otherwise, behind a lock.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

class PluginCrypto final : public Crypto {
 public:
  std::string sha256(std::string_view data) override { return crypto::sha256(data); }
  std::string hmac_sha256(std::string_view key, std::string_view message) override {
    return crypto::hmac_sha256(key, message);
  }
  bool equal(std::string_view a, std::string_view b) override { return crypto::equal(a, b); }
};

}  // namespace

std::string sha256(std::string_view data) {
  std::string digest(kSha256Bytes, '\0');
  if (EVP_Digest(data.data(), data.size(), bytes_of(digest), nullptr, sha256_method(), nullptr) !=
      1) {
    openssl_failed("compute SHA-256");
  }
  return digest;
}

std::string sha512(std::string_view data) {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  std::string digest(kSha512Bytes, '\0');
  if (EVP_Digest(data.data(), data.size(), bytes_of(digest), nullptr, method, nullptr) != 1) {
    openssl_failed("compute SHA-512");
  }
  return digest;
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  auto* const context = static_cast<EVP_MD_CTX*>(context_);
  if (context != nullptr && EVP_DigestInit_ex(context, sha256_method(), nullptr) == 1) return;
  EVP_MD_CTX_free(context);
  openssl_failed("compute SHA-256");
}

Sha256::~Sha256() {
  EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_));
}

void Sha256::update(std::string_view piece) {
  if (EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), piece.data(), piece.size()) != 1) {
    openssl_failed("compute SHA-256");
  }
}

std::string Sha256::finish() {
  std::string digest(kSha256Bytes, '\0');
  if (EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), bytes_of(digest), nullptr) != 1) {
    openssl_failed("compute SHA-256");
  }
  return digest;
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
  // A null key means "none was set" to OpenSSL, which is not the same as an empty one.
  const char* key_bytes = key.empty() ? "" : key.data();
  std::string digest(kSha256Bytes, '\0');
  std::size_t length = 0;
  if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key_bytes, key.size(),
                bytes_of(message), message.size(), bytes_of(digest), digest.size(),
                &length) == nullptr ||
      length != kSha256Bytes) {
    openssl_failed("compute HMAC-SHA-256");
  }
  return digest;
}

bool equal(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value >> 4U];
    text += kDigits[value & 0xfU];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes(text.size() / 2, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digit = std::string_view("0123456789abcdefABCDEF").find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    const std::size_t value = digit < 16 ? digit : digit - 6;
    bytes[i / 2] = static_cast<char>(static_cast<unsigned char>(bytes[i / 2]) << 4U | value);
  }
  return bytes;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t done = 0;
  while (done < count) {
    const ssize_t size = ::getrandom(bytes.data() + done, count - done, 0);
    if (size >= 0) {
      done += static_cast<std::size_t>(size);
    } else if (errno != EINTR) {
      throw AdapterError(ErrorCode::kInternal, "the operating system gives no random bytes",
                         std::generic_category().message(errno));
    }
  }
  return bytes;
}

Crypto& plugin_crypto() noexcept {
  static PluginCrypto crypto;
  return crypto;
}

}  // namespace portside::crypto
