// SPDX-License-Identifier: Apache-2.0
#include "anchore/find_image.hpp"

#include <nlohmann/json.hpp>

#include "anchore/errors.hpp"

namespace portside::anchore {

std::optional<ImageRecord> found_image(const HttpResponse& answer) {
  if (answer.status == 200) return read_image_record(answer);
  const AnchoreFailure failure =
      anchore_failure(answer, "Anchore did not say what it has of the image");
  if (failure.kind == Failure::kNotFound) return std::nullopt;
  throw AdapterError(failure.error);
}

std::optional<ImageRecord> find_image(const Api& api, const std::string& digest,
                                      const CallContext& context) {
  return found_image(api.anchore().http.send(api.get_image(digest), nullptr, context));
}

std::string known_digest(const ScanRequest& request) {
  if (!request.previous) return request.image.digest;
  const auto metadata = nlohmann::json::parse(request.previous->scan_metadata.text, nullptr,
                                              /*allow_exceptions=*/false);
  if (!metadata.is_object()) return request.image.digest;
  const auto digest = metadata.find("digest");
  const bool is_usable = digest != metadata.end() && digest->is_string() &&
                         is_image_digest(digest->get_ref<const std::string&>());
  return is_usable ? digest->get<std::string>() : request.image.digest;
}

}  // namespace portside::anchore
