// SPDX-License-Identifier: Apache-2.0
//
// embed-host CONFIG LAYOUT [DIGEST]
//
// The smallest host: loads the scanner that CONFIG selects and lets it scan one image of a folder
// in the OCI image layout. Without DIGEST it stays: it scans the image of each line of standard
// input, and reads CONFIG again on SIGHUP. Exit code 0: scanned; 1: an error, which is printed.
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "image_layout.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/config.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/signal_watch.hpp"
#include "portside/host/vulnerability_report.hpp"

namespace {

/// Lets `${ENV:NAME}` in the configuration mean this program's environment.
portside::SecretLookup secrets() {
  return {.environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  }};
}

void scan(portside::PluginRegistry& plugins, const std::string& layout, const std::string& digest) {
  const std::shared_ptr<portside::ScannerAdapter> scanner = plugins.selected_scanner();

  ImageLayout registry(layout);
  portside::ScanRequest request;
  request.image.registry_url = registry.url();
  request.image.repository = registry.repository();
  request.image.digest = digest;

  const portside::Call call({.deadline = 60'000});
  portside::CollectingReportSink sink;
  const portside::ScanStep step = scanner->scan_image(request, registry, sink, call.context());
  if (step.kind != portside::StepKind::kDone) {
    throw portside::AdapterError(portside::ErrorCode::kUnsupported,
                                 "this host only knows scanners that finish in one step");
  }

  const portside::VulnerabilityReport report = sink.take();
  std::cout << scanner->describe().name << " looked at " << step.summary.coverage.packages
            << " parts of " << digest << " and reports " << report.vulnerabilities.size() << ":\n";
  for (const portside::Vulnerability& row : report.vulnerabilities) {
    std::cout << "  " << row.id << "  " << row.package << '\n';
  }
  std::cout.flush();
}

void print(const portside::AdapterError& error) {
  std::cerr << "embed-host: " << error.message << " (" << portside::error_code_name(error.code)
            << ")\n"
            << error.detail;
}

void scan_each_line(portside::PluginRegistry& plugins, const std::string& layout) {
  for (std::string digest; std::getline(std::cin, digest);) {
    try {
      scan(plugins, layout, digest);
    } catch (const portside::AdapterError& error) {
      print(error);
    }
  }
}

void run(const std::string& config_file, const std::string& layout, const char* digest) {
  portside::PluginRegistry plugins(portside::load_config(config_file, secrets()), {});
  // Before the registry starts its threads, which it does with the first call.
  const portside::SignalWatch hangup(SIGHUP, [&] { plugins.reload(config_file, secrets()); });
  if (digest != nullptr) {
    scan(plugins, layout, digest);
  } else {
    scan_each_line(plugins, layout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::cerr << "usage: embed-host CONFIG LAYOUT [DIGEST]\n";
    return 2;
  }
  try {
    run(argv[1], argv[2], argc == 4 ? argv[3] : nullptr);
    return 0;
  } catch (const portside::AdapterError& error) {
    print(error);
    return 1;
  }
}
