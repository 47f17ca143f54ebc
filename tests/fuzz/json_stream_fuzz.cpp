// SPDX-License-Identifier: Apache-2.0
//
// One byte that chooses the sizes of the pieces, then a document. In one piece or in many, a table
// sees the same, and so does one that is made when the document begins.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/json_stream.hpp"

namespace {

using portside::sdk::JsonRule;
using portside::sdk::JsonScalar;

void require(bool condition) {
  if (!condition) std::abort();
}

std::vector<JsonRule> rules_for(std::string& told) {
  std::vector<JsonRule> rules;
  for (const char* path : {"", "/*", "/a", "/a/*/b", "/*/*", "/*/*/*", "/a/b~0/~1"}) {
    rules.push_back(
        {path, [&told, path](std::string_view key) { told.append("<").append(path).append(key); },
         [&told, path] { told.append(">").append(path); },
         [&told, path](const JsonScalar& value) {
           told.append(path).append(value.key).append("=").append(value.text);
         }});
  }
  return rules;
}

portside::sdk::JsonLimits narrow_limits() {
  portside::sdk::JsonLimits limits;
  limits.depth = 16;
  limits.text_bytes = 256;
  return limits;
}

/// Everything that the table was told, and whether the document was refused at its end.
template <typename Table>
std::string account(std::string_view document, unsigned seed, std::string& told, Table table) {
  portside::sdk::JsonStream stream("it", std::move(table), narrow_limits());
  try {
    while (!document.empty()) {
      seed = seed * 1'103'515'245U + (seed == 0 ? 0U : 12'345U);
      const std::size_t size = seed == 0 ? document.size() : (seed >> 8U) % 9 + 1;
      stream.write(document.substr(0, size));
      document.remove_prefix(std::min(size, document.size()));
    }
    stream.finish();
  } catch (const portside::AdapterError& error) {
    require(error.code == portside::ErrorCode::kMalformedData ||
            error.code == portside::ErrorCode::kTooLarge);
    return "refused";
  }
  return told;
}

std::string account(std::string_view document, unsigned seed) {
  std::string told;
  return account(document, seed, told, rules_for(told));
}

std::string account_of_shape(std::string_view document, unsigned seed) {
  std::string told;
  portside::sdk::JsonShapes shapes([&](bool is_array) {
    const std::size_t first = document.find_first_not_of(" \t\r\n");
    require(first != std::string_view::npos && is_array == (document[first] == '['));
    return rules_for(told);
  });
  return account(document, seed, told, std::move(shapes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view document(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = account(document, 0);
  require(whole == account(document, data[0] + 1U));
  require(whole == account_of_shape(document, data[0] + 1U));
  return 0;
}
