// SPDX-License-Identifier: Apache-2.0
//
// A token: as it stands, which is never believed, since nobody signed it; and its text as the
// claims of a token that is signed, so that what reads claims is reached.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "auth/jwt.hpp"
#include "fuzz_key.hpp"
#include "portside/sdk/base64.hpp"

namespace {

using portside::crypto::SigningKey;

constexpr std::int64_t kNow = 1'700'000'000;

const SigningKey& key() {
  static const SigningKey key = SigningKey::from_pem(portside::fuzz::kKey);
  return key;
}

const portside::auth::JwtRules& rules() {
  static const portside::auth::JwtRules rules{"issuer", "audience", {{"key", key().public_key()}}};
  return rules;
}

std::string signed_token(std::string_view claims) {
  const std::string message = portside::sdk::base64url(R"({"alg":"ES256","kid":"key"})") + '.' +
                              portside::sdk::base64url(claims);
  return message + '.' + portside::sdk::base64url(key().sign(message));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string why;
  if (portside::auth::verify_jwt(text, rules(), kNow, &why) || why.empty()) std::abort();
  const auto claims = portside::auth::verify_jwt(signed_token(text), rules(), kNow);
  if (!claims) return 0;
  const bool held = claims->issuer == "issuer" && claims->audience == "audience" &&
                    kNow <= claims->expires + rules().leeway &&
                    kNow >= claims->not_before - rules().leeway;
  if (!held) std::abort();
  return 0;
}
