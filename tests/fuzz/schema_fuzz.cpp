// SPDX-License-Identifier: Apache-2.0
//
// A schema, a zero byte, a document. Only AdapterError may come out, and only of the schema; what
// is said about a document says nothing of its texts.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "portside/api/error.hpp"
#include "schema/schema.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

/// Put into the document for the fuzzer to find a way to get it out.
constexpr std::string_view kCanary = "Canary-7f3a9b1c5d";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t split = input.find('\0');
  if (split == std::string_view::npos || input.find(kCanary) != std::string_view::npos) return 0;
  try {
    const portside::schema::Schema schema(input.substr(0, split));
    std::string document(input.substr(split + 1));
    // `"?` becomes a text with the canary.
    for (std::size_t at = 0; (at = document.find("\"?", at)) != std::string::npos;) {
      document.replace(at + 1, 1, kCanary);
    }
    for (const auto& violation : schema.check(document)) {
      require(violation.sentence.find("found ") == 0 || violation.sentence.find("this ") == 0);
      require(violation.sentence.find(kCanary) == std::string::npos);
      require(violation.pointer.empty() || violation.pointer.front() == '/');
    }
  } catch (const portside::AdapterError& error) {
    require(error.code == portside::ErrorCode::kPluginContract && !error.message.empty());
  }
  return 0;
}
