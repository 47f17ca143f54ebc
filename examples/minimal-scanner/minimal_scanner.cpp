// SPDX-License-Identifier: Apache-2.0
// A whole scanner plugin: reports the layers of an image that its configuration bans.
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "portside/api/plugin.hpp"
#include "portside/sdk/scanner_base.hpp"

namespace {

using namespace portside;

class MinimalScanner final : public sdk::ScannerBase {
 public:
  void configure(const Json& config, HostServices&) override try {
    const auto document = nlohmann::json::parse(config.text);
    banned_ = document.at("banned_layers").get<std::set<std::string>>();
  } catch (const nlohmann::json::exception& error) {
    throw AdapterError(ErrorCode::kConfigInvalid, "expected {\"banned_layers\": [digest, ...]}",
                       error.what());
  }

  ScannerInfo describe() const override {
    return {"Banned layers", "Portside", "1", {{"vulnerability", {}, {}, {}}}, {}};
  }

  ScanStep scan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) override try {
    std::string media_type;
    const auto manifest =
        nlohmann::json::parse(registry.manifest(request.image.digest, media_type, context));
    ScanSummary summary;
    summary.coverage.outcome = CoverageOutcome::kScanned;
    for (const auto& layer : manifest.at("layers")) {
      ++summary.coverage.packages;
      Vulnerability row;
      row.id = "BANNED-LAYER";
      row.package = row.layer_digest = layer.at("digest").get<std::string>();
      row.severity = Severity::kHigh;
      if (banned_.count(row.package) != 0) sink.vulnerability(row);
    }
    return ScanStep::done(summary);
  } catch (const nlohmann::json::exception& error) {
    throw AdapterError(ErrorCode::kMalformedData, "the manifest cannot be read", error.what());
  }

 private:
  std::set<std::string> banned_;
};

}  // namespace

PORTSIDE_PLUGIN(portside::plugin("minimal-scanner", "0.1.0").summary("reports banned layers"),
                portside::scanner<MinimalScanner>());
