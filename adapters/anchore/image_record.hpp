// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "portside/api/http_client.hpp"

namespace portside::anchore {

enum class Analysis : std::uint8_t {
  kPending,  ///< not_analyzed, analyzing, and every word that is not known
  kAnalyzed,
  kFailed,
};

/// What Anchore keeps about an image, as far as the adapter reads it.
struct ImageRecord {
  /// Of the image that Anchore analyses: for an index the digest of the child it chose.
  std::string digest;
  Analysis analysis = Analysis::kPending;
  /// Anchore's word: `analyzing`.
  std::string status;
  /// What Anchore Enterprise tells of how it came to it, an excerpt: `from_status: analyzing, ...`.
  std::string status_detail;
  /// `active`, `deleting`, ...
  std::string image_status;
  /// The value of the annotation kOwnerAnnotation; "" without one.
  std::string owner;
  /// `debian 12`; "" when Anchore recognised no distribution or did not look yet.
  std::string os;
};

/// Of the answers to GET and POST of images: v1 has an array of one, v2 an object; both are taken
/// in either version. Throws kScannerBadAnswer for anything else, also for a digest that is none.
ImageRecord read_image_record(const HttpResponse& answer);

}  // namespace portside::anchore
