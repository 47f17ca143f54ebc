// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_sink.hpp"

#include <stdexcept>

#include "error_of.hpp"
#include "portside/api/error.hpp"
#include "portside/host/vulnerability_report.hpp"

namespace portside::runtime {
namespace {

using testing::error_of;

/// Throws what a test wants wherever it can.
class FailingSink final : public ReportSink, public ByteSink {
 public:
  explicit FailingSink(bool documents_open) : documents_open_(documents_open) {}
  void vulnerability(const Vulnerability&) override { throw std::runtime_error("disk full"); }
  ByteSink& document(const std::string&) override {
    if (documents_open_) return *this;
    throw std::runtime_error("disk full");
  }
  void write(std::string_view) override { throw std::runtime_error("disk full"); }

 private:
  bool documents_open_;
};

TEST(HostReportSink, NamesTheHostWhenItsSinkFails) {
  FailingSink closed(false);
  FailingSink open(true);
  HostReportSink sink(closed);
  HostReportSink writing(open);
  const std::vector<std::function<void()>> acts = {[&] { sink.vulnerability({}); },
                                                   [&] { sink.document("text/plain"); },
                                                   [&] { writing.document("a/b").write("x"); }};
  for (const auto& act : acts) {
    const AdapterError error = error_of(act);
    EXPECT_EQ(error.code, ErrorCode::kIo);
    EXPECT_EQ(error.message, "the host could not take a result: disk full");
  }
}

TEST(HostReportSink, PassesRowsAndDocumentsOn) {
  CollectingReportSink collecting;
  HostReportSink sink(collecting);
  Vulnerability row;
  row.id = "CVE-1";
  sink.vulnerability(row);
  sink.document("text/plain").write("one");
  sink.document("application/json").write("{}");
  const VulnerabilityReport report = collecting.take();
  EXPECT_EQ(report.vulnerabilities.at(0).id, "CVE-1");
  EXPECT_EQ(report.documents.at(0).content, "one");
  EXPECT_EQ(report.documents.at(1).content, "{}");
}

TEST(HostReportSink, KeepsTheErrorsOfTheHost) {
  CollectingReportSink collecting;
  HostReportSink sink(collecting);
  EXPECT_EQ(error_of([&] { sink.vulnerability({}); }).code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace portside::runtime
