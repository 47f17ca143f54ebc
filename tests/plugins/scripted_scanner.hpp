// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "portside/sdk/scanner_base.hpp"

namespace portside::testing {

/// A scanner that does what its configuration says:
///
///   {"mode": "ok"}                     the default: one vulnerability, one document, done
///   {"mode": "pending"}                as ok, but with the second step, 10 ms after the first
///   {"mode": "await"}                  as pending, but waits for the answer to a request to "url"
///   {"mode": "unchanged"}              unchanged
///   {"mode": "slow", "for": 200}       as ok, after so many milliseconds; heeds its cancellation
///   {"mode": "ignore_cancel",          as ok, once the file exists (20 s at most); heeds nothing
///    "release_file": "/tmp/..."}
///   {"mode": "throw_adapter_error"}    kScannerUnavailable, "the scanner is out", retry in 1500 ms
///   {"mode": "throw_std"}              std::runtime_error("a plain standard exception")
///   {"mode": "throw_int"}              42
///   {"mode": "throw_own_struct"}       a struct of its own that is no std::exception
///   {"mode": "pending_for_nothing"}    pending without a pause and without a request
///   {"mode": "large_continuation"}     pending with more than kMaxContinuationBytes
///   {"mode": "refuse_configuration"}   configure() throws kConfigInvalid
///   {"mode": "slow_configuration", "for": 200}   configure() takes so many milliseconds
///
/// An unknown mode is refused by configure(). The mode counts for scan_image() and status().
/// Metadata of a summary: `{"calls": 3, "most_at_once": 1}`, of this object; state() has `scans`,
/// of the instance.
class ScriptedScanner final : public sdk::ScannerBase {
 public:
  void configure(const Json& config, HostServices& host) override;
  ScannerInfo describe() const override;
  ScannerStatus status(const CallContext& context) override;
  ScanStep scan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) override;
  ScanStep resume_scan(const ScanRequest& request, const Json& continuation,
                       const HttpResponse* awaited, RegistryAccess& registry, ReportSink& sink,
                       const CallContext& context) override;

 private:
  void act(const CallContext& context) const;
  void wait_for_release() const;
  ScanStep finish(const ScanRequest& request, ReportSink& sink);

  HostServices* host_ = nullptr;
  std::string mode_ = "ok";
  std::string url_;
  std::string release_file_;
  std::int64_t duration_ = 0;
  std::atomic<int> calls_{0};
  std::atomic<int> now_{0};
  std::atomic<int> most_at_once_{0};
};

}  // namespace portside::testing
