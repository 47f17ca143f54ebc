// SPDX-License-Identifier: Apache-2.0
//
// The one exception type of Portside. Everything that a public function of Portside throws, and
// everything that a plugin should throw, is an AdapterError.
//
// Raising one in an adapter:
//
//   throw AdapterError(ErrorCode::kScannerUnavailable, "the indexer answered 503", body)
//       .retry_in(2'000);
//
// Handling one in a host:
//
//   try {
//     step = scanner->scan_image(request, access, sink, context);
//   } catch (const AdapterError& error) {
//     if (error.can_retry) schedule(request, error.retry_after.value_or(kDefaultPause));
//     else store_failure(request, error.message, error_code_name(error.code));
//   }
//
// Choosing a code: take the most specific one that fits. When several fit, prefer the one that
// tells the operator which party has to act: the configuration (1xx), the plugin (2xx), the caller
// (3xx), the scanner or remote processor (4xx), the container registry (5xx), the data (6xx), the
// host (9xx).
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "portside/api/millis.hpp"

namespace portside {

/// What went wrong, as a stable number. The numbers are part of the plugin boundary and of stored
/// results: a number never gets another meaning. A code that a reader does not know is kept and
/// shown as a number; the hundreds digit still says who has to act.
///
/// "Retry" says whether repeating the same call unchanged can help; it is the default of
/// `AdapterError::can_retry`, and whoever raises the error may know better.
enum class ErrorCode : std::int32_t {
  /// An argument breaks the contract of the called function: an empty digest, a reference that is
  /// not one, a negative limit. Raised by host and plugins before anything was done. Retry: no; the
  /// caller has to be corrected.
  kInvalidArgument = 100,

  /// The configuration is wrong: malformed, a key unknown, missing or of the wrong type, a file it
  /// names not readable, a value that `configure()` rejects. The message names the place, what was
  /// found and what was expected. Raised by the configuration reader and by `configure()`. Retry:
  /// no; the operator has to correct the document.
  kConfigInvalid = 101,

  /// The operation, or this form of it, is not offered: a scanner without image check, an addition
  /// type that the processor does not have, a host without an HTTP client. Raised by host and
  /// plugins. Retry: no; yes from somebody who speaks for a service that is only away for a while.
  /// Callers may fall back to something else.
  kUnsupported = 102,

  /// A thing that was named does not exist where it was looked for, and no more specific code fits:
  /// an adapter id without a configuration, a report that was never made. For images and blobs see
  /// kRegistryNotFound, for plugins kPluginNotFound. Retry: no.
  kNotFound = 103,

  /// The thing exists already or is being changed by somebody else, and the call neither joined nor
  /// replaced it. Raised by stores and by scanners that refuse a second submission. Retry: yes,
  /// when the other party can be expected to finish.
  kConflict = 104,

  /// No plugin of that name, or none of the wanted kind. The detail lists every folder that was
  /// searched and every file that was passed over, with the reason. Raised by the plugin registry.
  /// Retry: no.
  kPluginNotFound = 200,

  /// A file was found and judged unfit before any of its code ran: not a plugin, built for another
  /// machine, ABI or standard library, damaged, not trusted, or seen to crash in the probe. The
  /// message is the refusal sentence that `portside plugins list` shows. Retry: no; the file has to
  /// be replaced.
  kPluginRefused = 201,

  /// The dynamic loader could not load the file, or its descriptor is missing or contradicts its
  /// note. Raised by the plugin registry. Retry: no.
  kPluginLoadFailed = 202,

  /// The plugin was loaded but an instance could not be made: the constructor threw, returned
  /// nothing or did not return in time. (A `configure()` that throws an AdapterError keeps its own
  /// code.) Raised by the plugin registry. Retry: yes, after the back-off that `retry_after` names:
  /// the cause may lie outside the plugin.
  kPluginCreateFailed = 203,

  /// Plugin code let a `std::exception` escape that is not an AdapterError. The message names its
  /// type and `what()`. Raised by the host's guard. Retry: no; the plugin has a defect.
  kPluginException = 204,

  /// Plugin code let something escape that is not a `std::exception`. The message names its type.
  /// Raised by the host's guard. Retry: no; the plugin has a defect.
  kPluginUnknownException = 205,

  /// The plugin broke a rule of the boundary that the host checks: a continuation over 16 KiB, a
  /// pending step with nothing to wait for, an `http()` call outside `configure()`. Raised by the
  /// host. Retry: no; the plugin has a defect.
  kPluginContract = 206,

