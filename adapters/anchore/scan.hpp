// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "anchore/api.hpp"
#include "anchore/continuation.hpp"
#include "anchore/feeds_cache.hpp"
#include "anchore/image_record.hpp"
#include "anchore/registry_records.hpp"
#include "anchore/told_tags.hpp"
#include "portside/api/error.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside::anchore {

/// What the scans of an adapter have in common.
struct ScanMemory {
  FeedsCache feeds;
  RegistryRecords records;
  ToldTags told_tags;
};

/// The steps of a scan: Anchore is asked what it has of the image. What it has not analysed is
/// posted, after credentials were put in place, and looked at in growing intervals; what it has
/// under other tags only is posted under this one; for a rescan it matches again. Then the feeds
/// are asked for their age when nobody did within a minute, and the report is read. All requests
/// but those for the report are awaited: they hold no thread. For one call.
class Scan {
 public:
  Scan(const Api& api, ScanMemory& memory, const ScanRequest& request, RegistryAccess& registry,
       ReportSink& sink, const CallContext& context);

  ScanStep begin();
  /// Anchore keeps what it found in the image and matches when it is asked: it is told to match
  /// again, and an image whose analysis is under way is not posted again.
  ScanStep begin_again();
  /// After a pause and after a restart of the host `awaited` is null: what is waited for is asked
  /// again, which does no harm.
  ScanStep resume(Continuation at, const HttpResponse* awaited);

 private:
  const AnchoreConfig& config() const { return api_.anchore().config; }
  Millis now() const { return api_.anchore().host.now(); }
  const ImageName& name();

  ScanStep go_on(Continuation at, const HttpResponse* awaited);
  ScanStep send(Continuation at);
  ScanStep look(const Continuation& at) const;
  ScanStep look_after(Millis pause, const Continuation& at, const std::string& note) const;
  ScanStep found(Continuation at, const HttpResponse& answer);
  ScanStep post_or_look(Continuation at);
  ScanStep found_again(Continuation at, const HttpResponse& answer);
  ScanStep post(Continuation at);
  ScanStep posted(Continuation at, const HttpResponse& answer);
  ScanStep seen(Continuation at, const HttpResponse& answer);
  ScanStep looked(Continuation at, const ImageRecord& image);
  ScanStep wait(Continuation at, const std::string& status) const;
  ScanStep tolerate(Continuation at, const AdapterError& error) const;

  // scan_credentials.cpp
  Credentials credentials_for_anchore();
  ScanStep put_credentials(Continuation at);
  ScanStep give(Continuation at, const Credentials& credentials);
  ScanStep post_record(Continuation at, std::string record);
  ScanStep put_record(Continuation at, std::string record);
  std::optional<ScanStep> renew(Continuation at);
  ScanStep with_credentials(Continuation at, const HttpResponse& answer);

  // scan_tag.cpp
  bool is_new_tag(const HttpResponse& answer);
  ScanStep give_tag(Continuation at);
  ScanStep without_tag(Continuation at, const AdapterError& error);

  // scan_report.cpp
  ScanStep match_again(Continuation at);
  ScanStep matched(Continuation at, const HttpResponse& answer);
  ScanStep with_feeds(Continuation at, const HttpResponse& answer);
  ScanStep finish(Continuation at, const ImageRecord& image);
  ScanStep report(Continuation at, const ImageRecord& image);
  ImageCheck judgement(const ImageRecord& image);

  const Api& api_;
  FeedsCache& feeds_;
  RegistryRecords& records_;
  ToldTags& told_tags_;
  const ScanRequest& request_;
  RegistryAccess& registry_;
  ReportSink& sink_;
  const CallContext& context_;
  /// From the first time that somebody asks for it.
  std::optional<ImageName> name_ = std::nullopt;
};

}  // namespace portside::anchore
