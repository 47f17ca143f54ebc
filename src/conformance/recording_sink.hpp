// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "portside/api/report_sink.hpp"

namespace portside::conformance {

/// Counts the rows of a report, keeps the beginning of its text, and refuses what a host refuses.
class RecordingSink final : public ReportSink, private ByteSink {
 public:
  /// Throws kInvalidArgument for a row without an id.
  void vulnerability(const Vulnerability& row) override;
  ByteSink& document(const std::string& media_type) override;

  std::size_t rows() const noexcept { return rows_; }
  const std::string& text() const noexcept { return text_; }

 private:
  void write(std::string_view piece) override;

  std::size_t rows_ = 0;
  std::string text_;
};

}  // namespace portside::conformance
