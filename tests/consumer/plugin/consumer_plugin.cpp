// SPDX-License-Identifier: Apache-2.0
#include "portside/api/plugin.hpp"
#include "portside/sdk/json_stream.hpp"
#include "portside/sdk/scanner_base.hpp"

namespace {

class ConsumerScanner final : public portside::sdk::ScannerBase {
 public:
  void configure(const portside::Json&, portside::HostServices& host) override {
    greeting_ = "hello, " + host.instance_id();
#ifdef CONSUMER_USES_SDK_CODE
    portside::sdk::JsonStream json("it", {});
    json.write("{}");
    json.finish();
#endif
  }

  portside::ScannerInfo describe() const override {
    return {"consumer-plugin", "", "1", {}, {}};
  }

  portside::ScannerStatus status(const portside::CallContext&) override {
    portside::ScannerStatus status;
    status.reachable = true;
    status.message = greeting_;
    return status;
  }

  portside::ScanStep scan_image(const portside::ScanRequest&, portside::RegistryAccess&,
                                portside::ReportSink&, const portside::CallContext&) override {
    portside::ScanSummary summary;
    summary.coverage.outcome = portside::CoverageOutcome::kNothingToScan;
    return portside::ScanStep::done(summary);
  }

 private:
  std::string greeting_;
};

}  // namespace

PORTSIDE_PLUGIN(portside::plugin("consumer-plugin", "1.0.0"), portside::scanner<ConsumerScanner>());
