// SPDX-License-Identifier: Apache-2.0
#include "portside/host/scan_service.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "crypto/digest.hpp"
#include "oci/reference.hpp"
#include "portside/api/error.hpp"
#include "portside/host/plugin_registry.hpp"
#include "scan/current_error.hpp"
#include "scan/job.hpp"
#include "scan/notified_keys.hpp"
#include "scan/readable_report.hpp"
#include "scan/scan_parts.hpp"
#include "scan/scheduler.hpp"
#include "words/quoted.hpp"

namespace portside {
namespace {

std::string call_name(const char* what) {
  return std::string(what) + "-" + crypto::hex(crypto::random_bytes(8));
}

void check(const ScanOrder& order) {
  if (order.image.repository.empty() || !oci::is_digest(order.image.digest)) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "a scan needs a repository and the digest of an image; found " +
                           words::quoted(order.image.repository + "@" + order.image.digest));
  }
  constexpr Millis kYear = Millis{365} * 24 * 3'600 * 1'000;
  if (order.deadline < 0 || order.deadline > kYear) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "the deadline of a scan is " + std::to_string(order.deadline) +
                           " milliseconds; expected at most a year, or 0 for the usual one");
  }
}

/// They were cancelled.
void wait_for_ends(const std::vector<std::shared_ptr<scan::Job>>& jobs,
                   const CallContext& context) {
  constexpr Millis kBetweenLooks = 20;
  for (const auto& job : jobs) {
    while (!job->wait(kBetweenLooks)) {
      if (!context.cancelled()) continue;
      throw AdapterError(
          context.time_left() <= 0 ? ErrorCode::kDeadlineExceeded : ErrorCode::kCancelled,
          "a scan of " + job->order().image.digest + " by " + job->order().adapter_id +
              " that was cancelled still ends, and the image is not forgotten; try again");
    }
  }
}

Previous previous_of(const ScanReport& report) {
  return {report.scan_metadata, report.coverage.data_updated_at, report.scanner_version};
}

}  // namespace

