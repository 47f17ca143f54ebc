// SPDX-License-Identifier: Apache-2.0
//
// A report of Clair 2: the first byte says in pieces of which size it comes. Only AdapterError may
// come out, in one line; each row has a name, and the size of the pieces makes no difference.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "clair/v2/layer_coverage.hpp"
#include "clair/v2/layer_report.hpp"
#include "portside/api/error.hpp"

namespace {

using namespace portside;
using namespace portside::clair::v2;

void require(bool condition) {
  if (!condition) std::abort();
}

class RowsAsText final : public ReportSink {
 public:
  void vulnerability(const Vulnerability& row) override {
    require(!row.id.empty());
    require(row.cvss.size() <= 2 && row.links.size() <= 1);
    for (const Cvss& each : row.cvss) require(each.score > 0 && each.score <= 10);
    text += row.id + row.package + row.version + row.fixed_version + row.layer_digest +
            row.extra.text + row.description + '\n';
  }
  ByteSink& document(const std::string&) override { std::abort(); }
  std::string text;
};

const Chain& chain() {
  static const Chain kChain{{"base", {"sha256:1", "", false, ""}}};
  return kChain;
}

/// The rows and facts as text; or the error.
std::string read(std::string_view text, std::size_t piece) {
  RowsAsText rows;
  LayerReport report(chain(), rows);
  try {
    for (std::size_t at = 0; at < text.size(); at += piece) {
      report.json().write(text.substr(at, piece));
    }
    report.json().finish();
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kMalformedData || error.code == ErrorCode::kTooLarge ||
            error.code == ErrorCode::kScannerBadAnswer);
    require(error.message.find('\n') == std::string::npos);
    return "error";
  }
  const ScanSummary summary = report_summary(report.facts(), {chain(), {}}, "base", false);
  require(summary.coverage.outcome != CoverageOutcome::kUnstated);
  require(read_metadata(summary.metadata).top_layer == "base");
  return rows.text + summary.metadata.text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  require(read(text, std::size_t{1} + data[0]) == read(text, std::max<std::size_t>(1, size)));
  return 0;
}
