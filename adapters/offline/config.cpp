// SPDX-License-Identifier: Apache-2.0
#include "offline/config.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "portside/api/error.hpp"

namespace portside::offline {
namespace {

constexpr std::int64_t kMaxAgeDays = 36'500;
constexpr std::int64_t kMinDatabaseBytes = std::int64_t{1} << 20U;
constexpr std::int64_t kMaxDatabaseBytes = std::int64_t{8} << 30U;

/// Collects mistakes while it reads members.
class Reader {
 public:
  explicit Reader(const nlohmann::json& document) : document_(document) {}

  std::string path(const char* key) {
    const auto found = document_.find(key);
    if (found == document_.end()) {
      mistake(key,
              "is missing; expected the path of an index of advisories "
              "('portside advisories build' makes it)");
    } else if (!found->is_string() || found->get_ref<const std::string&>().rfind('/', 0) != 0) {
      mistake(key, "is not an absolute path");
    } else {
      return found->get<std::string>();
    }
    return {};
  }

  std::int64_t number(const char* key, std::int64_t least, std::int64_t most, std::int64_t other) {
    const auto found = document_.find(key);
    if (found == document_.end()) return other;
    const bool fits = found->is_number_integer() &&
                      !(found->is_number_unsigned() &&
                        found->get<std::uint64_t>() > static_cast<std::uint64_t>(most)) &&
                      found->get<std::int64_t>() >= least && found->get<std::int64_t>() <= most;
    if (fits) return found->get<std::int64_t>();
    mistake(key,
            "is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return other;
  }

  void refuse_others(const std::vector<std::string>& known) {
    for (const auto& member : document_.items()) {
      if (std::find(known.begin(), known.end(), member.key()) == known.end()) {
        mistake(member.key(), "is not known");
      }
    }
  }

  void throw_if_wrong() const {
    if (mistakes_.empty()) return;
    throw AdapterError(ErrorCode::kConfigInvalid,
                       "the configuration of the offline scanner is wrong: " +
                           mistakes_.substr(0, mistakes_.find('\n')),
                       mistakes_);
  }

 private:
  void mistake(const std::string& key, const std::string& what) {
    if (!mistakes_.empty()) mistakes_ += '\n';
    // A key is the operator's text, and may be anything.
    mistakes_ += nlohmann::json(key).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) +
                 " " + what;
  }

  const nlohmann::json& document_;
  std::string mistakes_;
};

}  // namespace

OfflineConfig parse_config(const Json& text) {
  const auto document = nlohmann::json::parse(text.text, nullptr, false);
  if (!document.is_object()) {
    throw AdapterError(ErrorCode::kConfigInvalid,
                       "the configuration of the offline scanner is missing; expected an object "
                       "like {\"index\": \"/var/lib/portside/advisories.index\"}");
  }
  Reader reader(document);
  OfflineConfig config;
  config.index = reader.path("index");
  config.max_data_age_days =
      reader.number("max_data_age_days", 0, kMaxAgeDays, config.max_data_age_days);
  config.max_database_bytes = static_cast<std::uint64_t>(
      reader.number("max_database_bytes", kMinDatabaseBytes, kMaxDatabaseBytes,
                    static_cast<std::int64_t>(config.max_database_bytes)));
  reader.refuse_others({"index", "max_data_age_days", "max_database_bytes"});
  reader.throw_if_wrong();
  return config;
}

}  // namespace portside::offline
