// SPDX-License-Identifier: Apache-2.0
//
// Lets scanners look at images, many at once, and keeps their last reports.
//
//   portside::ScanService scans(plugins, images, portside::make_memory_report_store(), {});
//   auto found = scans.resolve("clair", "library/nginx", {.version = "1.27"}, call.context());
//   auto scan = scans.scan({.adapter_id = "clair", .image = found.images.front().image});
//   if (scan->wait(600'000)) show(scan->result()->report);
//
// A scan is a row of steps (scan_step.hpp). Between two of them it holds no thread: a pause is an
// entry in a list of times, an awaited request a socket of the event loop. The rows of all steps
// are kept together and the report is stored when the scan is done; until then, and when the scan
// fails, the last good report stays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"
#include "portside/api/image_check.hpp"
#include "portside/api/millis.hpp"
#include "portside/api/notification.hpp"
#include "portside/api/scan_request.hpp"
#include "portside/host/image_source.hpp"
#include "portside/host/report_store.hpp"
#include "portside/host/run_to_completion.hpp"
#include "portside/host/scan_report.hpp"
#include "portside/host/vulnerability_report.hpp"

namespace portside {

class PluginRegistry;

/// A scan that is wanted.
struct ScanOrder {
  std::string adapter_id = {};
  /// From ScanService::resolve(), or of the host's own knowledge. At least repository and digest;
  /// what is missing of the media types is read from the manifest.
  ImageReference image = {};
  /// ResolvedImage::unsupported: with it the scanner is not asked, and the report says
  /// CoverageOutcome::kUnsupported with this note.
  std::string unsupported = {};
  /// The image as its user named it, for ScanReport::reference; "" = repository@digest.
  std::string reference = {};
  /// kRescan brings the last report up to date; without one it is a scan.
  ScanMode mode = ScanMode::kScan;
  std::vector<Wanted> wanted = {};
  /// Milliseconds that the scan may take from its first step on; 0 = ScanServiceOptions::deadline.
  Millis deadline = 0;
};

enum class ScanEvent : std::int32_t {
  kStarted = 0,    ///< it is its turn
  kProgress = 1,   ///< the numbers changed, or `note` says what else is worth knowing
  kParked = 2,     ///< the step is over, its scanner works; `note` is the step's
  kRetry = 3,      ///< something failed (`note`) and is tried again
  kAbandoned = 4,  ///< the scanner was told to give up; `note` says why that failed, if it did
  kEnded = 5,      ///< result() holds; `note` is the error's message, or ""
};

/// How far a scan is.
struct ScanProgress {
  ScanEvent event = ScanEvent::kStarted;
  /// As the adapter says (Progress), "" and 0 of 0 when it does not.
  std::string phase = {};
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  /// Bytes of layers as they are stored; the totals are 0 until the manifest was read.
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;
  std::size_t layers_done = 0;
  std::size_t layers_total = 0;
  std::string note = {};
  /// From 1: how often something failed and was tried again since the last step that succeeded.
  unsigned attempt = 1;
};

/// What a scan came to.
struct ScanOutcome {
  /// As it was stored. Where the store meanwhile had the report of a scan that began later, that
  /// one stays there, and this one is not stored.
  ScanReport report;
  /// The report in the store still holds, and is the one above; its times, reference and tags are
  /// those of this scan unless it is the report of a scan that began later.
  bool unchanged = false;
  /// What the adapter wrote beside the rows; not stored.
  std::vector<VulnerabilityReport::Document> documents;
};

/// A scan that was ordered. It goes on when nobody holds this object. [any]
class Scan {
 public:
  virtual ~Scan() = default;

  /// Waits up to `duration` milliseconds; true when the scan has ended.
  virtual bool wait(Millis duration) const = 0;

  /// Ends it with kCancelled, unless it has ended. A scanner that works is told (abandon_scan())
  /// before the scan ends.
  virtual void cancel() noexcept = 0;

  /// Waits for the end without limit; never null. Throws the error with which it ended: the
  /// adapter's, kCancelled, kDeadlineExceeded, what the store throws.
  virtual std::shared_ptr<const ScanOutcome> result() const = 0;
};

struct ScanServiceOptions {
  /// Milliseconds that a scan may take from its first step on, its pauses and retries included. At
  /// most a year, as the next ones.
  Millis deadline = 3'600'000;
  /// Milliseconds that an awaited request may take (HttpRequest::timeout may say less).
  Millis await_limit = 3'600'000;
  /// Bytes of an awaited answer that are kept at most (HttpRequest::max_body may say less).
  std::uint64_t max_awaited_body = std::uint64_t{64} << 20U;
  /// Bytes of the rows and documents of one scan.
  std::size_t max_report_bytes = std::size_t{256} << 20U;

