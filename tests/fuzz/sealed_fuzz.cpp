// SPDX-License-Identifier: Apache-2.0
//
// A sealed secret, and the same bytes as a key file. Nobody makes a text that opens but with the
// key, so the seed is the only one that does.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crypto/sealing.hpp"
#include "portside/api/error.hpp"

namespace {

constexpr std::string_view kSealed =
    "v1.af53c1b3.ZGVmZ2hpamtsbW5vK3SsFByKIr5WDS2bvws8gZk3aV1Sk0BsgYc04NQ";

void require(bool condition) {
  if (!condition) std::abort();
}

const std::vector<portside::crypto::SealingKey>& keys() {
  static const auto keys =
      portside::crypto::sealing_keys_of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  return keys;
}

void require_refusal(const portside::AdapterError& error) {
  require(error.code == portside::ErrorCode::kConfigInvalid && !error.message.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const portside::Secret plain = portside::crypto::unseal(keys(), text, "/adapters/clair/psk");
    require(text == kSealed && plain.reveal() == "correct horse");
  } catch (const portside::AdapterError& error) {
    require(text != kSealed);
    require_refusal(error);
  }
  try {
    const auto read = portside::crypto::sealing_keys_of(text);
    require(!read.empty() && read.size() <= 16 && read.front().id().size() == 8);
  } catch (const portside::AdapterError& error) {
    require_refusal(error);
  }
  return 0;
}
