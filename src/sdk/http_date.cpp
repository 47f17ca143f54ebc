// SPDX-License-Identifier: Apache-2.0
#include "sdk/http_date.hpp"

#include <cstddef>
#include <string>

#include "portside/sdk/rfc3339.hpp"

namespace portside::sdk {

std::optional<Millis> parse_http_date(std::string_view text) {
  constexpr std::string_view kForm = "Day, 00 Mon 0000 00:00:00 GMT";
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != kForm.size() || text.substr(3, 2) != ", " || text[7] != ' ' ||
      text[11] != ' ' || text[16] != ' ' || text.substr(25) != " GMT") {
    return std::nullopt;
  }
  const std::size_t month = kMonths.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  std::string time(text.substr(12, 4));
  time += '-' + std::to_string(101 + month / 3).substr(1) + '-';
  time += text.substr(5, 2);
  time += 'T';
  time += text.substr(17, 8);
  return parse_rfc3339(time + 'Z');
}

}  // namespace portside::sdk
