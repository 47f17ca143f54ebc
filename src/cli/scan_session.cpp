// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_session.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "cli/environment.hpp"
#include "cli/image_places.hpp"
#include "cli/plugin_folders.hpp"
#include "cli/user_places.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

constexpr std::string_view kDefaultAdapter = "offline";

Config config_for(const ScannerOptions& options, const Program& program) {
  Config config;
  if (!options.config.empty()) config = load_config(options.config, secrets_of_this_process());
  choose_plugins(config, program, options.plugin_dirs, options.trust_anchors);
  return config;
}

std::string choose_adapter(const ScannerOptions& options, const Config& config) {
  if (!options.adapter.empty()) return options.adapter;
  return config.scanner.empty() ? std::string(kDefaultAdapter) : config.scanner;
}

/// The adapter that needs no server has to work without a configuration.
void choose_advisories(Config& config, const std::string& adapter_id,
                       const std::string& advisories) {
  if (plugin_name_of(adapter_id) != kDefaultAdapter) {
    if (advisories.empty()) return;
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "--advisories is for the adapter offline, and " + adapter_id +
                           " scans; expected --adapter offline, or no --advisories");
  }
  Secret& document = config.adapters[adapter_id];
  nlohmann::json value =
      document.empty() ? nlohmann::json::object() : nlohmann::json::parse(document.reveal());
  if (!value.is_object()) return;  // for the plugin to refuse
  if (advisories.empty() && value.contains("index")) return;
  value["index"] = advisories.empty() ? default_advisory_index() : advisories;
  document = Secret(value.dump());
}

void make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw AdapterError(ErrorCode::kIo, path + " cannot be made: " + error.message());
}

std::shared_ptr<ReportStore> open_reports(const std::string& file) {
  if (!file.empty()) return open_report_store(file);
  make_folder(default_state_dir());
  return open_report_store(default_state_dir() + "/reports.sqlite");
}

}  // namespace

ScanSession::ScanSession(const ScannerOptions& options, const Program& program)
    : options_(options),
      config_(config_for(options, program)),
      adapter_id_(choose_adapter(options, config_)) {
  choose_advisories(config_, adapter_id_, options.advisories);
  reports_ = open_reports(options.reports);
  config_.scanner = adapter_id_;
  HostOptions host;
  host.data_dir = default_adapters_dir();
  plugins_ = std::make_unique<PluginRegistry>(config_, std::move(host));
  // An adapter that is not there, or not configured well, is no fault of the first image.
  static_cast<void>(plugins_->scanner(adapter_id_));
  try {
    plugins_->prepare(adapter_id_);
  } catch (const AdapterError& error) {
    if (!error.can_retry) throw;  // else the first call tries again
  }
}

std::shared_ptr<ImageSource> ScanSession::source_of(const ImageName& image) const {
  return open_images(config_, options_, image);
}

std::unique_ptr<ScanService> ScanSession::service(std::shared_ptr<ImageSource> source,
                                                  ScanServiceOptions options) {
  options.deadline = Millis{options_.timeout} * 1'000;
  return std::make_unique<ScanService>(*plugins_, std::move(source), reports_, std::move(options));
}

}  // namespace portside::cli