  /// How often a call that failed is made in all, where AdapterError::can_retry; for kIntegrity 2
  /// at most. A success counts anew; to ask for an awaited request once more is none. A report that
  /// the store fails to take is tried as often.
  unsigned attempts = 4;
  /// Milliseconds before the first retry, where AdapterError::retry_after says nothing; doubles up
  /// to a minute.
  Millis first_pause = 1'000;

  /// Scans of one adapter that are under way at once, parked ones included; adapter id -> another
  /// number in `max_scans_of`.
  std::size_t max_scans_per_adapter = 16;
  std::map<std::string, std::size_t> max_scans_of = {};
  /// Of all adapters.
  std::size_t max_scans = 64;
  /// Steps that are made at once. A thread whose step was given up is replaced.
  std::size_t threads = 8;

  /// Milliseconds that one abandon_scan() may take, and all of them in the destructor together.
  Millis abandon_deadline = 10'000;

  /// Is told how scans come along, on threads of the service (kEnded also on that of cancel()), of
  /// one scan one event after the other. Short, does not throw; calls nothing of the service, but
  /// may cancel the scan once it has begun.
  std::function<void(const ScanOrder&, const ScanProgress&)> on_progress = {};

  /// Epoch milliseconds, for reports as for pauses and deadlines; null = the system's clocks.
  /// Whoever turns it calls ScanService::clock_turned().
  std::function<Millis()> now = {};
};

/// What a notification came to.
struct NotifiedTargets {
  /// Images that the store has a report of, each once, sorted by digest.
  std::vector<RescanTarget> targets = {};
  /// Digests that the scanner named and the store does not know.
  std::vector<std::string> unknown = {};
  /// The notification was handled before: nothing was done.
  bool repeated = false;
};

/// Orders of scans, and the other operations of scanners. All methods are [any] and throw only
/// AdapterError.
class ScanService {
 public:
  /// The registry of plugins outlives the service. Throws kInvalidArgument for options that cannot
  /// be.
  ScanService(PluginRegistry& plugins, std::shared_ptr<ImageSource> images,
              std::shared_ptr<ReportStore> reports, ScanServiceOptions options);
  /// Cancels all scans and waits for their ends.
  ~ScanService();
  ScanService(const ScanService&) = delete;
  ScanService& operator=(const ScanService&) = delete;

  /// resolve_images() with the adapter's access to the repository.
  ResolvedImages resolve(const std::string& adapter_id, const std::string& repository,
                         const ImageQuery& query, const CallContext& context);

  /// Begins a scan when there is room for it. Throws kInvalidArgument for an order that cannot be;
  /// whatever goes wrong later ends the scan.
  std::shared_ptr<Scan> scan(ScanOrder order);

  /// Begins to bring a stored report up to date. Throws kNotFound when there is none,
  /// kMalformedData when it cannot be read (a scan then replaces it).
  std::shared_ptr<Scan> rescan(const std::string& adapter_id, const std::string& digest);

  /// ScannerAdapter::check_image(), with what the last scan left, if that can be read.
  ImageCheck check(const std::string& adapter_id, const ImageReference& image,
                   const CallContext& context);

  /// The registry has deleted the image: cancels its scans and waits for their ends, tells the
  /// scanner (notify_image_deleted()), and removes the report when that succeeded. Of `image` the
  /// digest is enough where there is a report. Throws kCancelled or kDeadlineExceeded when
  /// `context` ends first.
  void forget(const std::string& adapter_id, const ImageReference& image,
              const CallContext& context);

  /// Takes a call of the adapter's webhook through its three steps. `store` gets the targets and
  /// keeps them; when it returns, the notification is acknowledged. Equal notifications
  /// (AcceptedNotification::dedup_key) are handled once, of those of the last thousand; one that
  /// is being handled throws kConflict. Throws what the adapter and `store` throw; the sender may
  /// then try again.
  NotifiedTargets notify(const std::string& adapter_id, const Notification& notification,
                         const CallContext& context,
                         const std::function<void(const NotifiedTargets&)>& store = {});

  /// ScanServiceOptions::now gives another time.
  void clock_turned();

 private:
  class Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace portside
