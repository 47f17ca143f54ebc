// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

namespace portside::sdk {
class JsonStream;
}  // namespace portside::sdk

namespace portside::clair::v4 {

/// How far the indexer is with an image (claircore's IndexReport); the lists of packages are read
/// from the vulnerability report.
struct IndexReport {
  /// `IndexFinished`, `IndexError`, or the step that is under way; "" when the image waits, or when
  /// whoever posted it went away.
  std::string state;
  bool success = false;
  /// Clair's sentence when it failed.
  std::string error;

  /// Only such a report says what is in the image.
  bool is_finished() const { return state == "IndexFinished" && success; }
};

/// A parser that fills `report`, which outlives it.
std::unique_ptr<sdk::JsonStream> index_report_parser(IndexReport& report);

/// The same for the indexer's own state: an opaque word that changes with what it can find.
std::unique_ptr<sdk::JsonStream> index_state_parser(std::string& state);

}  // namespace portside::clair::v4
