// SPDX-License-Identifier: Apache-2.0
#include "offline/config.hpp"

#include "portside/sdk/config_document.hpp"

namespace portside::offline {
namespace {

constexpr std::int64_t kMaxAgeDays = 36'500;
constexpr std::int64_t kMinDatabaseBytes = std::int64_t{1} << 20U;
constexpr std::int64_t kMaxDatabaseBytes = std::int64_t{8} << 30U;

}  // namespace

OfflineConfig parse_config(const Json& text) {
  sdk::ConfigDocument document(text, "the offline scanner");
  OfflineConfig config;
  if (!document.has("index")) {
    document.mistake(
        "'index' is missing; expected the path of an index of advisories "
        "('portside advisories build' makes it)");
  }
  config.index = document.path("index");
  config.max_data_age_days =
      document.number("max_data_age_days", 0, kMaxAgeDays, config.max_data_age_days);
  config.max_database_bytes = static_cast<std::uint64_t>(
      document.number("max_database_bytes", kMinDatabaseBytes, kMaxDatabaseBytes,
                      static_cast<std::int64_t>(config.max_database_bytes)));
  document.finish();
  return config;
}

}  // namespace portside::offline
