// SPDX-License-Identifier: Apache-2.0
#include "anchore/owner.hpp"

#include <random>

namespace portside::anchore {
namespace {

constexpr char kOwnerKey[] = "owner";

/// 128 bits.
std::string random_digits() {
  constexpr char kHex[] = "0123456789abcdef";
  std::random_device source;
  std::uniform_int_distribution<int> digit(0, 15);
  std::string text(32, '0');
  for (char& each : text) each = kHex[digit(source)];
  return text;
}

}  // namespace

std::string kept_owner(HostServices& host) {
  KeyValues& state = host.state();
  if (const auto kept = state.get(kOwnerKey); kept && !kept->empty()) return *kept;
  state.write({{kOwnerKey, host.instance_id() + "-" + random_digits()}});
  // Another process of the host may have written at the same time: what is there now counts.
  return state.get(kOwnerKey).value();
}

}  // namespace portside::anchore
