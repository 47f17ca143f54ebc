// SPDX-License-Identifier: Apache-2.0
#include "good_scanner.hpp"

#include <nlohmann/json.hpp>
#include <set>

namespace portside::testing {
namespace {

AdapterError bad_config(const std::string& what) {
  return AdapterError(ErrorCode::kConfigInvalid, "expected an object with url and token", what);
}

ScanSummary scanned() {
  ScanSummary summary;
  summary.coverage.outcome = CoverageOutcome::kScanned;
  return summary;
}

/// Throws what stands for an answer that is not a report.
void check_answer(const HttpResponse& answer) {
  if (answer.status == 401) {
    throw AdapterError(ErrorCode::kScannerAuthentication, "the scanner refuses the token");
  }
  if (answer.status != 200) {
    throw AdapterError(ErrorCode::kScannerUnavailable,
                       "the scanner answered " + std::to_string(answer.status));
  }
  if (answer.cut_short) {
    throw AdapterError(ErrorCode::kTooLarge, "the scanner's answer is too long");
  }
  if (!nlohmann::json::accept(answer.body)) {
    throw AdapterError(ErrorCode::kScannerBadAnswer, "the scanner's answer is no JSON");
  }
}

}  // namespace

void GoodScanner::configure(const Json& config, HostServices& host) try {
  host_ = &host;
  if (config.absent()) return;
  const auto document = nlohmann::json::parse(config.text);
  if (!document.is_object()) throw bad_config("no object");
  for (const auto& [name, value] : document.items()) {
    if (name != "url" && name != "token") throw bad_config("unknown: " + name);
  }
  url_ = document.value("url", "");
  token_ = document.value("token", "");
  if (!url_.empty()) client_ = &host.http({{url_}, "", "", "", "", false, {}});
} catch (const nlohmann::json::exception& error) {
  throw bad_config(error.what());
}

ScannerInfo GoodScanner::describe() const {
  return {"Good", "Portside tests", "1.0.0", {{"vulnerability", {}, {}, {}}}, {}};
}

ScannerStatus GoodScanner::status(const CallContext& context) {
  ScannerStatus status;
  status.reachable = true;
  if (client_ == nullptr) return status;
  try {
    HttpRequest request;
    request.url = url_ + "/health";
    status.reachable = client_->send(request, nullptr, context).status == 200;
  } catch (const AdapterError& error) {
    if (context.cancelled()) throw;
    status.reachable = false;
    status.message = error.message;
  }
  return status;
}

std::string GoodScanner::read_manifest(const ScanRequest& request, RegistryAccess& registry,
                                       const CallContext& context) {
  std::string media_type;
  return registry.manifest(request.image.digest, media_type, context);
}

HttpResponse GoodScanner::ask(HttpRequest request, const CallContext& context) {
  return client_->send(request, nullptr, context);
}

Json GoodScanner::continuation(const HttpResponse&) {
  return {R"({"scan":"1"})"};
}

ScanStep GoodScanner::scan_image(const ScanRequest& request, RegistryAccess& registry,
                                 ReportSink& sink, const CallContext& context) {
  const std::string manifest = read_manifest(request, registry, context);
  if (!nlohmann::json::accept(manifest)) {
    throw AdapterError(ErrorCode::kMalformedData, "the manifest is no JSON");
  }
  Vulnerability row;
  row.id = "CVE-2024-0001";
  sink.vulnerability(row);
  if (client_ == nullptr) return ScanStep::done(scanned());
  HttpRequest scan;
  scan.method = "POST";
  scan.url = url_ + "/scan";
  scan.headers = {{"X-Token", token_}, {"X-Pull", registry.authorization(context).header}};
  const HttpResponse answer = ask(scan, context);
  check_answer(answer);
  return ScanStep::pending_for(10, continuation(answer));
}

ScanStep GoodScanner::resume_scan(const ScanRequest&, const Json&, const HttpResponse*,
                                  RegistryAccess&, ReportSink&, const CallContext&) {
  return ScanStep::done(scanned());
}

}  // namespace portside::testing
