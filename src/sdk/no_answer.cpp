// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/no_answer.hpp"

#include <nlohmann/json.hpp>

#include "portside/sdk/http_answer.hpp"

namespace portside::sdk {

NoAnswer read_no_answer(const HttpResponse& answer) {
  NoAnswer account;
  const auto document = nlohmann::json::parse(answer.extra.text, nullptr, false);
  if (!document.is_object()) return account;
  const auto why = document.find("error");
  if (why != document.end() && why->is_string()) {
    account.why = excerpt(why->get_ref<const std::string&>());
  }
  const auto can_retry = document.find("can_retry");
  if (can_retry != document.end() && can_retry->is_boolean()) account.can_retry = *can_retry;
  return account;
}

}  // namespace portside::sdk
