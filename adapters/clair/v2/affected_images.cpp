// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/affected_images.hpp"

#include <unordered_set>
#include <utility>
#include <vector>

#include "clair/v2/json_answer.hpp"
#include "clair/v2/notification_page.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/percent_encoded.hpp"

namespace portside::clair::v2 {
namespace {

/// Layers of a page; 0 would be the same page for ever.
constexpr const char kLimit[] = "1000";
constexpr int kMaxPages = 10'000;
constexpr std::size_t kMaxImages = 100'000;
constexpr int kPageOk = 200;
constexpr int kPageRefused = 400;

std::string notification_path(const std::string& notification) {
  return "/v1/notifications/" + sdk::percent_encoded(notification);
}

/// The images found so far. Too many to keep are all images: an error would be the same one each
/// time that the notification is handled, and nothing would be scanned again.
class Affected {
 public:
  Affected(const ChainIndex& index, bool all_on_unknown)
      : index_(index), all_on_unknown_(all_on_unknown) {}

  void add(NotificationPage& page, const CallContext& context) {
    if (page.has_strange_layers()) add_unknown();
    for (const std::string& layer : page.take_layers()) {
      if (all_) return;
      const auto take = [this](const std::string& image) { add_image(image); };
      if (!index_.each_image(layer, context, take)) add_unknown();
    }
  }

  void add_all() {
    all_ = true;
    images_.clear();
  }

  bool is_all() const noexcept { return all_; }

  RescanTargets targets() const {
    RescanTargets targets;
    targets.all = all_;
    for (const std::string& image : images_) targets.targets.push_back({image, false});
    return targets;
  }

 private:
  void add_unknown() {
    if (all_on_unknown_) add_all();
  }

  void add_image(const std::string& image) {
    if (all_) return;
    images_.insert(image);
    if (images_.size() > kMaxImages) add_all();
  }

  const ChainIndex& index_;
  const bool all_on_unknown_;
  bool all_ = false;
  std::unordered_set<std::string> images_;
};

/// False when Clair does not know the notification.
bool read_page(const Clair& clair, const std::string& path, NotificationPage& page,
               const CallContext& context) {
  const HttpResponse answer = get_json(clair, path, page.json(), context);
  if (is_unknown_there(answer)) return false;
  if (answer.status == kPageRefused &&
      error_sentence(answer.body).find("pagination token") != std::string::npos) {
    throw AdapterError(ErrorCode::kScannerUnavailable,
                       "Clair no longer knows the place in its notification where reading was; "
                       "it has to be read again from its first page");
  }
  if (answer.status != kPageOk) throw answer_error(answer, "Clair did not give its notification");
  if (!page.is_there()) {
    throw AdapterError(ErrorCode::kScannerBadAnswer,
                       "Clair's answer to GET " + path + " has no notification");
  }
  return true;
}

}  // namespace

RescanTargets find_affected_images(const Clair& clair, const ChainIndex& index,
                                   const std::string& notification, const CallContext& context) {
  const std::string first = notification_path(notification) + "?limit=" + kLimit;
  Affected affected(index, clair.config.on_unknown_layer == OnUnknownLayer::kAll);
  std::string token;
  for (int pages = 0; pages < kMaxPages; ++pages) {
    NotificationPage page;
    const std::string path = token.empty() ? first : first + "&page=" + sdk::percent_encoded(token);
    if (!read_page(clair, path, page, context)) {
      clair.host.log(LogLevel::kWarning, "Clair does not know a notification that it was to send",
                     {});
      return affected.targets();
    }
    if (clair.config.ignore_cosmetic && page.is_cosmetic()) return {};
    affected.add(page, context);
    if (affected.is_all()) return affected.targets();
    if (page.next().empty() || page.next() == token) return affected.targets();
    token = page.next();
  }
  affected.add_all();
  return affected.targets();
}

void delete_notification(const Clair& clair, const std::string& notification,
                         const CallContext& context) {
  HttpRequest request;
  request.method = "DELETE";
  request.url = clair.config.indexer_url + notification_path(notification);
  request.idempotent = true;
  request.timeout = clair.config.timeout;
  const HttpResponse answer = clair.http.send(request, nullptr, context);
  if (answer.status == kPageOk || is_unknown_there(answer)) return;
  throw answer_error(answer, "Clair did not forget its notification");
}

}  // namespace portside::clair::v2
