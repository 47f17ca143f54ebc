// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "portside/sdk/scanner_base.hpp"

namespace portside::testing {

/// An adapter whose behaviour a test writes down as functions.
struct ScannerBehaviour {
  std::function<void(const Json&, HostServices&)> configure = {};
  std::function<ScannerStatus(const CallContext&)> status = {};
  std::function<ScanStep(RegistryAccess&, ReportSink&, const CallContext&)> scan = {};
  std::function<void()> destroyed = {};
};

class FunctionScanner final : public sdk::ScannerBase {
 public:
  explicit FunctionScanner(ScannerBehaviour behaviour) : behaviour_(std::move(behaviour)) {}
  ~FunctionScanner() override {
    if (behaviour_.destroyed) behaviour_.destroyed();
  }

  void configure(const Json& config, HostServices& host) override {
    if (behaviour_.configure) behaviour_.configure(config, host);
  }
  ScannerInfo describe() const override { return {"function", "tests", "1", {}, {}}; }
  ScannerStatus status(const CallContext& context) override {
    return behaviour_.status ? behaviour_.status(context) : ScannerBase::status(context);
  }
  ScanStep scan_image(const ScanRequest&, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) override {
    return behaviour_.scan ? behaviour_.scan(registry, sink, context) : ScanStep::done({});
  }

 private:
  ScannerBehaviour behaviour_;
};

}  // namespace portside::testing
