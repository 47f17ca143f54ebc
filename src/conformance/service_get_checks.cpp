// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <exception>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "conformance/service_checks.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/percent_encoded.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kLongestName = 128;
constexpr std::size_t kLongestType = 255;
constexpr std::size_t kMostAdditions = 100;
constexpr int kAtOnce = 8;

bool is_visible(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::string get_remedy(const ServiceAnswer& answer) {
  return remedy_for(answer, answer.status() == 0 ? "answer within 5 s, without asking anybody"
                                                 : "mend the URL when this is another service");
}

/// The text `ArtifactType`, or nothing with `problem` saying why.
std::optional<std::string> type_in(const ServiceAnswer& answer, std::string& problem) {
  std::vector<sdk::JsonMember> members;
  problem = answer.problem(members);
  if (!problem.empty()) return std::nullopt;
  const sdk::JsonMember* const type = given(members, "ArtifactType");
  if (type != nullptr && type->kind == sdk::JsonKind::kString) return type->text;
  problem = answer.seen() + ", without a text ArtifactType";
  return std::nullopt;
}

}  // namespace

CheckResult check_artifact_type(ServiceBench& bench) {
  const ServiceAnswer answer = bench.get("artifacttype");
  std::string problem;
  if (type_in(answer, problem)) return passed();
  return failed(problem, R"(200 with {"ArtifactType": "WORD", "Error": ""})", get_remedy(answer));
}

CheckResult check_unknown_query(ServiceBench& bench) {
  std::string problem;
  const auto usual = type_in(bench.get("artifacttype"), problem);
  if (!usual) return skipped_for("artifact-type");
  constexpr const char* kRule = "the answer that the request gets without mediaType";
  constexpr const char* kRemedy = "hosts may say in the query what an artifact is";
  const ServiceAnswer answer =
      bench.get("artifacttype?mediaType=" + sdk::percent_encoded(bench.subject().media_type));
  const auto type = type_in(answer, problem);
  if (!type) return failed(problem, kRule, kRemedy);
  return *type == *usual ? passed() : failed(answer.seen(), kRule, kRemedy);
}

CheckResult check_type_is_a_word(ServiceBench& bench) {
  std::string problem;
  const auto type = type_in(bench.get("artifacttype"), problem);
  if (!type) return skipped_for("artifact-type");
  const std::string seen = "the type is " + sdk::json_quoted(sdk::excerpt(*type, 100));
  constexpr const char* kRule = "1 to 255 visible ASCII characters, letters in capitals";
  if (type->empty() || type->size() > kLongestType || !is_visible(*type)) {
    return failed(seen, kRule, "registries show it to people and compare it");
  }
  if (*type == sdk::upper_case(*type)) return passed();
  return warning(seen, kRule, "hosts write it in capitals");
}

CheckResult check_addition_types(ServiceBench& bench) {
  if (bench.addition_names()) return passed();
  constexpr const char* kRule = R"(200 with {"AdditionTypes": ["NAME"], "Error": ""})";
  const ServiceAnswer answer = bench.get("additiontypes");
  std::vector<sdk::JsonMember> members;
  const std::string problem = answer.problem(members);
  if (!problem.empty()) return failed(problem, kRule, get_remedy(answer));
  return failed(answer.seen() + ", without a list of texts AdditionTypes", kRule,
                "a service without additions answers with an empty list");
}

CheckResult check_addition_names(ServiceBench& bench) {
  std::set<std::string> seen;
  const auto names = bench.addition_names();
  if (!names) return skipped_for("addition-types");
  if (names->size() > kMostAdditions) {
    return failed("there are " + std::to_string(names->size()) + " additions", "100 at most",
                  "registries link each of them with every artifact that they list");
  }
  for (const std::string& name : *names) {
    const std::string what = "there is an addition " + sdk::json_quoted(sdk::excerpt(name, 100));
    constexpr const char* kRemedy = "names become parts of URLs, where their case does not matter";
    if (name.empty() || name.size() > kLongestName || !is_visible(name)) {
      return failed(what, "1 to 128 visible ASCII characters", kRemedy);
    }
    if (!seen.insert(sdk::upper_case(name)).second) {
      return failed(what + " twice", "each one once, whatever its case", kRemedy);
    }
  }
  return passed();
}

CheckResult check_concurrent_requests(ServiceBench& bench) {
  std::string problem;
  if (!type_in(bench.get("artifacttype"), problem)) return skipped_for("artifact-type");
  std::mutex mutex;
  std::exception_ptr ended;
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < kAtOnce; ++i) {
      callers.emplace_back([&] {
        std::string own_problem;
        try {
          type_in(bench.get("artifacttype"), own_problem);
        } catch (...) {
          const std::lock_guard lock(mutex);
          ended = std::current_exception();
        }
        const std::lock_guard lock(mutex);
        if (problem.empty()) problem = own_problem;
      });
    }
  }
  if (ended) std::rethrow_exception(ended);
  if (problem.empty()) return passed();
  return failed("of 8 requests at once: " + problem, "the answer that one request gets",
                "take connections while a request is being answered");
}

}  // namespace portside::conformance
