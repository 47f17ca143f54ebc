// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clair/generation.hpp"
#include "clair/v2/chain_scan.hpp"

namespace portside::clair::v2 {

/// Clair 2.x over its API v1: one POST a layer, from the base, each naming its parent; the answer
/// is read from the top layer.
class Clair2 final : public Generation {
 public:
  explicit Clair2(const Clair& clair);

  ScannerStatus status(const CallContext& context) override;
  ScanStep scan(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                const CallContext& context) override;
  ScanStep resume(const ScanRequest& request, const Continuation& continuation,
                  const HttpResponse* awaited, RegistryAccess& registry, ReportSink& sink,
                  const CallContext& context) override;
  /// The name of the top layer comes from the index of chains, or from the request's previous
  /// report, whose metadata is then kept; without either the image is not found.
  ScanSummary latest_report(const ScanRequest& request, ReportSink& sink,
                            const CallContext& context) override;
  /// Of the previous report's metadata and the last answer to a posted layer; asks nobody. Also
  /// when the index of chains has lost the image: a scan reads its manifest again, and to post what
  /// Clair has is cheap.
  bool is_outdated(const ScanRequest& request, const CallContext& context) override;
  /// Deletes nothing unless the configuration says so, and then the lowest layer that no other
  /// image has, which takes those above along. Images that other clients gave to the same Clair are
  /// not in the index of chains and not spared.
  void image_deleted(const ScanRequest& request, const CallContext& context) override;
  RescanTargets affected_images(const std::string& notification,
                                const CallContext& context) override;
  void forget_notification(const std::string& notification, const CallContext& context) override;

 private:
  ScanParts parts() noexcept { return {clair_, namespaces_, index_, engine_, posts_}; }

  const Clair clair_;
  Namespaces namespaces_;
  ChainIndex index_;
  EngineVersion engine_;
  PostsUnderWay posts_;
};

}  // namespace portside::clair::v2