class ScanService::Impl {
 public:
  Impl(PluginRegistry& plugins, std::shared_ptr<ImageSource> images,
       std::shared_ptr<ReportStore> reports, ScanServiceOptions options)
      : parts_(std::make_shared<scan::ScanParts>(plugins, std::move(images), std::move(reports),
                                                 std::move(options))),
        scheduler_(std::make_shared<scan::Scheduler>(parts_)) {
    try {
      scheduler_->start();
    } catch (...) {
      scheduler_->close();
      throw;
    }
  }
  ~Impl() { scheduler_->close(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  scan::ScanParts& parts() { return *parts_; }
  scan::Scheduler& scheduler() { return *scheduler_; }
  scan::NotifiedKeys& notified() { return notified_; }

  /// What operations other than scans are asked with.
  ScanRequest request_for(const std::string& adapter_id, const ImageReference& image) {
    ScanRequest request;
    request.image = image;
    const auto report = scan::readable_report(*parts_->reports, image.digest, adapter_id);
    if (!report) return request;
    request.previous = previous_of(*report);
    if (image.repository.empty()) request.image = report->image;
    return request;
  }

  std::shared_ptr<RegistryAccess> access(const std::string& adapter_id,
                                         const std::string& repository, const char* what,
                                         const CallContext& context) {
    return parts_->images->open({.repository = repository,
                                 .adapter_id = adapter_id,
                                 .job = call_name(what),
                                 .valid_for = std::max<Millis>(context.time_left(), 60'000)});
  }

  NotifiedTargets sorted_out(const std::string& adapter_id, const RescanTargets& found);

 private:
  const std::shared_ptr<scan::ScanParts> parts_;
  const std::shared_ptr<scan::Scheduler> scheduler_;
  scan::NotifiedKeys notified_;
};

/// An image that is named twice is only checked where both say so.
NotifiedTargets ScanService::Impl::sorted_out(const std::string& adapter_id,
                                              const RescanTargets& found) {
  const std::vector<std::string> list = parts_->reports->digests(adapter_id);
  const std::set<std::string> known(list.begin(), list.end());
  std::map<std::string, bool> recheck_only;
  std::set<std::string> unknown;
  if (found.all) {
    for (const std::string& digest : list) recheck_only[digest] = false;
  }
  for (const RescanTarget& target : found.targets) {
    if (!known.contains(target.digest)) {
      unknown.insert(target.digest);
      continue;
    }
    bool& only = recheck_only.try_emplace(target.digest, true).first->second;
    only = only && target.recheck_only;
  }
  NotifiedTargets targets;
  for (const auto& [digest, only] : recheck_only) targets.targets.push_back({digest, only});
  targets.unknown.assign(unknown.begin(), unknown.end());
  return targets;
}

ScanService::ScanService(PluginRegistry& plugins, std::shared_ptr<ImageSource> images,
                         std::shared_ptr<ReportStore> reports, ScanServiceOptions options)
    : impl_(std::make_unique<Impl>(plugins, std::move(images), std::move(reports),
                                   std::move(options))) {}

ScanService::~ScanService() = default;

ResolvedImages ScanService::resolve(const std::string& adapter_id, const std::string& repository,
                                    const ImageQuery& query, const CallContext& context) {
  return scan::with_adapter_errors("resolving " + repository, [&] {
    return resolve_images(*impl_->access(adapter_id, repository, "resolve", context), query,
                          context);
  });
}

std::shared_ptr<Scan> ScanService::scan(ScanOrder order) {
  portside::check(order);
  return impl_->scheduler().add(std::move(order));
}

std::shared_ptr<Scan> ScanService::rescan(const std::string& adapter_id,
                                          const std::string& digest) {
  return scan::with_adapter_errors("ordering a rescan of " + digest, [&] {
    auto report = impl_->parts().reports->find(digest, adapter_id);
    if (!report) {
      throw AdapterError(ErrorCode::kNotFound, "there is no report of " + words::quoted(digest) +
                                                   " by " + words::quoted(adapter_id) +
                                                   "; scan the image first");
    }
    return scan({.adapter_id = adapter_id,
                 .image = std::move(report->image),
                 .reference = std::move(report->reference),
                 .mode = ScanMode::kRescan});
  });
}

ImageCheck ScanService::check(const std::string& adapter_id, const ImageReference& image,
                              const CallContext& context) {
  return scan::with_adapter_errors("checking " + image.digest, [&] {
    const auto adapter = impl_->parts().plugins.scanner(adapter_id);
    ScanRequest request = impl_->request_for(adapter_id, image);
    const auto access = impl_->access(adapter_id, request.image.repository, "check", context);
    if (request.image.registry_url.empty()) request.image.registry_url = access->url();
    return adapter->check_image(request, access.get(), context);
  });
}

void ScanService::forget(const std::string& adapter_id, const ImageReference& image,
                         const CallContext& context) {
  return scan::with_adapter_errors("forgetting " + image.digest, [&] {
    const auto adapter = impl_->parts().plugins.scanner(adapter_id);
    wait_for_ends(impl_->scheduler().cancel_all(adapter_id, image.digest), context);
    adapter->notify_image_deleted(impl_->request_for(adapter_id, image), context);
    const std::scoped_lock lock(impl_->parts().commit_mutex);
    impl_->parts().reports->remove(image.digest, adapter_id);
  });
}

NotifiedTargets ScanService::notify(const std::string& adapter_id, const Notification& notification,
                                    const CallContext& context,
                                    const std::function<void(const NotifiedTargets&)>& store) {
  return scan::with_adapter_errors("a notification of " + adapter_id, [&]() -> NotifiedTargets {
    const auto adapter = impl_->parts().plugins.scanner(adapter_id);
    const AcceptedNotification accepted = adapter->accept_notification(notification);
    scan::NotifiedKeys::Handling handling(impl_->notified(), adapter_id, accepted.dedup_key);
    if (handling.is_repeated()) return {.repeated = true};
    const RescanTargets found = adapter->handle_notification(accepted.token, context);
    NotifiedTargets targets = impl_->sorted_out(adapter_id, found);
    if (store) store(targets);
    adapter->acknowledge_notification(accepted.token, context);
    handling.handled();
    return targets;
  });
}

void ScanService::clock_turned() {
  impl_->scheduler().clock_turned();
}

}  // namespace portside
