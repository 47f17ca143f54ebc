// SPDX-License-Identifier: Apache-2.0
//
// One byte that chooses the sizes of the pieces, then what a Clair 4 may send as a vulnerability
// report, an index report, or a list of updates. Only AdapterError may come out; rows have an id;
// the report is the same in one piece and in many.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "clair/v4/index_report.hpp"
#include "clair/v4/report_join.hpp"
#include "clair/v4/report_summary.hpp"
#include "clair/v4/update_operations.hpp"
#include "clair/v4/vulnerability_report.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_stream.hpp"

namespace {

using namespace portside;

void require(bool condition) {
  if (!condition) std::abort();
}

class EndlessCall final : public CallContext {
 public:
  Millis time_left() const noexcept override { return 1'000; }
  bool cancelled() const noexcept override { return false; }
  bool wait(Millis) const noexcept override { return true; }
  int cancel_fd() const noexcept override { return -1; }
  void progress(const Progress&) const noexcept override {}
  std::string request_id() const override { return "fuzz"; }
  std::string traceparent() const override { return {}; }
};

/// All that rows say, in an account that does not depend on their order.
class RowSums final : public ReportSink {
 public:
  void vulnerability(const Vulnerability& row) override {
    require(!row.id.empty());
    require(row.extra.absent() || row.extra.text.front() == '{');
    for (const Cvss& cvss : row.cvss) require(cvss.score >= 0 && cvss.score <= 10);
    std::string text = row.id + row.package + row.version + row.fixed_version + row.description;
    for (const std::string& link : row.links) text += link;
    sum += std::hash<std::string>()(text) + static_cast<std::size_t>(row.severity);
    ++rows;
  }
  ByteSink& document(const std::string&) override { std::abort(); }

  std::size_t sum = 0;
  std::size_t rows = 0;
};

void feed(sdk::JsonStream& parser, std::string_view document, std::size_t piece) {
  for (; !document.empty(); document.remove_prefix(std::min(piece, document.size()))) {
    parser.write(document.substr(0, piece));
  }
  parser.finish();
}

std::string account(std::string_view document, std::size_t piece) {
  RowSums rows;
  try {
    clair::v4::ReportData data;
    feed(*clair::v4::vulnerability_report_parser(data), document, piece);
    clair::v4::finish_report(data, true);
    const auto written = clair::v4::write_rows(data, rows, EndlessCall());
    require(written == rows.rows);
    const auto summary = clair::v4::summary_of(data, written, {}, std::nullopt);
    require(summary.coverage.outcome != CoverageOutcome::kUnstated);
    Previous previous;
    previous.scan_metadata = summary.metadata;
    require(clair::v4::facts_of(previous).index_state.empty());
  } catch (const AdapterError& error) {
    require(error.message.find('\n') == std::string::npos);
    return "refused";
  }
  return std::to_string(rows.rows) + "/" + std::to_string(rows.sum);
}

template <typename Parser>
void read_alone(const Parser& parser, std::string_view document) {
  try {
    feed(*parser, document, document.size());
  } catch (const AdapterError& error) {
    require(error.message.find('\n') == std::string::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view document(reinterpret_cast<const char*>(data) + 1, size - 1);
  require(account(document, size) == account(document, data[0] % 16U + 1U));
  clair::v4::IndexReport report;
  read_alone(clair::v4::index_report_parser(report), document);
  clair::v4::UpdateOperations updates;
  read_alone(clair::v4::update_operations_parser(updates), document);
  return 0;
}
