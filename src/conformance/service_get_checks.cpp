// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <exception>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <thread>

#include "conformance/service_checks.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kLongestName = 128;
constexpr std::size_t kLongestType = 255;
constexpr int kAtOnce = 8;

bool is_visible(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::string capitals_of(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
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
  std::string problem;
  if (type_in(bench.get("artifacttype"), problem)) return passed();
  return failed(problem, R"(200 with {"ArtifactType": "WORD", "Error": ""})",
                "answer within 5 s and without asking anybody");
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
  if (*type == capitals_of(*type)) return passed();
  return warning(seen, kRule, "hosts write it in capitals");
}

CheckResult check_addition_types(ServiceBench& bench) {
  constexpr const char* kRule = R"(200 with {"AdditionTypes": ["NAME"], "Error": ""})";
  const ServiceAnswer answer = bench.get("additiontypes");
  std::vector<sdk::JsonMember> members;
  const std::string problem = answer.problem(members);
  if (!problem.empty())
    return failed(problem, kRule, "answer within 5 s and without asking anybody");
  const sdk::JsonMember* const list = find_json_member_in_any_case(members, "AdditionTypes");
  if (list != nullptr && list->kind == sdk::JsonKind::kNull) return passed();
  const auto names =
      list == nullptr ? nlohmann::json() : nlohmann::json::parse(list->json, nullptr, false);
  const auto is_text = [](const nlohmann::json& each) { return each.is_string(); };
  if (names.is_array() && std::ranges::all_of(names, is_text)) return passed();
  return failed(answer.seen() + ", without a list of texts AdditionTypes", kRule,
                "a service without additions answers with an empty list");
}

CheckResult check_addition_names(ServiceBench& bench) {
  std::set<std::string> seen;
  for (const std::string& name : bench.addition_names()) {
    const std::string what = "there is an addition " + sdk::json_quoted(sdk::excerpt(name, 100));
    constexpr const char* kRemedy = "names become parts of URLs, where their case does not matter";
    if (name.empty() || name.size() > kLongestName || !is_visible(name)) {
      return failed(what, "1 to 128 visible ASCII characters", kRemedy);
    }
    if (!seen.insert(capitals_of(name)).second) {
      return failed(what + " twice", "each one once, whatever its case", kRemedy);
    }
  }
  return passed();
}

CheckResult check_json_content_type(ServiceBench& bench) {
  for (const char* endpoint : {"artifacttype", "additiontypes"}) {
    const ServiceAnswer answer = bench.get(endpoint);
    if (!answer.is_success()) continue;
    const auto type = sdk::header_of(answer.response, "Content-Type");
    if (type && type->substr(0, 16) == "application/json") continue;
    return warning(answer.what + " has the Content-Type " +
                       sdk::json_quoted(sdk::excerpt(type.value_or(""), 100)),
                   "application/json", "set the header; proxies and people go by it");
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
