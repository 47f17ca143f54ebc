// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/clair4.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "clair/uuid.hpp"
#include "clair/v4/answer.hpp"
#include "clair/v4/api.hpp"
#include "clair/v4/errors.hpp"
#include "clair/v4/index_report.hpp"
#include "clair/v4/matcher.hpp"
#include "clair/v4/notification_pages.hpp"
#include "clair/v4/report_summary.hpp"
#include "portside/api/error.hpp"

namespace portside::clair::v4 {
namespace {

constexpr int kMostPages = 10'000;

std::string read_index_state(const Clair& clair, const CallContext& context) {
  std::string state;
  const auto parser = index_state_parser(state);
  const HttpResponse answer =
      get_parsed(clair, get_index_state(clair), *parser, "Clair's index state", context);
  if (answer.status != 200) {
    throw clair_error(answer, "Clair's indexer did not tell its state", is_signed(clair));
  }
  if (state.empty()) {
    throw AdapterError(ErrorCode::kScannerBadAnswer,
                       "Clair's indexer answered without its state; is it a Clair 4?");
  }
  return state;
}

Json status_extra(const std::string& state, const UpdateOperations& updates) {
  constexpr std::size_t kMostListed = 200;
  nlohmann::json document = {{"index_state", state}, {"updaters", updates.updated_at.size()}};
  auto& times = document["updated_at"] = nlohmann::json::object();
  for (const auto& [updater, time] : updates.updated_at) {
    if (times.size() == kMostListed) break;
    times[updater] = time;
  }
  return {document.dump()};
}

/// Adds what the matcher says. Its list of updates comes from the database, which the index state
/// does not.
void add_updates(ScannerStatus& status, const std::string& state, const Clair& clair,
                 const CallContext& context) {
  UpdateOperations updates;
  try {
    updates = read_updates(clair, context);
  } catch (const AdapterError& error) {
    // Gateways may keep the list from us: it is meant for Clair's own services.
    const bool is_kept_back = error.code == ErrorCode::kScannerRejected ||
                              error.code == ErrorCode::kScannerAuthentication ||
                              error.code == ErrorCode::kScannerBadAnswer;
    if (context.cancelled() || error.can_retry || !is_kept_back) throw;
    status.message =
        "Clair's indexer answers; its matcher does not list its updates, so that the "
        "age of its data stays unknown: " +
        error.message;
    return;
  }
  status.data_updated_at = updates.newest();
  status.extra = status_extra(state, updates);
  status.message = updates.empty()
                       ? matcher_without_data().message
                       : "Clair 4 with data of " + std::to_string(updates.updated_at.size()) +
                             (updates.updated_at.size() == 1 ? " updater" : " updaters");
}

/// What Clair does not know is gone already.
bool is_gone(const HttpResponse& answer) {
  return (answer.status >= 200 && answer.status < 300) || is_not_found(answer);
}

}  // namespace

ScannerStatus Clair4::status(const CallContext& context) {
  ScannerStatus status;
  try {
    const std::string state = read_index_state(clair_, context);
    add_updates(status, state, clair_, context);
    status.reachable = true;
  } catch (const AdapterError& error) {
    if (context.cancelled()) throw;
    status.message = error.message;
  }
  return status;
}

bool Clair4::is_outdated(const ScanRequest& request, const CallContext& context) {
  const ScanFacts facts = facts_of(request.previous);
  // Posting an image that is indexed already costs nothing, so that not to know is no reason to
  // leave it.
  return facts.index_state.empty() || read_index_state(clair_, context) != facts.index_state;
}

void Clair4::image_deleted(const ScanRequest& request, const CallContext& context) {
  if (clair_.config.on_delete == OnDelete::kKeep) return;
  const HttpResponse answer =
      clair_.http.send(delete_index_report(clair_, request.image.digest), nullptr, context);
  // Before 4.4 Clair cannot delete.
  if (answer.status == 405 || is_gone(answer)) return;
  throw clair_error(answer, "Clair did not remove the image", is_signed(clair_));
}

RescanTargets Clair4::affected_images(const std::string& notification, const CallContext& context) {
  constexpr char kWhat[] = "Clair's notification";
  NotifiedImages images;
  for (int page = 1; page == 1 || !images.next.empty(); ++page) {
    if (page > kMostPages) images.are_too_many = true;
    if (images.are_too_many) break;
    const HttpRequest request = get_notification(clair_, notification, images.next);
    const std::string asked = images.next;
    const auto parser = notification_page_parser(images);
    const HttpResponse answer = get_parsed(clair_, request, *parser, kWhat, context);
    if (answer.status != 200) {
      throw clair_error(answer, "Clair did not give the notification", is_signed(clair_));
    }
    const bool is_last = images.next.empty();
    if (!is_last && (images.next == asked || !is_uuid(images.next))) {
      throw AdapterError(ErrorCode::kScannerBadAnswer,
                         "a page of Clair's notification does not say which page is next: it names "
                         "itself, or something that is no UUID");
    }
  }
  if (images.unreadable > 0) {
    clair_.host.log(LogLevel::kWarning,
                    std::to_string(images.unreadable) +
                        " entries of a notification of Clair name no image and were passed over",
                    {});
  }
  RescanTargets found;
  found.all = images.are_too_many;
  if (found.all) return found;
  for (const std::string& digest : images.digests) found.targets.push_back({digest});
  return found;
}

void Clair4::forget_notification(const std::string& notification, const CallContext& context) {
  const HttpResponse answer =
      clair_.http.send(delete_notification(clair_, notification), nullptr, context);
  // Clair says so with a 500 of one that it does not know.
  const bool is_unknown =
      answer.status == 500 && sentence_of(answer).find("no receipt exists") != std::string::npos;
  if (is_unknown || is_gone(answer)) return;
  throw clair_error(answer, "Clair did not remove the notification", is_signed(clair_));
}

}  // namespace portside::clair::v4
