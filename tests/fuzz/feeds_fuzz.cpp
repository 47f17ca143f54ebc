// SPDX-License-Identifier: Apache-2.0
//
// A document of advisories in any format. Only AdapterError may come out, and whatever is given can
// be put into an index.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "advisory/index_builder.hpp"
#include "feeds/document.hpp"
#include "feeds/index_feed.hpp"
#include "portside/api/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream text(std::string(reinterpret_cast<const char*>(data), size));
  portside::feeds::IndexFeed feed(1'000);
  try {
    const auto format = portside::feeds::read_document(text, 1, feed);
    if (format == portside::feeds::Format::kUnknown && !feed.releases().empty()) std::abort();
  } catch (const portside::AdapterError& error) {
    const bool expected = error.code == portside::ErrorCode::kMalformedData ||
                          error.code == portside::ErrorCode::kTooLarge;
    if (!expected) std::abort();
  }
  try {
    portside::advisory::IndexBuilder builder;
    feed.move_to(builder);
  } catch (const portside::AdapterError&) {
    std::abort();
  }
  return 0;
}
