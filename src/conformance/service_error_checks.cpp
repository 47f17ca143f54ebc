// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "conformance/service_checks.hpp"

namespace portside::conformance {
namespace {

constexpr char kNoJson[] = "{\"manifest\": ";

/// The answer to who shows this, and has all else right; "" = nothing is shown.
ServiceAnswer answer_to_shown(const ServiceBench& bench, const std::string& shown,
                              const std::string& method, const std::string& endpoint) {
  HttpRequest request = bench.request(method, endpoint);
  const std::string& header = bench.subject().authorization_header;
  std::erase_if(request.headers, [&](const auto& field) { return field.first == header; });
  if (!shown.empty()) request.headers.emplace_back(header, shown);
  if (method == "POST") request.body = bench.metadata_body(bench.manifest());
  return bench.send(request, endpoint);
}

}  // namespace

CheckResult check_malformed_request(ServiceBench& bench) {
  const ServiceAnswer answer = bench.post("abstractmetadata", kNoJson);
  if (answer.is_denial()) return skipped_for_denial(answer);
  if (answer.is_final()) return passed();
  const std::string seen = "sent what is no JSON, " + answer.seen();
  if (answer.is_success() && !answer.error().empty()) {
    return warning(seen + ", with an Error", "400", "hosts understand it, and nobody else");
  }
  return failed(seen, "400", "hosts repeat a request after 500, and believe 200");
}

CheckResult check_error_sentence(ServiceBench& bench) {
  const ServiceAnswer answer = bench.post("abstractmetadata", kNoJson);
  if (!answer.is_final() || answer.is_denial()) return skipped_for("malformed-request");
  if (!answer.error().empty()) return passed();
  return warning(answer.seen(), R"({"Error": "a sentence"})",
                 "operators read it in the host's log, at most 512 bytes of it");
}

CheckResult check_unknown_endpoint(ServiceBench& bench) {
  const ServiceAnswer answer = bench.get("portside-check");
  if (answer.is_denial()) return skipped_for_denial(answer);
  if (answer.is_final()) return passed();
  return failed(answer.seen(), "404", "an endpoint that a later host asks for is not there");
}

CheckResult check_wrong_method(ServiceBench& bench) {
  const ServiceAnswer answer = bench.post("artifacttype", "{}");
  if (answer.is_denial()) return skipped_for_denial(answer);
  if (answer.is_final()) return passed();
  return failed(answer.seen(), "405", "a GET changes nothing, and a POST may");
}

CheckResult check_authorization(ServiceBench& bench) {
  if (bench.subject().authorization.empty()) {
    return skipped("no authorization was given", "give it where the service asks for one");
  }
  for (const char* shown : {"", "Bearer portside-check"}) {
    for (const auto& [method, endpoint] :
         {std::pair{"GET", "artifacttype"}, std::pair{"POST", "abstractmetadata"}}) {
      const ServiceAnswer answer = answer_to_shown(bench, shown, method, endpoint);
      if (answer.is_denial()) continue;
      const char* const how =
          *shown == '\0' ? "without authorization " : "with a wrong authorization ";
      return failed(how + answer.seen(), "401", "compare the header before anything else");
    }
  }
  return passed();
}

}  // namespace portside::conformance
