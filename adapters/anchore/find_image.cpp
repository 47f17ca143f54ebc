// SPDX-License-Identifier: Apache-2.0
#include "anchore/find_image.hpp"

#include "anchore/errors.hpp"

namespace portside::anchore {

std::optional<ImageRecord> find_image(const Api& api, const std::string& digest,
                                      const CallContext& context) {
  const HttpResponse answer = api.anchore().http.send(api.get_image(digest), nullptr, context);
  if (answer.status == 200) return read_image_record(answer);
  const AnchoreFailure failure =
      anchore_failure(answer, "Anchore did not say what it has of the image");
  if (failure.kind == Failure::kNotFound) return std::nullopt;
  throw AdapterError(failure.error);
}

}  // namespace portside::anchore
