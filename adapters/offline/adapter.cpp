// SPDX-License-Identifier: Apache-2.0
#include "offline/adapter.hpp"

#include <algorithm>
#include <string>

#include "offline/findings.hpp"
#include "offline/image_document.hpp"
#include "offline/image_reader.hpp"
#include "offline/summary.hpp"
#include "portside/api/error.hpp"

namespace portside::offline {
namespace {

/// Null when there is none; a damaged one is an error.
std::shared_ptr<const advisory::Index> open_index(IndexFile& file) {
  try {
    return file.open();
  } catch (const AdapterError& error) {
    if (error.code != ErrorCode::kNotFound) throw;
    return nullptr;
  }
}

Millis newest_of(const advisory::Index& index) {
  Millis newest = 0;
  for (const advisory::DataSource& source : index.sources()) {
    newest = std::max(newest, source.updated_at());
  }
  return newest;
}

}  // namespace

void OfflineScanner::configure(const Json& config, HostServices& host) {
  config_ = parse_config(config);
  host_ = &host;
  index_ = std::make_unique<IndexFile>(config_.index);
}

ScannerInfo OfflineScanner::describe() const {
  return {"Portside offline scanner", "Portside", "0.1.0", {{"vulnerability", {}, {}, {}}}, {}};
}

ScannerStatus OfflineScanner::status(const CallContext&) {
  ScannerStatus status;
  status.version = describe().version;
  try {
    const auto index = index_->open();
    status.reachable = true;
    status.message = std::to_string(index->size()) + " advisories for packages in " +
                     std::to_string(index->sources().size()) + " sources";
    const Millis newest = newest_of(*index);
    if (newest != 0) status.data_updated_at = newest;
  } catch (const AdapterError& error) {
    status.message =
        error.code == ErrorCode::kNotFound ? missing_index(index_->path()) : error.message;
  }
  return status;
}

ScanStep OfflineScanner::scan_image(const ScanRequest& request, RegistryAccess& registry,
                                    ReportSink& sink, const CallContext& context) {
  const ImageDocument image = read_image_document(request.image.digest, registry, context);
  if (!is_scannable(image)) return ScanStep::done(unsupported_document(image));

  ReadLimits limits;
  limits.database_bytes = config_.max_database_bytes;
  const auto temp_dir = [&] { return host_->temp_dir(context); };
  const ImageContent content = read_image(image, registry, limits, temp_dir, context);

  ScanSummary summary = summary_of(content);
  if (summary.coverage.outcome != CoverageOutcome::kScanned) return ScanStep::done(summary);
  context.progress({"match", 0, 0});
  const auto index = open_index(*index_);
  add_index(summary, content, index.get(), config_, host_->now());
  if (summary.coverage.outcome != CoverageOutcome::kScanned) return ScanStep::done(summary);
  add_match(summary, content, report_findings(*index, image, content, sink, context));
  return ScanStep::done(summary);
}

ImageCheck OfflineScanner::check_image(const ScanRequest&, RegistryAccess*, const CallContext&) {
  ImageCheck check;
  check.reason =
      "the offline scanner keeps no results and has no policy; the report of a scan says what is "
      "in the image";
  check.checked_at = host_->now();
  return check;
}

}  // namespace portside::offline
