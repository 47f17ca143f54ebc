// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/update_operations.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_stream.hpp"
#include "portside/sdk/rfc3339.hpp"

namespace portside::clair::v4 {
namespace {

constexpr std::size_t kMostUpdaters = 10'000;
constexpr std::size_t kMostUpdaterNameBytes = 200;

/// How the names of claircore's updaters begin, in lower case.
struct UpdaterPrefix {
  std::string_view distribution;
  std::string_view prefix;
};

constexpr UpdaterPrefix kUpdaterPrefixes[] = {
    {"alpine", "alpine"}, {"amzn", "aws"},           {"debian", "debian"}, {"ol", "oracle"},
    {"opensuse", "suse"}, {"opensuse-leap", "suse"}, {"photon", "photon"}, {"rhel", "rhel"},
    {"sles", "suse"},     {"ubuntu", "ubuntu"},
};

bool begins_with(std::string_view text, std::string_view prefix) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return text.size() >= prefix.size() &&
         std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, lower);
}

}  // namespace

std::optional<Millis> UpdateOperations::newest() const {
  std::optional<Millis> newest;
  for (const auto& [updater, time] : updated_at) {
    if (!newest || time > *newest) newest = time;
  }
  return newest;
}

std::optional<bool> UpdateOperations::have_distribution(std::string_view id) const {
  const auto known = std::ranges::find(kUpdaterPrefixes, id, &UpdaterPrefix::distribution);
  if (known == std::end(kUpdaterPrefixes)) return std::nullopt;
  return std::ranges::any_of(
      updated_at, [&](const auto& each) { return begins_with(each.first, known->prefix); });
}

std::unique_ptr<sdk::JsonStream> update_operations_parser(UpdateOperations& operations) {
  auto updater = std::make_shared<std::string>();
  std::vector<sdk::JsonRule> rules;
  rules.push_back({"/*", [updater](std::string_view name) {
                     *updater = sdk::excerpt(name, kMostUpdaterNameBytes);
                   }});
  rules.push_back({"/*/*/date", {}, {}, [&operations, updater](const sdk::JsonScalar& date) {
                     const auto time = sdk::parse_rfc3339(date.text);
                     if (!time) return;
                     if (operations.updated_at.size() >= kMostUpdaters) {
                       throw AdapterError(ErrorCode::kTooLarge,
                                          "Clair's matcher lists more than 10000 updaters");
                     }
                     Millis& newest = operations.updated_at[*updater];
                     newest = std::max(newest, *time);
                   }});
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{1} << 20U;
  return std::make_unique<sdk::JsonStream>("Clair's list of updates", std::move(rules), limits);
}

}  // namespace portside::clair::v4
