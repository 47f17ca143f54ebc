// SPDX-License-Identifier: Apache-2.0
#include "conformance/bad_documents.hpp"

#include <cstddef>
#include <nlohmann/json.hpp>

#include "conformance/attempt.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kMaxMembers = 16;

}  // namespace

std::vector<BadDocument> bad_documents(const Json& valid) {
  std::vector<BadDocument> documents = {
      {"half an object", R"({"portside-check": )"},
      {"an array", "[1, 2, 3]"},
      {"a text", R"("portside-check")"},
      {"a number", "7"},
      {"null", "null"},
      {"an unknown member", R"({"portside-check-unknown": {"deep": [1, {"er": null}]}})"}};
  const auto good = nlohmann::ordered_json::parse(valid.text, nullptr, /*allow_exceptions=*/false);
  if (!good.is_object()) return documents;
  for (const auto& [name, value] : good.items()) {
    if (documents.size() >= kMaxMembers) break;
    auto wrong = good;
    wrong[name] = value.is_object() ? nlohmann::ordered_json("portside-check")
                                    : nlohmann::ordered_json{{"portside", "check"}};
    documents.push_back({"a wrong type for " + quoted(name), wrong.dump()});
  }
  return documents;
}

}  // namespace portside::conformance
