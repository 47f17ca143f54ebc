// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "anchore/api.hpp"
#include "anchore/continuation.hpp"
#include "anchore/feeds.hpp"
#include "anchore/image_record.hpp"
#include "portside/api/error.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside::anchore {

/// The steps of a scan: credentials are put in place, the image is posted, its analysis waited for
/// in growing intervals, the feeds asked for their age when nobody did within a minute, and the
/// report read. What Anchore takes its time for are awaited requests. For one call.
class Scan {
 public:
  Scan(const Api& api, FeedsCache& feeds, const ScanRequest& request, RegistryAccess& registry,
       ReportSink& sink, const CallContext& context);

  ScanStep begin();
  /// Anchore keeps what it found in the image and matches when it is asked: an image that it has is
  /// not posted again.
  ScanStep begin_again();
  /// After a restart of the host `awaited` is null where an answer is waited for: that step is done
  /// again, which does no harm.
  ScanStep resume(Continuation at, const HttpResponse* awaited);

 private:
  const AnchoreConfig& config() const { return api_.anchore().config; }
  Millis now() const { return api_.anchore().host.now(); }

  ScanStep put_credentials(Continuation at);
  ScanStep put_credentials_again(Continuation at);
  ScanStep with_credentials(Continuation at, const HttpResponse& answer);
  ScanStep post(Continuation at);
  ScanStep posted(Continuation at, const HttpResponse& answer);
  ScanStep look(Continuation at);
  ScanStep looked(Continuation at, const ImageRecord& image);
  ScanStep wait(Continuation at, const std::string& status) const;
  ScanStep tolerate(Continuation at, const AdapterError& error) const;
  ScanStep with_feeds(Continuation at, const HttpResponse& answer);
  ScanStep finish(Continuation at, const ImageRecord& image);
  ImageCheck judgement(const ImageRecord& image) const;

  const Api& api_;
  FeedsCache& feeds_;
  const ScanRequest& request_;
  RegistryAccess& registry_;
  ReportSink& sink_;
  const CallContext& context_;
};

}  // namespace portside::anchore
