// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/matcher.hpp"

#include "clair/v4/answer.hpp"
#include "clair/v4/api.hpp"
#include "clair/v4/errors.hpp"
#include "clair/v4/report_join.hpp"
#include "clair/v4/vulnerability_report.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::clair::v4 {
namespace {

constexpr char kReport[] = "Clair's vulnerability report";

bool is_success(const HttpResponse& answer) {
  return answer.status == 200 || answer.status == 201;
}

AdapterError unknown_image(const HttpResponse& answer) {
  return AdapterError(ErrorCode::kNotFound,
                      "Clair's matcher does not know the image, or has seen its indexing fail",
                      sdk::excerpt(answer.body));
}

/// A report is worth having without its date.
std::optional<UpdateOperations> updates_if_told(const Clair& clair, const CallContext& context) {
  try {
    return read_updates(clair, context);
  } catch (const AdapterError& error) {
    if (context.cancelled()) throw;
    clair.host.log(LogLevel::kWarning, "Clair does not tell how old its data is: " + error.message,
                   {});
    return std::nullopt;
  }
}

}  // namespace

std::optional<ScanSummary> read_report(const Clair& clair, const std::string& digest,
                                       const ScanFacts& facts, ReportSink& sink,
                                       const CallContext& context) {
  context.progress({"match", 0, 0});
  ReportData data;
  {
    const auto parser = vulnerability_report_parser(data);
    const HttpResponse answer =
        get_parsed(clair, get_vulnerability_report(clair, digest), *parser, kReport, context);
    if (answer.status == 202) return std::nullopt;
    if (is_not_found(answer)) throw unknown_image(answer);
    if (!is_success(answer)) {
      throw clair_error(answer, "Clair's matcher did not give a report", is_signed(clair));
    }
  }
  finish_report(data, clair.config.severity_from_cvss);
  const auto updates = updates_if_told(clair, context);
  const std::uint64_t rows = write_rows(data, sink, context);
  return summary_of(data, rows, facts, updates);
}

UpdateOperations read_updates(const Clair& clair, const CallContext& context) {
  UpdateOperations updates;
  const auto parser = update_operations_parser(updates);
  const HttpResponse answer =
      get_parsed(clair, get_update_operations(clair), *parser, "Clair's list of updates", context);
  if (!is_success(answer)) {
    throw clair_error(answer, "Clair's matcher did not list its updates", is_signed(clair));
  }
  return updates;
}

AdapterError matcher_without_data() {
  return AdapterError(
      ErrorCode::kScannerUnavailable,
      "Clair's matcher has not loaded any vulnerability data: its updaters are still at work (the "
      "first time takes long), switched off, or cannot reach their sources; look at the matcher's "
      "log");
}

}  // namespace portside::clair::v4
