// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <set>
#include <string>

namespace portside::sdk {
class JsonStream;
}  // namespace portside::sdk

namespace portside::clair::v4 {

/// What the pages of one notification came to. An entry's reason and vulnerability are not kept:
/// Clair's summaries have been seen to name the wrong ones. Each entry means: look at this image
/// again.
struct NotifiedImages {
  /// Past this number the rest is not worth listing.
  static constexpr std::size_t kMost = 100'000;

  /// Digests of manifests.
  std::set<std::string> digests;
  /// There were more than kMost.
  bool are_too_many = false;
  /// Entries without a digest.
  std::size_t unreadable = 0;
  /// Where the next page begins; "" on the last.
  std::string next;
};

/// A parser for one page, which adds its images to `images` and sets `next`. `images` outlives it.
std::unique_ptr<sdk::JsonStream> notification_page_parser(NotifiedImages& images);

}  // namespace portside::clair::v4
