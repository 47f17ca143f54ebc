// SPDX-License-Identifier: Apache-2.0
//
// A WWW-Authenticate header. Nothing may come out, and no more than the bounds allow.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "oci/challenge.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string value(reinterpret_cast<const char*>(data), size);
  const auto challenges = portside::oci::parse_challenges({{"Www-Authenticate", value}});
  if (challenges.size() > 16) std::abort();
  for (const auto& challenge : challenges) {
    if (challenge.scheme.empty() || challenge.parameters.size() > 16) std::abort();
  }
  return 0;
}
