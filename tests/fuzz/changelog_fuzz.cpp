// SPDX-License-Identifier: Apache-2.0
//
// A Debian changelog. What is made of it is a feed that reads back to as many fixes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "advisory/index_builder.hpp"
#include "feeds/changelog_feed.hpp"
#include "feeds/document.hpp"
#include "feeds/index_feed.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  portside::feeds::ChangelogFeed changelogs;
  changelogs.add({reinterpret_cast<const char*>(data), size});
  std::stringstream text;
  changelogs.write(text, "Debian:12", 0);
  portside::feeds::IndexFeed feed(1);
  portside::feeds::read_document(text, 0, feed);
  portside::advisory::IndexBuilder builder;
  feed.move_to(builder);
  if (builder.rows() > changelogs.fixes() || !feed.passed_over().empty()) std::abort();
  return 0;
}
