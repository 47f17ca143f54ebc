// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/byte_sink.hpp"
#include "portside/api/vulnerability.hpp"

namespace portside {

/// Takes the results of a scan as they are found. A scanner's answer can be hundreds of megabytes;
/// row by row, neither side has to hold it.
///
/// Rows of all steps of a scan belong together. The host commits them when a step returns
/// StepKind::kDone and throws them away when a step throws, when the scan is abandoned, and when a
/// resumed scan starts afresh. The previous report stays in force until then.
///
/// All methods are [call]: on the thread of the call, not concurrently. They may throw (a full
/// disk, a cancelled call); let it pass.
class ReportSink {
 public:
  /// Adds one row. The object is read during the call only: fill the same one again for the next
  /// row. Throws kInvalidArgument for a row without an id.
  virtual void vulnerability(const Vulnerability& row) = 0;

  /// Opens a document that belongs to the report (the raw answer, an SBOM) and returns where to
  /// write it. It ends with the next `document()` or with the call; the reference is valid until
  /// then.
  virtual ByteSink& document(const std::string& media_type) = 0;

 protected:
  ~ReportSink() = default;
};

}  // namespace portside
