// SPDX-License-Identifier: Apache-2.0
// Tokens beside OpenSSL's bare operation on a digest.
#include <benchmark/benchmark.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <memory>
#include <string>

#include "auth/jwt.hpp"
#include "crypto/digest.hpp"
#include "crypto/signing_key.hpp"

namespace portside::bench {
namespace {

constexpr std::int64_t kNow = 1'900'000'000;
/// Operations in a batch: many enough that the clock costs nothing.
constexpr int kBatch = 200;

using Pkey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

std::string pem_of(EVP_PKEY* key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

/// A key, for us and for OpenSSL alone.
struct Keys {
  Pkey bare{EVP_EC_gen("P-256"), &EVP_PKEY_free};
  crypto::SigningKey ours = crypto::SigningKey::from_pem(pem_of(bare.get()));
  PkeyContext context{EVP_PKEY_CTX_new(bare.get(), nullptr), &EVP_PKEY_CTX_free};
  std::string digest = crypto::sha256("what is signed");
  std::array<unsigned char, 128> signature{};
  std::size_t size = 0;

  void sign() {
    size = signature.size();
    EVP_PKEY_sign(context.get(), signature.data(), &size, bytes(digest), digest.size());
  }
  void verify() {
    benchmark::DoNotOptimize(
        EVP_PKEY_verify(context.get(), signature.data(), size, bytes(digest), digest.size()));
  }
  static const unsigned char* bytes(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }
};

auth::Claims claims() {
  auth::Claims claims;
  claims.issuer = "issuer";
  claims.subject = "portside";
  claims.audience = "registry";
  claims.expires = kNow + 300;
  claims.not_before = kNow;
  claims.issued = kNow;
  claims.id = "0123456789abcdef";
  claims.access = {{"repository", "library/nginx", {"pull"}}};
  return claims;
}

void reference_es256_sign(benchmark::State& state) {
  Keys keys;
  EVP_PKEY_sign_init(keys.context.get());
  for (auto _ : state) {
    for (int i = 0; i < kBatch; ++i) keys.sign();
  }
}
BENCHMARK(reference_es256_sign)->Unit(benchmark::kMicrosecond);

void sign_es256_token(benchmark::State& state) {
  const Keys keys;
  const auth::JwtSigner signer(keys.ours, {{}, "key"});
  const auth::Claims said = claims();
  for (auto _ : state) {
    for (int i = 0; i < kBatch; ++i) {
      benchmark::DoNotOptimize(signer.sign(said));
    }
  }
}
BENCHMARK(sign_es256_token)->Unit(benchmark::kMicrosecond);

void reference_es256_verify(benchmark::State& state) {
  Keys keys;
  EVP_PKEY_sign_init(keys.context.get());
  keys.sign();
  EVP_PKEY_verify_init(keys.context.get());
  for (auto _ : state) {
    for (int i = 0; i < kBatch; ++i) keys.verify();
  }
}
BENCHMARK(reference_es256_verify)->Unit(benchmark::kMicrosecond);

void verify_es256_token(benchmark::State& state) {
  const Keys keys;
  const Secret token = auth::JwtSigner(keys.ours, {{}, "key"}).sign(claims());
  auth::JwtRules rules;
  rules.issuer = "issuer";
  rules.audience = "registry";
  rules.keys.emplace("key", keys.ours.public_key());
  for (auto _ : state) {
    for (int i = 0; i < kBatch; ++i) {
      if (!auth::verify_jwt(token.reveal(), rules, kNow)) state.SkipWithError("not verified");
    }
  }
}
BENCHMARK(verify_es256_token)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench
