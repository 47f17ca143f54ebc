// SPDX-License-Identifier: Apache-2.0
//
// embed-host CONFIG LAYOUT DIGEST
//
// The smallest host: loads the scanner that CONFIG selects and lets it scan one image of a folder
// in the OCI image layout. Exit code 0: scanned; 1: an error, which is printed.
#include <iostream>
#include <memory>

#include "image_layout.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/config.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/vulnerability_report.hpp"

namespace {

void scan(const std::string& config_file, const std::string& layout, const std::string& digest) {
  portside::PluginRegistry plugins(portside::load_config(config_file), {});
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
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: embed-host CONFIG LAYOUT DIGEST\n";
    return 2;
  }
  try {
    scan(argv[1], argv[2], argv[3]);
    return 0;
  } catch (const portside::AdapterError& error) {
    std::cerr << "embed-host: " << error.message << " (" << portside::error_code_name(error.code)
              << ")\n"
              << error.detail;
    return 1;
  }
}
