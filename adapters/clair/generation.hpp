// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "clair/config.hpp"
#include "clair/continuation.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside::clair {

/// What every part of the adapter works with. Outlives them.
struct Clair {
  const ClairConfig& config;
  HostServices& host;
  HttpClient& http;
  /// For the registry, which is asked where a layer lies ('resolve_redirects'); otherwise null.
  /// Clair's certificates, authorities and proxy are not the registry's.
  HttpClient* registry_http = nullptr;
};

/// The operations of the adapter that differ between Clair 2 and Clair 4. Errors as ScannerAdapter
/// says. All methods are [call].
class Generation {
 public:
  virtual ~Generation() = default;

  virtual ScannerStatus status(const CallContext& context) = 0;

  virtual ScanStep scan(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                        const CallContext& context) = 0;
  /// `awaited` as ScannerAdapter::resume_scan() has it.
  virtual ScanStep resume(const ScanRequest& request, const Continuation& continuation,
                          const HttpResponse* awaited, RegistryAccess& registry, ReportSink& sink,
                          const CallContext& context) = 0;
  /// What Clair holds about the image now, without posting anything. Throws kNotFound when Clair
  /// does not know the image or has not finished it.
  virtual ScanSummary latest_report(const ScanRequest& request, ReportSink& sink,
                                    const CallContext& context) = 0;
  /// Whether Clair has to see the image again although it knows it: it was indexed by an older
  /// engine than the one that runs now, or the adapter has lost what it knew of it.
  virtual bool is_outdated(const ScanRequest& request, const CallContext& context) = 0;

  virtual void image_deleted(const ScanRequest& request, const CallContext& context) = 0;

  /// The images that the notification of this name is about.
  virtual RescanTargets affected_images(const std::string& notification,
                                        const CallContext& context) = 0;
  /// Tells Clair that the notification was handled; one that it does not know is one.
  virtual void forget_notification(const std::string& notification, const CallContext& context) = 0;
};

}  // namespace portside::clair
