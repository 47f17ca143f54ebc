// SPDX-License-Identifier: Apache-2.0
//
// Two versions, one a line. The order turns round with its sides, and every version equals itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "advisory/version.hpp"

namespace {

using portside::advisory::VersionScheme;

int sign(int value) {
  return (value > 0) - (value < 0);
}

void check(VersionScheme scheme, std::string_view left, std::string_view right) {
  const auto order = compare_versions(scheme, left, right);
  const auto turned = compare_versions(scheme, right, left);
  const bool valid = is_version(scheme, left) && is_version(scheme, right);
  if (order.has_value() != valid || turned.has_value() != valid) std::abort();
  if (order && sign(*order) != -sign(*turned)) std::abort();
  if (is_version(scheme, left) && compare_versions(scheme, left, left) != 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string_view left = text.substr(0, line);
  const std::string_view right =
      line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
  for (const VersionScheme scheme :
       {VersionScheme::kDeb, VersionScheme::kRpm, VersionScheme::kApk}) {
    check(scheme, left, right);
  }
  return 0;
}
