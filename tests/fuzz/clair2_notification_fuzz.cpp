// SPDX-License-Identifier: Apache-2.0
//
// A page of a notification of Clair 2, and its sentences of refusal. Only AdapterError may come
// out, in one line; names of layers are names, sorted, each once.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "clair/v2/chain_names.hpp"
#include "clair/v2/engine_version.hpp"
#include "clair/v2/layer_errors.hpp"
#include "clair/v2/notification_page.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/percent_encoded.hpp"

namespace {

using namespace portside;
using namespace portside::clair::v2;

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_one_line(const std::string& text) {
  return text.find('\n') == std::string::npos;
}

void read_page(std::string_view text) {
  NotificationPage page;
  try {
    page.json().write(text);
    page.json().finish();
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kMalformedData || error.code == ErrorCode::kTooLarge);
    require(is_one_line(error.message));
    return;
  }
  require(!page.is_cosmetic() || page.is_there());
  const std::vector<std::string> layers = page.take_layers();
  require(std::all_of(layers.begin(), layers.end(),
                      [](const std::string& each) { return is_layer_name(each); }));
  require(std::is_sorted(layers.begin(), layers.end()));
  require(std::adjacent_find(layers.begin(), layers.end()) == layers.end());
  require(sdk::percent_encoded(page.next()).find_first_of("&?#/ \n") == std::string::npos);
}

void read_refusal(std::string_view text) {
  for (const int status : {201, 400, 404, 422, 500, 503}) {
    HttpResponse answer;
    answer.status = status;
    answer.body = text;
    if (post_outcome(answer) == PostOutcome::kTaken) continue;
    require(is_one_line(post_error(answer, "layer 1").message));
  }
  require(engine_of_answer(std::string(text)) >= 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_page(text);
  read_refusal(text);
  return 0;
}
