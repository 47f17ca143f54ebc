// SPDX-License-Identifier: Apache-2.0
#include "crypto/signing_key.hpp"

#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <utility>
#include <vector>

#include "crypto/digest.hpp"
#include "crypto/key_operations.hpp"
#include "crypto/openssl.hpp"
#include "portside/api/error.hpp"

namespace portside::crypto {
namespace {

/// r and s of P-256.
constexpr std::size_t kHalf = 32;
constexpr int kMinRsaBits = 2048;

using Bio = std::unique_ptr<BIO, Freer<&BIO_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freer<&ECDSA_SIG_free>>;
using Certificate = std::unique_ptr<X509, Freer<&X509_free>>;

[[noreturn]] void refuse(const std::string& why) {
  ERR_clear_error();
  throw AdapterError(ErrorCode::kConfigInvalid,
                     "the key cannot be used: " + why +
                         "; expected RSA of 2048 bits or more, or EC over P-256, in PEM form");
}

Bio reader(std::string_view text) {
  Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  if (!bio) openssl_failed("read from memory");
  return bio;
}

std::shared_ptr<EVP_PKEY> shared(EVP_PKEY* key) {
  return {key, [](EVP_PKEY* each) { EVP_PKEY_free(each); }};
}

Algorithm algorithm_of(EVP_PKEY* key) {
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) {
    if (EVP_PKEY_get_bits(key) < kMinRsaBits) refuse("its RSA modulus is too short");
    return Algorithm::kRs256;
  }
  std::array<char, 64> group{};
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
      EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
      std::string_view(group.data()) == "prime256v1") {
    return Algorithm::kEs256;
  }
  refuse("it is of another kind");
}

/// DER, as OpenSSL has it, to r and s.
std::string raw_signature(std::string_view der) {
  const unsigned char* at = bytes_of(der);
  const Signature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  std::string raw(2 * kHalf, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(raw.data());
  if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kHalf) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kHalf, kHalf) < 0) {
    openssl_failed("sign");
  }
  return raw;
}

/// r and s to DER; "" when they cannot be.
std::string der_signature(std::string_view raw) {
  if (raw.size() != 2 * kHalf) return {};
  const Signature signature(ECDSA_SIG_new());
  BIGNUM* const r = BN_bin2bn(bytes_of(raw), kHalf, nullptr);
  BIGNUM* const s = BN_bin2bn(bytes_of(raw) + kHalf, kHalf, nullptr);
  if (!signature || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return {};
  std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return text;
}

std::string base32(std::string_view bytes) {
  constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  unsigned buffer = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8U | static_cast<unsigned char>(c)) & 0xfffU;
    for (bits += 8; bits >= 5; bits -= 5) text += kLetters[buffer >> (bits - 5) & 31U];
  }
  return text;
}

}  // namespace

std::string_view algorithm_name(Algorithm algorithm) noexcept {
  return algorithm == Algorithm::kRs256 ? "RS256" : "ES256";
}

PublicKey::PublicKey(std::shared_ptr<evp_pkey_st> key)
    : key_(std::move(key)),
      algorithm_(algorithm_of(key_.get())),
      verifying_(std::make_shared<KeyOperations>(key_, KeyOperations::Kind::kVerify)) {}

PublicKey PublicKey::from_pem(std::string_view pem) {
  if (EVP_PKEY* key = PEM_read_bio_PUBKEY(reader(pem).get(), nullptr, nullptr, nullptr)) {
    return PublicKey(shared(key));
  }
  const Certificate certificate(PEM_read_bio_X509(reader(pem).get(), nullptr, nullptr, nullptr));
  EVP_PKEY* const key = certificate ? X509_get_pubkey(certificate.get()) : nullptr;
  if (key == nullptr) refuse("there is no public key and no certificate in it");
  ERR_clear_error();
  return PublicKey(shared(key));
}

bool PublicKey::verify(std::string_view message, std::string_view signature) const {
  std::string der;
  if (algorithm_ == Algorithm::kEs256) {
    der = der_signature(signature);
    if (der.empty()) return false;
    signature = der;
  }
  const std::string digest = sha256(message);
  const KeyOperations::Loan context = verifying_->borrow();
  const bool right = EVP_PKEY_verify(context.get(), bytes_of(signature), signature.size(),
                                     bytes_of(digest), digest.size()) == 1;
  if (!right) ERR_clear_error();
  return right;
}

std::string PublicKey::der() const {
  unsigned char* bytes = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &bytes);
  if (size <= 0) openssl_failed("write a public key");
  std::string text(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return text;
}

std::string PublicKey::libtrust_id() const {
  const std::string text = base32(sha256(der()).substr(0, 30));
  std::string id;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    id += (i == 0 ? "" : ":") + text.substr(i, 4);
  }
  return id;
}

SigningKey SigningKey::from_pem(const Secret& pem) {
  // Without this OpenSSL would ask for a passphrase on the terminal.
  const auto no_passphrase = [](char*, int, int, void*) { return 0; };
  EVP_PKEY* const key =
      PEM_read_bio_PrivateKey(reader(pem.reveal()).get(), nullptr, no_passphrase, nullptr);
  if (key == nullptr) refuse("there is no private key in it, or it has a passphrase");
  return SigningKey(PublicKey(shared(key)));
}

SigningKey::SigningKey(PublicKey key)
    : public_(std::move(key)),
      signing_(std::make_shared<KeyOperations>(public_.key_, KeyOperations::Kind::kSign)) {}

std::string SigningKey::sign(std::string_view message) const {
  const std::string digest = sha256(message);
  auto size = static_cast<std::size_t>(EVP_PKEY_get_size(public_.key_.get()));
  std::string signature(size, '\0');
  const KeyOperations::Loan context = signing_->borrow();
  if (EVP_PKEY_sign(context.get(), bytes_of(signature), &size, bytes_of(digest), digest.size()) !=
      1) {
    openssl_failed("sign");
  }
  signature.resize(size);
  return algorithm() == Algorithm::kEs256 ? raw_signature(signature) : signature;
}

std::vector<std::string> certificates_of(std::string_view pem) {
  std::vector<std::string> all;
  const Bio bio = reader(pem);
  while (const Certificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate.get(), &bytes);
    if (size <= 0) openssl_failed("write a certificate");
    all.emplace_back(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
  }
  ERR_clear_error();
  if (all.empty()) refuse("there is no certificate in it");
  return all;
}

}  // namespace portside::crypto
