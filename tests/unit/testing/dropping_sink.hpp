// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "portside/api/report_sink.hpp"

namespace portside::testing {

class DroppingSink final : public ReportSink, private ByteSink {
 public:
  void vulnerability(const Vulnerability&) override {}
  ByteSink& document(const std::string&) override { return *this; }

 private:
  void write(std::string_view) override {}
};

}  // namespace portside::testing
