// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "clair/config.hpp"
#include "portside/api/coverage.hpp"
#include "portside/api/image_check.hpp"
#include "portside/api/report_sink.hpp"

namespace portside::clair {

/// Judges a report while its rows go past, and keeps none of them.
class PolicyCheck final : public ReportSink {
 public:
  /// `policy` outlives it.
  explicit PolicyCheck(const CheckPolicy& policy) : policy_(policy) {}

  void vulnerability(const Vulnerability& row) override;
  ByteSink& document(const std::string& media_type) override;

  /// After the last row. A report that covers nothing gives no verdict.
  ImageCheck judge(const Coverage& coverage, Millis now) const;

 private:
  class Nothing final : public ByteSink {
   public:
    void write(std::string_view) override {}
  };

  bool counts(const Vulnerability& row) const;

  const CheckPolicy& policy_;
  Nothing nothing_;
  std::uint64_t rows_ = 0;
  std::uint64_t failing_ = 0;
  std::string first_;
  Severity worst_ = Severity::kNone;
};

}  // namespace portside::clair
