// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/sdk/scanner_base.hpp"

namespace portside::testing {

/// The schema of its configuration.
inline constexpr char kGoodSchema[] = R"({
  "type": "object",
  "properties": {
    "url": {"type": "string"},
    "token": {"type": "string", "writeOnly": true}
  },
  "additionalProperties": false
})";

/// A scanner that keeps all rules. With a url it asks a server, and finishes in a second step;
/// without a configuration it looks at the manifest only. Broken ones derive from it.
class GoodScanner : public sdk::ScannerBase {
 public:
  void configure(const Json& config, HostServices& host) override;
  ScannerInfo describe() const override;
  ScannerStatus status(const CallContext& context) override;
  ScanStep scan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) override;
  ScanStep resume_scan(const ScanRequest& request, const Json& continuation,
                       const HttpResponse* awaited, RegistryAccess& registry, ReportSink& sink,
                       const CallContext& context) override;

 protected:
  /// What broken ones do otherwise.
  virtual std::string read_manifest(const ScanRequest& request, RegistryAccess& registry,
                                    const CallContext& context);
  virtual HttpResponse ask(HttpRequest request, const CallContext& context);
  virtual Json continuation(const HttpResponse& answer);

  HostServices* host_ = nullptr;
  HttpClient* client_ = nullptr;
  std::string url_;
  std::string token_;
};

}  // namespace portside::testing
