// SPDX-License-Identifier: Apache-2.0
#include "scan/no_answer.hpp"

#include <nlohmann/json.hpp>

namespace portside::scan {

HttpResponse no_answer(const AdapterError& error) {
  using Json = nlohmann::json;
  HttpResponse response;
  response.extra.text = Json{{"error", error.message}, {"can_retry", error.can_retry}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
  return response;
}

}  // namespace portside::scan
