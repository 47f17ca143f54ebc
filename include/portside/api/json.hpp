// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace portside {

/// One UTF-8 JSON value as text, or nothing.
///
/// JSON crosses the plugin boundary as text and not as a parsed tree: two builds of one JSON
/// library can lay out their tree types differently (a debug macro is enough), while text means the
/// same to both sides. An empty `text` means "absent", which is not the same as the JSON value
/// `null`.
///
/// Portside never changes a document that it only passes on: numbers keep their digits, members
/// keep their order, unknown members stay.
struct Json {
  std::string text;

  /// True when there is no value at all.
  bool absent() const noexcept { return text.empty(); }
};

}  // namespace portside
