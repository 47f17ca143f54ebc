// SPDX-License-Identifier: Apache-2.0
//
// A ScannerAdapter makes one vulnerability scanner usable by a container registry. This is the
// interface of the "pluggable image scanning" proposal for Harbor, with steps instead of blocking
// calls. Most adapters derive from portside/sdk/scanner_base.hpp, which implements everything that
// can have a default.
//
// Threads. Every method carries a tag:
//
//   [control]  never at the same time as any other method of the same object; on any thread
//   [call]     by several threads at the same time, unless the plugin declares itself serialized();
//              then the host makes such calls one after the other
//   [any]      by any thread at any time between configure() and the destructor
//
// A plugin may start threads, and joins them in the destructor. It does not install signal
// handlers, change the locale, the working directory or the environment, and has no static objects
// with constructors: the process belongs to the registry.
//
// Errors. Methods throw AdapterError; any other exception is turned into one by the host and
// counted as a defect of the plugin. The codes that a method lists are those that a caller can
// expect; all [call] methods with a context may also throw kCancelled and kDeadlineExceeded, and
// all that talk to the scanner the 4xx codes of error.hpp.
#pragma once

#include "portside/api/call_context.hpp"
#include "portside/api/host_services.hpp"
#include "portside/api/http_client.hpp"
#include "portside/api/image_check.hpp"
#include "portside/api/json.hpp"
#include "portside/api/notification.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/api/report_sink.hpp"
#include "portside/api/scan_request.hpp"
#include "portside/api/scan_step.hpp"
#include "portside/api/scanner_info.hpp"
#include "portside/api/scanner_status.hpp"

namespace portside {

/// Plugin-implemented, and therefore frozen once Portside is 1.0: it grows only through
/// extension().
///
/// Life: default constructor, configure() once, then any number of calls, destructor. A change of
/// the configuration makes a new object beside the old one.
class ScannerAdapter {
 public:
  /// [control] After the last call has returned. Joins the object's threads; does not throw.
  virtual ~ScannerAdapter() = default;

  /// Takes the opaque document that the operator wrote under this adapter's id (absent when there
  /// is none) and the services of the host, which stay valid until the destructor returns.
  ///
  /// Checks the document whole and does no I/O: whether the scanner answers is a question for
  /// status(), and a host with a dead scanner has to start. Throws kConfigInvalid with all mistakes
  /// at once in the detail. After a throw only the destructor is called. [control]
  virtual void configure(const Json& config, HostServices& host) = 0;

  /// Who the scanner is and what it can do. Fixed or remembered, no I/O, quick. [any]
  virtual ScannerInfo describe() const = 0;

  /// Asks the scanner how it is. A scanner that does not answer is a result (`reachable` false and
  /// a message), not an exception. [call]
  virtual ScannerStatus status(const CallContext& context) = 0;

  /// Begins a scan of `request.image`. Returns kDone with the complete report in `sink`, or
  /// kPending.
  ///
  /// May be called again for an image that is being scanned or was scanned; must then end in a
  /// complete report all the same. Nothing found, nothing supported and no data are told apart by
  /// ScanSummary::coverage. Throws kScannerRejected, kScanFailed and the 4xx and 5xx codes. [call]
  virtual ScanStep scan_image(const ScanRequest& request, RegistryAccess& registry,
                              ReportSink& sink, const CallContext& context) = 0;

  /// Brings the report up to date with the scanner's present knowledge. With `request.previous` an
  /// adapter can return kUnchanged, or read the answer of an earlier analysis instead of making a
  /// new one; when the scanner has forgotten the image it does what scan_image() does. [call]
  virtual ScanStep rescan_image(const ScanRequest& request, RegistryAccess& registry,
                                ReportSink& sink, const CallContext& context) = 0;

  /// Goes on with a scan that returned kPending. `continuation` is what that step gave. `awaited`
  /// is the answer to its request; null when the step asked for a pause instead, and after a
  /// restart of the host (the request was never stored: send it again, or ask the scanner how far
  /// it is). An `awaited` with status 0 means that no answer came; its `extra` holds `{"error":
  /// "...", "can_retry": true}`: why, and whether to send the request again can help. It is false
  /// for a certificate that is not trusted, for example; a host that does not say means true.
  ///
  /// The object may be another one than the one that returned the continuation: of another process,
  /// or of another configuration. When it cannot go on, it throws kStaleContinuation and the host
  /// starts the scan afresh, once. `registry` has live credentials, not those of the earlier step.
  /// [call]
  virtual ScanStep resume_scan(const ScanRequest& request, const Json& continuation,
                               const HttpResponse* awaited, RegistryAccess& registry,
                               ReportSink& sink, const CallContext& context) = 0;

  /// A pending scan will not be resumed: it was cancelled or took too long. Stops work at the
  /// scanner where the scanner allows that. The host makes one attempt and only logs a failure.
  /// [call]
  virtual void abandon_scan(const ScanRequest& request, const Json& continuation,
                            const CallContext& context) = 0;

  /// The registry has deleted the last reference to this image. Removes what the scanner keeps
  /// about it, and nothing that another image needs. `request.previous` is what the last scan
  /// returned. Must succeed for an image that the scanner does not know: the host calls at least
  /// once. [call]
  virtual void notify_image_deleted(const ScanRequest& request, const CallContext& context) = 0;

  /// Checks who sent a webhook call and what has to be remembered of it. No I/O, no waiting: the
  /// sender is on the line. Throws kNotificationRejected (not authentic), kMalformedData
  /// (authentic, but not understood) or kUnsupported. [call]
  virtual AcceptedNotification accept_notification(const Notification& notification) = 0;

  /// Finds the images that an accepted notification affects. May be repeated for the same token.
  /// [call]
  virtual RescanTargets handle_notification(const Json& token, const CallContext& context) = 0;

  /// The host has stored the targets: the scanner may forget the notification. May be repeated,
  /// also for a notification that the scanner no longer knows. [call]
  virtual void acknowledge_notification(const Json& token, const CallContext& context) = 0;

  /// The scanner's judgement of an image, from what it knows already; quick enough for somebody who
  /// waits for a pull. `registry` may be null: then answer from the scanner alone. A scanner that
  /// cannot say answers CheckVerdict::kUnknown with a reason. Throws kUnsupported when the scanner
  /// has no such judgement at all. [call]
  virtual ImageCheck check_image(const ScanRequest& request, RegistryAccess* registry,
                                 const CallContext& context) = 0;

  /// An optional interface by id, `portside.NAME/REVISION`, or nullptr. The header that defines the
  /// id says what the pointer points to; it belongs to this object. [any]
  virtual void* extension(const char* id) noexcept = 0;
};

}  // namespace portside
