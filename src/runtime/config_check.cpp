// SPDX-License-Identifier: Apache-2.0
#include "runtime/config_check.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "config/names.hpp"
#include "portside/api/error.hpp"

namespace portside::runtime {
namespace {

class Mistakes {
 public:
  void require(bool holds, std::string_view place, std::string_view found,
               std::string_view expected) {
    if (holds) return;
    sentences_.push_back(std::string(place) + ": found '" + std::string(found) + "', expected " +
                         std::string(expected));
  }
  void require_absolute(std::string_view place, std::string_view path) {
    require(path.starts_with('/'), place, path, "an absolute path");
  }
  void require_duration(std::string_view place, Millis duration) {
    constexpr Millis kYear = Millis{365} * 24 * 3'600 * 1'000;
    require(duration > 0 && duration <= kYear, place, std::to_string(duration),
            "milliseconds, more than 0 and at most a year");
  }
  void throw_if_any() const {
    if (sentences_.empty()) return;
    std::string detail;
    for (const std::string& sentence : sentences_) detail += sentence + "\n";
    throw AdapterError(ErrorCode::kConfigInvalid, sentences_.front(), detail);
  }

 private:
  std::vector<std::string> sentences_;
};

}  // namespace

void check_config(const Config& config, const HostOptions& options) {
  Mistakes mistakes;
  for (const std::string& folder : config.plugins.dirs) {
    mistakes.require_absolute("plugins.dirs", folder);
  }
  for (const auto& [name, path] : config.plugins.files) {
    mistakes.require(config::is_plugin_name(name), "plugins.files", name, config::kPluginNameRule);
    mistakes.require_absolute("plugins.files." + name, path);
  }
  for (const std::string& anchor : config.trust.anchors) {
    mistakes.require_absolute("trust.anchors", anchor);
  }
  for (const auto& [id, document] : config.adapters) {
    mistakes.require(config::is_adapter_id(id), "adapters", id, config::kAdapterIdRule);
  }
  if (!config.scanner.empty()) {
    mistakes.require(config::is_adapter_id(config.scanner), "scanner", config.scanner,
                     config::kAdapterIdRule);
  }
  if (!options.data_dir.empty()) {
    mistakes.require_absolute("HostOptions::data_dir", options.data_dir);
  }
  mistakes.require_absolute("HostOptions::temp_dir", options.temp_dir);
  mistakes.require_duration("HostOptions::abandon_grace", options.abandon_grace);
  mistakes.require_duration("HostOptions::create_deadline", options.create_deadline);
  mistakes.throw_if_any();
}

}  // namespace portside::runtime
