// SPDX-License-Identifier: Apache-2.0
//
// A request to the token service of a registry, which anybody may send. The first line is the
// Authorization header, the rest query or form.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "fuzz_key.hpp"
#include "portside/host/token_service.hpp"

namespace {

using namespace portside;

/// Knows nobody, and lets everybody do everything.
const TokenService& service() {
  static const TokenService service(
      {.issuer = "issuer", .service = "registry", .key = fuzz::kKey},
      {.authenticate = [](const std::string&, const Secret&) { return std::nullopt; },
       .authenticate_token = [](const Secret&) { return std::nullopt; },
       .authorize =
           [](const std::string& subject, const TokenAccess& wanted) {
             if (!subject.empty()) std::abort();
             return wanted.actions;
           }});
  return service;
}

void check(const HttpRequest& request) {
  const HttpResponse response = service().serve(request);
  const bool known = response.status == 200 || response.status == 400 || response.status == 401;
  if (!known || response.body.empty() || response.body.front() != '{') std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  HttpRequest request;
  if (line > 0) request.headers = {{"Authorization", std::string(text.substr(0, line))}};
  const std::string rest(text.substr(std::min(line + 1, text.size())));
  request.url = "/token?" + rest;
  check(request);
  request.url = "/token";
  request.method = "POST";
  request.body = rest;
  check(request);
  return 0;
}
