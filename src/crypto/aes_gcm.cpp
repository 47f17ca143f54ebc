// SPDX-License-Identifier: Apache-2.0
#include "crypto/aes_gcm.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>
#include <utility>

#include "crypto/openssl.hpp"

namespace portside::crypto {
namespace {

using Context = std::unique_ptr<EVP_CIPHER_CTX, Freer<&EVP_CIPHER_CTX_free>>;

enum class Direction : int { kDecrypt = 0, kEncrypt = 1 };

/// Has taken `associated` in; the text comes next.
Context begin(Direction direction, std::string_view key, std::string_view nonce,
              std::string_view associated) {
  Context context(EVP_CIPHER_CTX_new());
  int unused = 0;
  if (key.size() != kAesKeyBytes || nonce.size() != kGcmNonceBytes || !context ||
      EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(nonce),
                        static_cast<int>(direction)) != 1 ||
      EVP_CipherUpdate(context.get(), nullptr, &unused, bytes_of(associated),
                       static_cast<int>(associated.size())) != 1) {
    openssl_failed("begin with AES-256-GCM");
  }
  return context;
}

/// The other form of `text`, of the same length.
std::string transformed(const Context& context, std::string_view text) {
  std::string out(text.size(), '\0');
  int size = 0;
  if (EVP_CipherUpdate(context.get(), bytes_of(out), &size, bytes_of(text),
                       static_cast<int>(text.size())) != 1) {
    openssl_failed("compute AES-256-GCM");
  }
  return out;
}

/// True unless the tag is wrong. There is nothing left to write at the end of this mode.
bool finish(const Context& context) {
  unsigned char nothing[EVP_MAX_BLOCK_LENGTH];
  int size = 0;
  return EVP_CipherFinal_ex(context.get(), nothing, &size) == 1;
}

}  // namespace

std::string aes_gcm_encrypt(std::string_view key, std::string_view nonce,
                            std::string_view associated, std::string_view plain) {
  const Context context = begin(Direction::kEncrypt, key, nonce, associated);
  std::string encrypted = transformed(context, plain);
  std::string tag(kGcmTagBytes, '\0');
  if (!finish(context) ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kGcmTagBytes, tag.data()) != 1) {
    openssl_failed("compute AES-256-GCM");
  }
  return encrypted += tag;
}

std::optional<Secret> aes_gcm_decrypt(std::string_view key, std::string_view nonce,
                                      std::string_view associated, std::string_view encrypted) {
  if (encrypted.size() < kGcmTagBytes) return std::nullopt;
  const Context context = begin(Direction::kDecrypt, key, nonce, associated);
  // Until the tag was compared this is not to be believed.
  Secret plain(transformed(context, encrypted.substr(0, encrypted.size() - kGcmTagBytes)));
  std::string tag(encrypted.substr(encrypted.size() - kGcmTagBytes));
  if (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kGcmTagBytes, tag.data()) != 1) {
    openssl_failed("compute AES-256-GCM");
  }
  if (finish(context)) return plain;
  ERR_clear_error();
  return std::nullopt;
}

}  // namespace portside::crypto
