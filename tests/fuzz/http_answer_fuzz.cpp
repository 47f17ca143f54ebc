// SPDX-License-Identifier: Apache-2.0
//
// One byte that says how long an excerpt may be, then a text from a server. Whatever stands before
// it, a credential is not shown; and nothing is that would break a line or is no UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "portside/sdk/http_answer.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string canary = "C4N4RY-0F-4-T0K3N";
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t limit = data[0] * std::size_t{16};
  const std::string shown = portside::sdk::excerpt(text + "\nAuthorization: " + canary, limit);
  require(shown.size() <= limit);
  for (const char c : shown) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  nlohmann::json(shown).dump();  // throws when it is no UTF-8
  require(text.find(canary) != std::string::npos || shown.find(canary) == std::string::npos);

  portside::HttpResponse response;
  response.status = data[0] * 4;
  response.headers = {{"Retry-After", text}};
  response.body = text;
  const auto error = portside::sdk::error_for_status(response, "it");
  require(!error.retry_after || (*error.retry_after >= 0 && *error.retry_after <= 3'600'000));
  return 0;
}
