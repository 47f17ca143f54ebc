// SPDX-License-Identifier: Apache-2.0
#include "conformance/service_checks.hpp"
#include "portside/api/error.hpp"

namespace portside::conformance {
namespace {

bool is_client_error(const ServiceAnswer& answer) {
  return answer.status() >= 400 && answer.status() < 500;
}

}  // namespace

CheckResult check_malformed_request(ServiceBench& bench) {
  const ServiceAnswer answer = bench.post("abstractmetadata", "{\"manifest\": ");
  if (is_client_error(answer) || answer.status() == 501) return passed();
  return failed("sent what is no JSON, " + answer.seen(), "400",
                "hosts repeat a request after 500, and believe 200");
}

CheckResult check_error_sentence(ServiceBench& bench) {
  const ServiceAnswer answer = bench.post("abstractmetadata", "{\"manifest\": ");
  if (!is_client_error(answer)) return skipped_for("malformed-request");
  try {
    const auto members = sdk::json_members(answer.response.body, "the refusal");
    const sdk::JsonMember* const error = given(members, "Error");
    if (error != nullptr && error->kind == sdk::JsonKind::kString && !error->text.empty()) {
      return passed();
    }
  } catch (const AdapterError&) {
    // It is another text, which is said below.
  }
  return warning(answer.seen(), R"({"Error": "a sentence"})",
                 "operators read it in the host's log, at most 512 bytes of it");
}

CheckResult check_unknown_endpoint(ServiceBench& bench) {
  const ServiceAnswer answer = bench.get("portside-check");
  if (is_client_error(answer) || answer.status() == 501) return passed();
  return failed(answer.seen(), "404", "an endpoint that a later host asks for is not there");
}

CheckResult check_wrong_method(ServiceBench& bench) {
  const ServiceAnswer answer = bench.post("artifacttype", "{}");
  if (is_client_error(answer) || answer.status() == 501) return passed();
  return failed(answer.seen(), "405", "a GET changes nothing, and a POST may");
}

CheckResult check_authorization(ServiceBench& bench) {
  if (bench.subject().authorization.empty()) {
    return skipped("no authorization was given", "give it where the service asks for one");
  }
  for (const char* shown : {"", "Bearer portside-check"}) {
    HttpRequest request = bench.request("GET", "artifacttype");
    std::erase_if(request.headers, [&](const auto& field) {
      return field.first == bench.subject().authorization_header;
    });
    if (*shown != '\0') request.headers.emplace_back(bench.subject().authorization_header, shown);
    const ServiceAnswer answer = bench.send(request, "artifacttype");
    if (answer.status() == 401 || answer.status() == 403) continue;
    return failed(
        (*shown == '\0' ? "without authorization " : "with a wrong authorization ") + answer.seen(),
        "401", "compare the header before anything else");
  }
  return passed();
}

}  // namespace portside::conformance
