// SPDX-License-Identifier: Apache-2.0
#include "anchore/report.hpp"

#include <string>
#include <utility>
#include <vector>

#include "anchore/descriptions.hpp"
#include "anchore/errors.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_call.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::anchore {
namespace {

constexpr char kListName[] = "Anchore's list of vulnerabilities";

/// Hands rows on, at once or when they are described. More than an ordinary report has are not
/// kept: they go on without descriptions.
class RowWriter {
 public:
  RowWriter(ReportSink& sink, bool keeps) : sink_(sink), keeps_(keeps) {}

  void take(Vulnerability& row) {
    if (!keeps_) return sink_.vulnerability(row);
    bytes_ += bytes_of(row);
    kept_.push_back(std::move(row));
    if (kept_.size() < kMostKeptRows && bytes_ < kMostKeptBytes) return;
    is_too_large_ = true;
    keeps_ = false;
    write_kept();
  }

  void write_kept() {
    for (const Vulnerability& row : kept_) sink_.vulnerability(row);
    kept_ = {};
  }

  std::vector<Vulnerability>& kept() { return kept_; }
  bool is_too_large() const { return is_too_large_; }

 private:
  static constexpr std::size_t kMostKeptRows = 50'000;
  static constexpr std::size_t kMostKeptBytes = std::size_t{128} << 20U;

  static std::size_t bytes_of(const Vulnerability& row) {
    std::size_t bytes = sizeof row + row.cvss.capacity() * sizeof(Cvss);
    for (const std::string* text :
         {&row.id, &row.package, &row.version, &row.fixed_version, &row.severity_text,
          &row.description, &row.location, &row.purl, &row.data_source, &row.extra.text}) {
      bytes += text->size();
    }
    for (const std::string& link : row.links) bytes += sizeof link + link.size();
    for (const std::string& alias : row.aliases) bytes += sizeof alias + alias.size();
    return bytes;
  }

  ReportSink& sink_;
  bool keeps_;
  bool is_too_large_ = false;
  std::size_t bytes_ = 0;
  std::vector<Vulnerability> kept_;
};

void log_oddities(const Anchore& anchore, const ReportFacts& facts, const RowWriter& rows) {
  if (rows.is_too_large()) {
    anchore.host.log(LogLevel::kWarning,
                     "the report of Anchore has so many vulnerabilities that they were not "
                     "described: " +
                         std::to_string(facts.rows),
                     {});
  }
  if (facts.unusable > 0) {
    anchore.host.log(LogLevel::kWarning,
                     std::to_string(facts.unusable) +
                         " vulnerabilities of Anchore's report have no identifier or no package "
                         "and were left out",
                     {});
  }
}

AdapterError no_report(const std::string& why) {
  AdapterError error(ErrorCode::kScannerBadAnswer, kListName + why);
  error.can_retry = true;
  return error;
}

}  // namespace

std::optional<ReportFacts> read_vulnerabilities(const Api& api, const ImageRecord& image,
                                                ReportSink& sink, const CallContext& context) {
  const Anchore& anchore = api.anchore();
  context.progress({"match", 0, 0});
  ReportFacts facts;
  RowWriter rows(sink, api.version() == 1 && anchore.config.descriptions);
  const auto parser = vulnerability_parser([&rows](Vulnerability& row) { rows.take(row); }, facts);
  const HttpResponse answer = sdk::send_for_json(
      anchore.http, api.get_vulnerabilities(image.digest), *parser, {kListName}, context);
  if (answer.status != 200) {
    AnchoreFailure failure = anchore_failure(answer, "Anchore gave no list of vulnerabilities");
    if (failure.kind != Failure::kNotAnalyzed) throw AdapterError(failure.error);
    if (facts.rows > 0) throw no_report(" came with a status that says that there is none (404)");
    return std::nullopt;
  }
  if (!facts.has_list) {
    throw no_report(
        " has no list in it: what answers is no Anchore, or one of a version that is not known");
  }
  // An image is not clean because nothing of its report could be read.
  if (facts.rows == 0 && facts.unusable > 0) {
    throw no_report(
        " has " + std::to_string(facts.unusable) +
        " entries, and none with an identifier and a package; see whether 'api_version' "
        "is that of the server");
  }
  add_descriptions(api, rows.kept(), context);
  rows.write_kept();
  log_oddities(anchore, facts, rows);
  return facts;
}

}  // namespace portside::anchore
