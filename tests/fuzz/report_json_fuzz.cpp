// SPDX-License-Identifier: Apache-2.0
//
// A report in JSON. Only AdapterError may come out, in one line; what was read is the same when it
// is written and read again; every format takes it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "portside/api/byte_sink.hpp"
#include "portside/api/error.hpp"
#include "portside/host/gate.hpp"
#include "portside/host/report_json.hpp"
#include "portside/host/report_writers.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

/// No control characters but line ends reach a terminal.
class TableSink final : public portside::ByteSink {
 public:
  void write(std::string_view piece) override {
    for (const char c : piece) require(static_cast<unsigned char>(c) >= ' ' || c == '\n');
  }
};

class NoSink final : public portside::ByteSink {
 public:
  void write(std::string_view) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto reports = portside::reports_from_json(text);
    const std::string once = portside::to_json(reports);
    require(portside::to_json(portside::reports_from_json(once)) == once);
    TableSink table;
    const std::size_t width = size % 120;
    portside::write_table(reports, {.width = width, .ascii = size % 2 == 0}, table);
    NoSink none;
    for (const auto& format : portside::report_formats()) {
      if (format.takes_several || reports.size() == 1) format.write(reports, {}, none);
    }
    require(!portside::judge(reports, {portside::Severity::kLow}).sentence.empty());
  } catch (const portside::AdapterError& error) {
    require(error.code == portside::ErrorCode::kMalformedData ||
            error.code == portside::ErrorCode::kTooLarge);
    require(error.message.find('\n') == std::string::npos);
  }
  return 0;
}
