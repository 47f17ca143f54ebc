// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/answer.hpp"

#include "portside/sdk/json_call.hpp"

namespace portside::clair::v4 {
namespace {

sdk::JsonCall answer_named(const std::string& what) {
  sdk::JsonCall call{what};
  call.error_field = "Clair-Error";
  return call;
}

}  // namespace

HttpResponse get_parsed(const Clair& clair, const HttpRequest& request, sdk::JsonStream& parser,
                        const std::string& what, const CallContext& context) {
  return sdk::send_for_json(clair.http, request, parser, answer_named(what), context);
}

void parse_body(const HttpResponse& answer, sdk::JsonStream& parser, const std::string& what) {
  sdk::read_json(answer, parser, answer_named(what));
}

}  // namespace portside::clair::v4