  /// The caller cancelled. Raised by host and plugins as soon as they notice. Retry: no; nobody
  /// wants the answer.
  kCancelled = 300,

  /// The call's deadline passed. Also raised when a plugin ignored both its deadline and its
  /// cancellation and the host stopped waiting for it. Retry: yes, with more time.
  kDeadlineExceeded = 301,

  /// The host is closing down, or the instance is being replaced, and takes no new calls. Retry:
  /// yes, against the next instance or the next process.
  kShuttingDown = 302,

  /// Too much work is under way: the limit of concurrent or of abandoned calls is reached. Retry:
  /// yes, later.
  kOverloaded = 303,

  /// A continuation cannot be resumed: it was made by another version or configuration of the
  /// adapter, or the scanner has forgotten the job. Raised by `resume_scan()`. Retry: yes; the host
  /// starts the scan afresh, once.
  kStaleContinuation = 304,

  /// No connection to the scanner (or remote processor): name not resolved, refused, reset, TLS
  /// failure, no answer in time. Retry: yes, except for a certificate that is not trusted.
  kScannerUnreachable = 400,

  /// The scanner answered that it cannot serve now: 5xx, database down, still starting. Retry: yes.
  kScannerUnavailable = 401,

  /// The scanner refused our credentials (401 or 403). Retry: no; the operator has to correct them.
  kScannerAuthentication = 402,

  /// The scanner asked us to slow down (429, or its queue is full). Retry: yes, after
  /// `retry_after`.
  kScannerRateLimited = 403,

  /// The scanner's answer could not be understood: malformed, cut short, of an unexpected type or
  /// status. The detail holds the beginning of it, with secrets removed. Retry: no; once is allowed
  /// when the answer was cut.
  kScannerBadAnswer = 404,

  /// The scanner understood the request and rejects it: an image it cannot handle, a manifest it
  /// does not accept. Retry: no.
  kScannerRejected = 405,

  /// The scanner accepted the image and then failed to analyse it. Retry: as the scanner says; yes
  /// when it does not say.
  kScanFailed = 406,

  /// A notification did not authenticate: wrong or missing secret or signature. Nothing was looked
  /// at beyond that. Raised by `accept_notification()`; a host answers 401. Retry: no.
  kNotificationRejected = 407,

  /// No connection to the container registry. Retry: yes.
  kRegistryUnreachable = 500,

  /// The container registry answered 5xx. Retry: yes.
  kRegistryUnavailable = 501,

  /// The container registry, or its token service, refused the credentials, or they grant no pull
  /// on this repository (401, 403, DENIED). Retry: no; once with fresh credentials is the host's
  /// business and already done.
  kRegistryAuthentication = 502,

  /// The container registry has no such repository, manifest or blob. Retry: no.
  kRegistryNotFound = 503,

  /// The container registry asked us to slow down (429, TOOMANYREQUESTS). Retry: yes, after
  /// `retry_after`.
  kRegistryRateLimited = 504,

  /// The container registry's answer could not be understood. Retry: no.
  kRegistryBadAnswer = 505,

  /// Bytes do not match their digest, size or diff_id. Nothing was concluded from them. Retry: yes,
  /// once: a cache or proxy on the way may have been at fault.
  kIntegrity = 600,

  /// Data from outside is malformed: a manifest, a package database, an archive. Retry: no.
  kMalformedData = 601,

  /// A limit was reached: a body, an archive, a nesting depth. The message names the limit, its
  /// value and the setting that raises it. Retry: no.
  kTooLarge = 602,

  /// The host could not read or write a file, start a process or reach its own store. Retry: yes
  /// when the operating system calls it temporary.
  kIo = 900,

