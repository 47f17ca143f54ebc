// SPDX-License-Identifier: Apache-2.0
//
// A token. Without the private key nobody makes one that is believed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "auth/jwt.hpp"

namespace {

/// P-256; the private key is nowhere.
constexpr char kPublicKey[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8/XKdPPtPKqOQdqw2wP8mIZAEPz/\n"
    "3ikL67+9/kZPes87OTDEQwS7fkh5FQVmYZ7bVzG+B0ffQxexagrrIgsyYw==\n"
    "-----END PUBLIC KEY-----\n";

const portside::auth::JwtRules& rules() {
  static const portside::auth::JwtRules rules{
      "issuer", "audience", {{"key", portside::crypto::PublicKey::from_pem(kPublicKey)}}};
  return rules;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view token(reinterpret_cast<const char*>(data), size);
  std::string why;
  if (portside::auth::verify_jwt(token, rules(), 1'700'000'000, &why) || why.empty()) std::abort();
  return 0;
}
