// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/sdk/scanner_base.hpp"

namespace portside::testing {

/// The least that is a scanner: what is wrong with a broken plugin is around it.
class SilentScanner : public sdk::ScannerBase {
 public:
  ScannerInfo describe() const override { return {"Silent", "Portside tests", "1.0.0", {}, {}}; }
  ScanStep scan_image(const ScanRequest&, RegistryAccess&, ReportSink&,
                      const CallContext&) override {
    return ScanStep::done({});
  }
};

}  // namespace portside::testing
