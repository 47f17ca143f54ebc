// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "error_of.hpp"
#include "function_scanner.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/vulnerability_report.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "recording_log_sink.hpp"
#include "temp_folder.hpp"

namespace portside::testing {

/// Registries over the fixture plugins and over adapters that a test writes down.
class RegistryFixture : public ::testing::Test {
 protected:
  /// All fixture plugins, among them many broken ones; the build folder is an anchor of trust.
  static Config config(std::map<std::string, Secret> adapters = {}) {
    Config config;
    config.plugins.dirs = {PORTSIDE_FIXTURE_PLUGINS};
    config.trust.anchors = {PORTSIDE_BUILD_DIR};
    config.adapters = std::move(adapters);
    return config;
  }

  HostOptions options() const {
    HostOptions options;
    options.log = log_;
    options.probe_program = PORTSIDE_PROBE_PROGRAM;
    options.abandon_grace = 50;
    return options;
  }

  /// A registry with the scanner `local` that behaves as told.
  std::unique_ptr<PluginRegistry> registry_with(ScannerBehaviour behaviour, HostOptions options) {
    Config config;
    config.scanner = "local";
    auto registry = std::make_unique<PluginRegistry>(config, std::move(options));
    registry->add_scanner("local", [behaviour = std::move(behaviour)] {
      return std::make_unique<FunctionScanner>(behaviour);
    });
    return registry;
  }

  static PluginInfo info_of(const PluginRegistry& registry, const std::string& name) {
    for (const PluginInfo& info : registry.plugins()) {
      if (info.name == name) return info;
    }
    ADD_FAILURE() << "not listed: " << name;
    return {};
  }

  ScanStep scan(ScannerAdapter& scanner, const Call& call, ReportSink& sink) {
    ScanRequest request;
    request.image.digest = "sha256:00";
    return scanner.scan_image(request, registry_access_, sink, call.context());
  }

  MemoryRegistryAccess registry_access_{"http://registry.test", "library/test"};
  TempFolder folder_;
  std::shared_ptr<RecordingLogSink> log_ = std::make_shared<RecordingLogSink>();
};

}  // namespace portside::testing