  /// A defect of Portside itself. Please report it. Retry: no.
  kInternal = 999,
};

/// The word for a code as it appears in JSON, logs and stored results, for example
/// `"scanner_unavailable"`; `"error"` for a number that this version does not know. [any]
constexpr std::string_view error_code_name(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kInvalidArgument: return "invalid_argument";
    case ErrorCode::kConfigInvalid: return "config_invalid";
    case ErrorCode::kUnsupported: return "unsupported";
    case ErrorCode::kNotFound: return "not_found";
    case ErrorCode::kConflict: return "conflict";
    case ErrorCode::kPluginNotFound: return "plugin_not_found";
    case ErrorCode::kPluginRefused: return "plugin_refused";
    case ErrorCode::kPluginLoadFailed: return "plugin_load_failed";
    case ErrorCode::kPluginCreateFailed: return "plugin_create_failed";
    case ErrorCode::kPluginException: return "plugin_exception";
    case ErrorCode::kPluginUnknownException: return "plugin_unknown_exception";
    case ErrorCode::kPluginContract: return "plugin_contract";
    case ErrorCode::kCancelled: return "cancelled";
    case ErrorCode::kDeadlineExceeded: return "deadline_exceeded";
    case ErrorCode::kShuttingDown: return "shutting_down";
    case ErrorCode::kOverloaded: return "overloaded";
    case ErrorCode::kStaleContinuation: return "stale_continuation";
    case ErrorCode::kScannerUnreachable: return "scanner_unreachable";
    case ErrorCode::kScannerUnavailable: return "scanner_unavailable";
    case ErrorCode::kScannerAuthentication: return "scanner_authentication";
    case ErrorCode::kScannerRateLimited: return "scanner_rate_limited";
    case ErrorCode::kScannerBadAnswer: return "scanner_bad_answer";
    case ErrorCode::kScannerRejected: return "scanner_rejected";
    case ErrorCode::kScanFailed: return "scan_failed";
    case ErrorCode::kNotificationRejected: return "notification_rejected";
    case ErrorCode::kRegistryUnreachable: return "registry_unreachable";
    case ErrorCode::kRegistryUnavailable: return "registry_unavailable";
    case ErrorCode::kRegistryAuthentication: return "registry_authentication";
    case ErrorCode::kRegistryNotFound: return "registry_not_found";
    case ErrorCode::kRegistryRateLimited: return "registry_rate_limited";
    case ErrorCode::kRegistryBadAnswer: return "registry_bad_answer";
    case ErrorCode::kIntegrity: return "integrity";
    case ErrorCode::kMalformedData: return "malformed_data";
    case ErrorCode::kTooLarge: return "too_large";
    case ErrorCode::kIo: return "io";
    case ErrorCode::kInternal: return "internal";
  }
  return "error";
}

/// Whether repeating a call that failed with `code` can help when nobody said otherwise: the
/// "Retry" of the paragraph above. [any]
constexpr bool retry_can_help(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kConflict:
    case ErrorCode::kPluginCreateFailed:
    case ErrorCode::kDeadlineExceeded:
    case ErrorCode::kShuttingDown:
    case ErrorCode::kOverloaded:
    case ErrorCode::kStaleContinuation:
    case ErrorCode::kScannerUnreachable:
    case ErrorCode::kScannerUnavailable:
    case ErrorCode::kScannerRateLimited:
    case ErrorCode::kScanFailed:
    case ErrorCode::kRegistryUnreachable:
    case ErrorCode::kRegistryUnavailable:
    case ErrorCode::kRegistryRateLimited:
    case ErrorCode::kIntegrity: return true;
    default: return false;
  }
}

/// The normalised error of the pluggable scanning proposal for Harbor (message, detail, code, can
/// retry), with the pause that the other side asked for.
///
/// The host copies what a plugin throws into an AdapterError of its own inside the catch, so an
/// exception object never outlives the call that raised it.
class AdapterError : public std::exception {
 public:
  AdapterError(ErrorCode error_code, std::string one_line, std::string more = {})
      : message(std::move(one_line)),
        detail(std::move(more)),
        code(error_code),
        can_retry(retry_can_help(error_code)) {}

  /// `message`.
  const char* what() const noexcept override { return message.c_str(); }

  /// Marks the error as worth a retry after `pause` milliseconds. Returns itself, for `throw`.
  AdapterError& retry_in(Millis pause) {
    can_retry = true;
    retry_after = pause;
    return *this;
  }

  /// Marks the error as not worth a retry whatever its code says. Returns itself, for `throw`.
  AdapterError& no_retry() {
    can_retry = false;
    retry_after.reset();
    return *this;
  }

  /// One line for the operator: what failed, on what, why, what to do. Never a secret.
  std::string message;

  /// Anything longer: the beginning of a scanner's answer, a list of all mistakes, a loader's text.
  /// May have several lines. Never a secret.
  std::string detail;

  ErrorCode code;
  bool can_retry;

  /// Milliseconds to wait before a retry, when the other side or the raiser said so.
  std::optional<Millis> retry_after;
};

}  // namespace portside
