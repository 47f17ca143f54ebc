// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/namespaces.hpp"

#include <optional>

#include "clair/v2/json_answer.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/percent_encoded.hpp"

namespace portside::clair::v2 {
namespace {

constexpr std::size_t kMaxNamespaces = 10'000;
constexpr std::size_t kMaxRemembered = 1'000;
constexpr Millis kDataStays = 300'000;
/// Shorter, because somebody may be waiting for the first update.
constexpr Millis kNoDataStays = 60'000;
constexpr int kFound = 200;

sdk::JsonLimits namespace_limits() {
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{1} << 20U;
  return limits;
}

}  // namespace

std::vector<std::string> Namespaces::names(const CallContext& context) const {
  std::vector<std::string> names;
  const auto add = [&names](const sdk::JsonScalar& name) {
    if (names.size() == kMaxNamespaces) {
      throw AdapterError(ErrorCode::kTooLarge,
                         "Clair lists more than " + std::to_string(kMaxNamespaces) + " namespaces");
    }
    if (name.is_string()) names.emplace_back(name.text);
  };
  sdk::JsonStream json("Clair's list of namespaces", {{"/Namespaces/*/Name", {}, {}, add}},
                       namespace_limits());
  const HttpResponse answer = get_json(clair_, "/v1/namespaces", json, context);
  if (answer.status != kFound) throw answer_error(answer, "Clair did not list its namespaces");
  return names;
}

bool Namespaces::has_data(const std::string& name, const CallContext& context) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(name);
    if (found != known_.end() && clair_.host.now() < found->second.until) {
      return found->second.has_data;
    }
  }
  const bool has_data = ask(name, context);
  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMaxRemembered) known_.clear();
  known_[name] = {has_data, clair_.host.now() + (has_data ? kDataStays : kNoDataStays)};
  return has_data;
}

bool Namespaces::ask(const std::string& name, const CallContext& context) const {
  bool has_data = false;
  sdk::JsonStream json("Clair's list of vulnerabilities",
                       {{"/Vulnerabilities/*", [&](std::string_view) { has_data = true; }}},
                       namespace_limits());
  const std::string path =
      "/v1/namespaces/" + sdk::percent_encoded(name) + "/vulnerabilities?limit=1";
  const HttpResponse answer = get_json(clair_, path, json, context);
  if (is_unknown_there(answer)) return false;
  if (answer.status == kFound) return has_data;
  throw answer_error(answer, "Clair did not say whether it has data");
}

}  // namespace portside::clair::v2
