// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>

#include "conformance/service_checks.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/media_type.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kMostMade = 10;

/// The addition in an answer; throws kMalformedData for none.
Addition addition_in(const ServiceAnswer& answer) {
  std::vector<sdk::JsonMember> members;
  const std::string problem = answer.problem(members);
  if (!problem.empty()) throw AdapterError(ErrorCode::kMalformedData, problem);
  const sdk::JsonMember* const addition = find_json_member_in_any_case(members, "Addition");
  if (addition == nullptr) {
    throw AdapterError(ErrorCode::kMalformedData, answer.seen() + ", without an Addition");
  }
  return addition->kind == sdk::JsonKind::kNull ? Addition()
                                                : sdk::addition_from_json(addition->json);
}

/// Makes the first additions and shows them to `judge`, until that has something to say.
CheckResult make_each(
    const ServiceBench& bench,
    const std::function<Obstacle(const std::string& name, const ServiceAnswer&)>& judge) {
  std::vector<std::string> names = bench.addition_names();
  if (names.empty()) return skipped("the service names no additions", "see addition-types");
  names.resize(std::min(names.size(), kMostMade));
  for (const std::string& name : names) {
    const ServiceAnswer answer = bench.post("abstractaddition", bench.addition_body(name));
    if (Obstacle result = judge(sdk::json_quoted(name), answer)) return *result;
  }
  return passed();
}

}  // namespace

CheckResult check_additions(ServiceBench& bench) {
  return make_each(bench, [](const std::string& name, const ServiceAnswer& answer) -> Obstacle {
    if (answer.is_refusal()) {
      return skipped("the service refuses the sample: " + answer.seen(),
                     "give one that it understands: --media-type, --manifest");
    }
    try {
      addition_in(answer);
      return std::nullopt;
    } catch (const AdapterError& error) {
      return failed("the addition " + name + ": " + error.message,
                    R"(200 with {"Addition": {"Content": BASE64, "ContentType": "..."}})",
                    "content that an artifact does not have is an empty addition");
    }
  });
}

CheckResult check_addition_content_types(ServiceBench& bench) {
  return make_each(bench, [](const std::string& name, const ServiceAnswer& answer) -> Obstacle {
    Addition addition;
    try {
      addition = addition_in(answer);
    } catch (const AdapterError&) {
      return skipped_for("additions");
    }
    const std::string seen =
        "the addition " + name + " has the type " + sdk::json_quoted(addition.content_type);
    constexpr const char* kRule = "a media type: text/markdown; charset=utf-8";
    if (addition.content_type.empty()) {
      return warning(seen, kRule, "hosts take it for application/octet-stream");
    }
    if (sdk::is_content_type(addition.content_type)) return std::nullopt;
    return failed(seen, kRule, "it becomes the value of a header");
  });
}

CheckResult check_unknown_addition(ServiceBench& bench) {
  const ServiceAnswer answer =
      bench.post("abstractaddition", bench.addition_body("PORTSIDE-CHECK"));
  if (answer.is_refusal()) return passed();
  return failed("asked for an addition that is not listed, " + answer.seen(), "404",
                "refuse it before you read anything");
}

}  // namespace portside::conformance
