// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/report_sink.hpp"

namespace portside::runtime {

/// The host's ReportSink as a plugin sees it. What a sink throws passes through the plugin; as an
/// AdapterError (kIo) it is not taken for the plugin's own failure.
class HostReportSink final : public ReportSink {
 public:
  explicit HostReportSink(ReportSink& sink) noexcept : sink_(sink) {}
  void vulnerability(const Vulnerability& row) override;
  ByteSink& document(const std::string& media_type) override;

 private:
  class Document final : public ByteSink {
   public:
    void write(std::string_view piece) override;
    ByteSink* sink = nullptr;
  };

  ReportSink& sink_;
  Document document_;
};

}  // namespace portside::runtime
