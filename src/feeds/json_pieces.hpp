// SPDX-License-Identifier: Apache-2.0
//
// Reads JSON documents of any size piece by piece, so that only a piece is in memory.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <vector>

#include "feeds/json_value.hpp"

namespace portside::feeds {

/// How large a piece, together with those that were kept before it, may be.
struct PieceLimits {
  int depth = 64;
  std::size_t values = 2'000'000;
  std::size_t text_bytes = std::size_t{128} * 1024 * 1024;
};

/// Says what is a piece, and takes the pieces. What it throws passes through.
class PieceHandler {
 public:
  virtual ~PieceHandler() = default;

  /// A list or an object begins: the document itself, or a member of one that was opened. True
  /// opens it: each of its members is a piece, or opened in its turn. False: it is a piece. `path`:
  /// the keys from the document to it, "" in lists.
  virtual bool opens(JsonValue::Kind kind, const std::vector<std::string>& path) = 0;

  /// A piece; `path` as above, without its own key. Returns whether any of it is kept: then it
  /// counts against PieceLimits for the rest of the document.
  virtual bool piece(const std::vector<std::string>& path, JsonValue&& piece) = 0;
};

/// Reads one document to its end. Throws AdapterError: kMalformedData (no JSON; says at which
/// byte), kTooLarge.
void cut_json(std::istream& document, PieceHandler& handler, const PieceLimits& limits = {});

}  // namespace portside::feeds
