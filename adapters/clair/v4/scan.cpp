// SPDX-License-Identifier: Apache-2.0
//
// A scan: `post` waits for the indexer's answer, `busy` to post again because it had too much to
// do, `match` for a matcher that has no data yet.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "clair/v4/answer.hpp"
#include "clair/v4/api.hpp"
#include "clair/v4/clair4.hpp"
#include "clair/v4/errors.hpp"
#include "clair/v4/index_report.hpp"
#include "clair/v4/index_request.hpp"
#include "clair/v4/matcher.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/back_off.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/no_answer.hpp"

namespace portside::clair::v4 {
namespace {

constexpr char kPostStep[] = "post";
constexpr char kBusyStep[] = "busy";
constexpr char kMatchStep[] = "match";
constexpr Millis kMatcherPause = 10'000;
/// About seven minutes; then the host decides when to come back.
constexpr int kMostBusyAnswers = 12;

/// What an ETag says, without its quotation marks.
std::string index_state_of(const HttpResponse& answer) {
  constexpr std::size_t kLongest = 1'024;
  const auto tag = sdk::header_of(answer, "Etag");
  if (!tag || tag->size() > kLongest) return {};
  const std::size_t begin = tag->find('"');
  const std::size_t end = tag->rfind('"');
  if (begin == std::string_view::npos || end == begin) return std::string(*tag);
  return std::string(tag->substr(begin + 1, end - begin - 1));
}

/// The report in the answer to a POST; read anew when it was too long to be kept.
IndexReport report_of(const Clair& clair, const std::string& digest, const HttpResponse& posted,
                      const CallContext& context) {
  constexpr char kWhat[] = "Clair's index report";
  IndexReport report;
  if (!posted.cut_short) {
    parse_body(posted, *index_report_parser(report), kWhat);
    return report;
  }
  const auto parser = index_report_parser(report);
  const HttpResponse answer =
      get_parsed(clair, get_index_report(clair, digest), *parser, kWhat, context);
  if (answer.status != 200 && answer.status != 201) {
    throw clair_error(answer, "Clair did not give the index report of an image it has indexed",
                      is_signed(clair));
  }
  return report;
}

[[noreturn]] void throw_no_answer(const HttpResponse& answer) {
  const sdk::NoAnswer account = sdk::read_no_answer(answer);
  AdapterError error(ErrorCode::kScannerUnreachable,
                     "Clair's indexer gave no answer to the image that was posted; it drops the "
                     "work when the connection ends ('index_timeout_seconds' says how long it may "
                     "take)",
                     account.why);
  error.can_retry = account.can_retry;
  throw AdapterError(error);
}

[[noreturn]] void throw_unfinished(const IndexReport& report) {
  throw AdapterError(ErrorCode::kScanFailed,
                     "Clair answered before it had indexed the image (state '" +
                         sdk::excerpt(report.state, 40) + "')",
                     sdk::excerpt(report.error));
}

/// In a split Clair the indexer and the matcher may have a database each.
AdapterError not_indexed(const Clair& clair, const std::string& digest, const HttpResponse& answer,
                         const CallContext& context) {
  // The indexer says so as well while its database is down; the matcher does not.
  const HttpResponse second =
      clair.http.send(get_vulnerability_report(clair, digest), nullptr, context);
  if (second.status >= 500) {
    return clair_error(second, "Clair's indexer did not give an index report", is_signed(clair));
  }
  std::string message = "Clair's indexer does not know the image";
  if (clair.config.indexer_url != clair.config.matcher_url) {
    message += ", or cannot reach its database, of which it says the same";
  }
  return AdapterError(ErrorCode::kNotFound, message, sdk::excerpt(answer.body));
}

}  // namespace

ScanStep Clair4::scan(const ScanRequest& request, RegistryAccess& registry, ReportSink&,
                      const CallContext& context) {
  Continuation at;
  at.generation = 4;
  return post(request, std::move(at), registry, context);
}

ScanStep Clair4::resume(const ScanRequest& request, const Continuation& continuation,
                        const HttpResponse* awaited, RegistryAccess& registry, ReportSink& sink,
                        const CallContext& context) {
  if (continuation.step == kMatchStep) {
    return match(request, continuation, registry, sink, context);
  }
  const bool was_posted = continuation.step == kPostStep;
  if (!was_posted && continuation.step != kBusyStep) {
    throw AdapterError(ErrorCode::kStaleContinuation,
                       "the scan stopped at a step that this version of the Clair adapter does not "
                       "know");
  }
  // Without an answer the host was restarted; Clair dropped the work when the connection ended.
  if (!was_posted || awaited == nullptr) return post(request, continuation, registry, context);
  return posted(request, continuation, *awaited, registry, sink, context);
}

ScanStep Clair4::post(const ScanRequest& request, Continuation at, RegistryAccess& registry,
                      const CallContext& context) {
  const ImageLayers image = read_image_layers(request, clair_.config, registry, context);
  if (!image.is_scannable) return ScanStep::done(summary_of_unscannable(image));
  refuse_encrypted(image.layers);
  std::vector<SourcedLayer> layers;
  for (const ImageLayer& layer : image.layers) {
    if (layer.is_left_out) continue;
    layers.push_back({layer.digest,
                      layer_source(layer, clair_.config, clair_.registry_http, registry, context)});
  }
  HttpRequest message = post_manifest(clair_, index_request(request.image.digest, layers));
  at.step = kPostStep;
  at.state = text_of(facts_of(image, {}));
  return ScanStep::pending_on(std::move(message), to_json(at), "indexing");
}

ScanStep Clair4::posted(const ScanRequest& request, const Continuation& at,
                        const HttpResponse& answer, RegistryAccess& registry, ReportSink& sink,
                        const CallContext& context) {
  if (answer.status == 0) throw_no_answer(answer);
  Continuation next = at;
  if (answer.status == 429 && ++next.attempt <= kMostBusyAnswers) {
    next.step = kBusyStep;
    const Millis pause = sdk::back_off({}, next.attempt, request.image.digest);
    return ScanStep::pending_for(std::max(pause, sdk::retry_after_of(answer).value_or(0)),
                                 to_json(next), "the indexer has too much to do");
  }
  const auto failed = [&](const IndexFailure& failure) {
    if (!failure.is_worth_another_post || next.restarts > 0) throw AdapterError(failure.error);
    ++next.restarts;
    return post(request, next, registry, context);
  };
  if (answer.status != 200 && answer.status != 201) {
    return failed(index_failure(answer, is_signed(clair_)));
  }
  const IndexReport report = report_of(clair_, request.image.digest, answer, context);
  if (report.state == "IndexError") return failed(index_failure(report.error));
  if (!report.is_finished()) throw_unfinished(report);
  ScanFacts facts = facts_of_text(at.state);
  facts.index_state = index_state_of(answer);
  next.state = text_of(facts);
  return match(request, std::move(next), registry, sink, context);
}

ScanStep Clair4::match(const ScanRequest& request, Continuation at, RegistryAccess& registry,
                       ReportSink& sink, const CallContext& context) {
  try {
    const auto summary =
        read_report(clair_, request.image.digest, facts_of_text(at.state), sink, context);
    if (summary) return ScanStep::done(*summary);
  } catch (const AdapterError& error) {
    if (error.code != ErrorCode::kNotFound) throw;
    if (at.restarts > 0) {
      throw AdapterError(ErrorCode::kScanFailed,
                         "Clair's matcher does not know an image that its indexer has just "
                         "finished, twice; both have to work on the same database, and the matcher "
                         "has to reach the indexer",
                         error.detail);
    }
    ++at.restarts;
    return post(request, std::move(at), registry, context);
  }
  const Millis now = clair_.host.now();
  if (at.since == 0) at.since = now;
  if (now - at.since >= clair_.config.max_matcher_wait) throw matcher_without_data();
  at.step = kMatchStep;
  return ScanStep::pending_for(kMatcherPause, to_json(at), "waiting for the matcher's first data");
}

ScanSummary Clair4::latest_report(const ScanRequest& request, ReportSink& sink,
                                  const CallContext& context) {
  const ScanFacts facts = facts_of(request.previous);
  // Before 4.7.4 the matcher also reported about images that were half indexed. One that we have
  // seen finished is not asked about again.
  if (facts.index_state.empty()) {
    IndexReport report;
    const auto parser = index_report_parser(report);
    const HttpResponse answer = get_parsed(clair_, get_index_report(clair_, request.image.digest),
                                           *parser, "Clair's index report", context);
    if (is_not_found(answer)) {
      throw not_indexed(clair_, request.image.digest, answer, context);
    }
    if (answer.status != 200) {
      throw clair_error(answer, "Clair did not give an index report", is_signed(clair_));
    }
    if (!report.is_finished()) {
      throw AdapterError(ErrorCode::kNotFound, "Clair has not finished indexing the image",
                         sdk::excerpt(report.error));
    }
  }
  auto summary = read_report(clair_, request.image.digest, facts, sink, context);
  if (!summary) throw matcher_without_data();
  return *std::move(summary);
}

}  // namespace portside::clair::v4
