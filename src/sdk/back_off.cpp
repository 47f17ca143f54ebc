// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/back_off.hpp"

#include <algorithm>
#include <functional>
#include <string>

namespace portside::sdk {

Millis back_off(const BackOff& pauses, int attempt, std::string_view key) {
  Millis pause = pauses.first;
  for (int i = 1; i < attempt && pause < pauses.longest; ++i) pause *= 2;
  pause = std::min(pause, pauses.longest);
  const std::size_t hash =
      std::hash<std::string>()(std::string(key) + "/" + std::to_string(attempt));
  const auto most = static_cast<std::size_t>(std::max<Millis>(pause / 4, 1));
  return pause + static_cast<Millis>(hash % most);
}

}  // namespace portside::sdk
