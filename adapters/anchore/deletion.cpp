// SPDX-License-Identifier: Apache-2.0
#include "anchore/deletion.hpp"

#include "anchore/errors.hpp"
#include "anchore/find_image.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_call.hpp"

namespace portside::anchore {
namespace {

constexpr char kDeletionName[] = "Anchore's answer to the deletion";

/// What Anchore says became of the image.
struct Deletion {
  std::string status;
  std::string detail;
};

Deletion read_deletion(const HttpResponse& answer) {
  Deletion deletion;
  const auto take = [](std::string& target) {
    return [&target](const sdk::JsonScalar& value) {
      if (value.is_string()) target = sdk::excerpt(value.text);
    };
  };
  // Before 0.8.0 the engine deletes at once, and answers `true`.
  const auto take_all = [&](const sdk::JsonScalar& value) {
    if (value.kind == sdk::JsonScalar::Kind::kBool && value.text == "true") {
      deletion.status = "deleting";
    }
  };
  sdk::JsonStream json(kDeletionName, {{"", {}, {}, take_all},
                                       {"/status", {}, {}, take(deletion.status)},
                                       {"/detail", {}, {}, take(deletion.detail)}});
  sdk::read_json(answer, json, {kDeletionName});
  return deletion;
}

/// A refusal comes with 200.
void check_deletion(const HttpResponse& answer) {
  if (answer.status == 204) return;
  const Deletion deletion = read_deletion(answer);
  if (deletion.status == "deleting" || deletion.status == "not_found") return;
  if (deletion.status == "delete_failed") {
    throw AdapterError(ErrorCode::kScannerRejected,
                       "Anchore refused to delete the image, although it was told to by force; "
                       "delete it there by hand",
                       deletion.detail);
  }
  throw AdapterError(ErrorCode::kScannerBadAnswer,
                     std::string(kDeletionName) +
                         " does not say what became of the image; expected 'status' to be "
                         "deleting, not_found or delete_failed",
                     sdk::excerpt(answer.body));
}

void delete_image(const Api& api, const std::string& digest, const CallContext& context) {
  const HttpResponse answer = api.anchore().http.send(api.delete_image(digest), nullptr, context);
  if (answer.status >= 200 && answer.status < 300) return check_deletion(answer);
  const AnchoreFailure failure = anchore_failure(answer, "Anchore did not delete the image");
  if (failure.kind != Failure::kNotFound) throw AdapterError(failure.error);
}

bool is_own(const ImageRecord& image, const Anchore& anchore) {
  return !image.owner.empty() && image.owner == anchore.config.owner;
}

}  // namespace

void forget_image(const Api& api, const ScanRequest& request, const CallContext& context) {
  const Anchore& anchore = api.anchore();
  const std::string digest = known_digest(request);
  if (anchore.config.on_delete == OnDelete::kKeep) return;
  if (anchore.config.on_delete == OnDelete::kDeleteOwn) {
    const auto image = find_image(api, digest, context);
    if (!image || !is_own(*image, anchore)) return;
  }
  delete_image(api, digest, context);
}

void stop_analysis(const Api& api, const std::string& digest, const CallContext& context) {
  const Anchore& anchore = api.anchore();
  if (anchore.config.on_delete == OnDelete::kKeep) return;
  const auto image = find_image(api, digest, context);
  const bool is_waiting =
      image && image->analysis == Analysis::kPending && image->image_status != "deleting";
  if (is_waiting && is_own(*image, anchore)) delete_image(api, digest, context);
}

}  // namespace portside::anchore
