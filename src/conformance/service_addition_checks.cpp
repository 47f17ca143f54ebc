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

struct MadeAddition {
  Addition addition;
  /// As it is written: base64.
  std::string content;
};

/// The addition in an answer; throws kMalformedData for none.
MadeAddition addition_in(const ServiceAnswer& answer) {
  std::vector<sdk::JsonMember> members;
  const std::string problem = answer.problem(members);
  if (!problem.empty()) throw AdapterError(ErrorCode::kMalformedData, problem);
  const sdk::JsonMember* const addition = find_json_member_in_any_case(members, "Addition");
  if (addition == nullptr) {
    throw AdapterError(ErrorCode::kMalformedData, answer.seen() + ", without an Addition");
  }
  MadeAddition made;
  if (addition->kind == sdk::JsonKind::kNull) return made;
  made.addition = sdk::addition_from_json(addition->json);
  const auto inside = sdk::json_members(addition->json, "the addition");
  if (const sdk::JsonMember* const content = given(inside, "Content")) made.content = content->text;
  return made;
}

using JudgeAnswer = std::function<Obstacle(const std::string& name, const ServiceAnswer&)>;
using JudgeAddition = std::function<Obstacle(const std::string& name, const MadeAddition&)>;

std::string the_addition(const std::string& name) {
  return "the addition " + sdk::json_quoted(name);
}

/// Has the first additions made and shows the answers to `judge`, until that has something to say.
CheckResult ask_for_each(const ServiceBench& bench, const JudgeAnswer& judge) {
  auto names = bench.addition_names();
  if (!names) return skipped_for("addition-types");
  if (names->empty()) return skipped("the service names no additions", "it need not have any");
  names->resize(std::min(names->size(), kMostMade));
  for (const std::string& name : *names) {
    const ServiceAnswer answer = bench.post("abstractaddition", bench.addition_body(name));
    if (Obstacle result = judge(name, answer)) return *result;
  }
  return passed();
}

CheckResult make_each(const ServiceBench& bench, const JudgeAddition& judge) {
  return ask_for_each(bench, [&](const std::string& name, const ServiceAnswer& answer) -> Obstacle {
    try {
      return judge(name, addition_in(answer));
    } catch (const AdapterError&) {
      return skipped_for("additions");
    }
  });
}

}  // namespace

CheckResult check_additions(ServiceBench& bench) {
  return ask_for_each(bench, [](const std::string& name, const ServiceAnswer& answer) -> Obstacle {
    if (answer.is_refusal()) return skipped_for_refusal(answer);
    try {
      addition_in(answer);
      return std::nullopt;
    } catch (const AdapterError& error) {
      return failed(
          the_addition(name) + ": " + error.message,
          R"(200 with {"Addition": {"Content": BASE64, "ContentType": "..."}})",
          remedy_for(answer, "content that an artifact does not have is an empty addition"));
    }
  });
}

CheckResult check_addition_content_types(ServiceBench& bench) {
  return make_each(bench, [](const std::string& name, const MadeAddition& made) -> Obstacle {
    const std::string& type = made.addition.content_type;
    const std::string seen = the_addition(name) + " has the type " + sdk::json_quoted(type);
    constexpr const char* kRule = "a media type: text/markdown; charset=utf-8";
    if (type.empty()) return warning(seen, kRule, "hosts take it for application/octet-stream");
    if (sdk::is_content_type(type)) return std::nullopt;
    return failed(seen, kRule, "it becomes the value of a header");
  });
}

CheckResult check_addition_base64(ServiceBench& bench) {
  return make_each(bench, [](const std::string& name, const MadeAddition& made) -> Obstacle {
    if (sdk::from_loose_base64(made.content)) return std::nullopt;
    return failed(the_addition(name) + " has a Content of another alphabet or padding",
                  "base64 with + and /, filled up with =", "hosts in Go read no other");
  });
}

CheckResult check_addition_repeats(ServiceBench& bench) {
  return make_each(bench, [&](const std::string& name, const MadeAddition& made) -> Obstacle {
    constexpr const char* kRule = "the same answer to the same request";
    constexpr const char* kRemedy = "hosts repeat requests whose answer did not arrive";
    const ServiceAnswer second = bench.post("abstractaddition", bench.addition_body(name));
    try {
      if (addition_in(second).addition.content == made.addition.content) return std::nullopt;
      return failed(the_addition(name) + " has another content the second time", kRule, kRemedy);
    } catch (const AdapterError& error) {
      return failed(the_addition(name) + ", the second time: " + error.message, kRule, kRemedy);
    }
  });
}

CheckResult check_unknown_addition(ServiceBench& bench) {
  const ServiceAnswer answer =
      bench.post("abstractaddition", bench.addition_body("PORTSIDE-CHECK"));
  if (answer.is_denial()) return skipped_for_denial(answer);
  if (answer.is_refusal() || answer.is_not_offered()) return passed();
  const std::string seen = "asked for an addition that is not listed, " + answer.seen();
  if (answer.is_success() && !answer.error().empty()) {
    return warning(seen + ", with an Error", "404", "hosts understand it, and nobody else");
  }
  return failed(seen, "404", "refuse it before you read anything");
}

}  // namespace portside::conformance
