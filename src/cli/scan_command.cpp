// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "call/system_clock.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/image_name.hpp"
#include "cli/interruption.hpp"
#include "cli/report_output.hpp"
#include "cli/scan_progress.hpp"
#include "cli/scan_session.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"

namespace portside::cli {
namespace {

/// Seconds to find out what a name stands for.
constexpr Millis kResolveDeadline = 120'000;

/// What became of the images of one place.
struct PlaceOutcome {
  /// In the order in which they were named.
  std::vector<ScanReport> reports = {};
  std::vector<std::string> notes = {};
  /// By name.
  std::vector<std::pair<std::string, AdapterError>> errors = {};
};

/// The scans of the images of one place.
class PlaceScans {
 public:
  PlaceScans(const ScanCommand& command, ScanSession& session, const ImageName& any,
             ScanServiceOptions options, Interruption& interruption)
      : command_(command),
        adapter_id_(session.adapter_id()),
        service_(session.service(session.source_of(any), std::move(options))),
        interruption_(interruption) {}

  /// Begins the scans of one name.
  void begin(const ImageName& name) {
    interruption_.throw_if_happened();
    Call call({.deadline = kResolveDeadline});
    interruption_.watch([&call] { call.cancel(); });
    try {
      const ResolvedImages found = service_->resolve(
          adapter_id_, name.repository, {name.version, command_.platform, command_.all_platforms},
          call.context());
      for (const std::string& note : found.passed_over) {
        outcome_.notes.push_back(name.text + ": " + note);
      }
      for (const ResolvedImage& each : found.images) order(name, each, found.images.size() > 1);
    } catch (const AdapterError& error) {
      outcome_.errors.emplace_back(name.text, error);
    }
    interruption_.clear();
  }

  /// Waits for all.
  PlaceOutcome finish() {
    interruption_.watch([this] {
      for (const auto& [name, scan] : scans_) scan->cancel();
    });
    for (const auto& [name, scan] : scans_) {
      try {
        outcome_.reports.push_back(scan->result()->report);
      } catch (const AdapterError& error) {
        outcome_.errors.emplace_back(name, error);
      }
    }
    interruption_.clear();
    return std::move(outcome_);
  }

 private:
  void order(const ImageName& name, const ResolvedImage& found, bool several) {
    ScanOrder order;
    order.adapter_id = adapter_id_;
    order.image = found.image;
    order.unsupported = found.unsupported;
    order.reference = several ? name.text + " (" + found.image.platform + ")" : name.text;
    order.mode = command_.mode;
    scans_.emplace_back(order.reference, service_->scan(order));
  }

  const ScanCommand& command_;
  const std::string adapter_id_;
  const std::unique_ptr<ScanService> service_;
  Interruption& interruption_;
  std::vector<std::pair<std::string, std::shared_ptr<Scan>>> scans_;
  PlaceOutcome outcome_;
};

/// Names of one place together, places and names in the order of the command line, each name once.
std::vector<std::vector<ImageName>> by_place(const std::vector<std::string>& texts) {
  std::vector<std::vector<ImageName>> places;
  std::set<std::string> seen;
  for (const std::string& text : texts) {
    if (!seen.insert(text).second) continue;
    ImageName name = parse_image_name(text);
    const auto same = std::ranges::find_if(
        places, [&](const auto& names) { return names.front().place() == name.place(); });
    if (same == places.end()) {
      places.push_back({std::move(name)});
    } else {
      same->push_back(std::move(name));
    }
  }
  return places;
}

ScanServiceOptions options_for(const ScanCommand& command) {
  ScanServiceOptions options;
  const auto jobs = static_cast<std::size_t>(command.jobs);
  options.max_scans = options.max_scans_per_adapter = jobs;
  options.threads = std::max(options.threads, jobs);
  return options;
}

PlaceOutcome scan_place(const ScanCommand& command, ScanSession& session,
                        const std::vector<ImageName>& names, const Terminal& terminal,
                        Interruption& interruption) {
  ScanProgressLine line(terminal.error, terminal.error_width);
  ScanServiceOptions options = options_for(command);
  if (command.progress && terminal.error_width > 0) {
    options.on_progress = [&line](const ScanOrder& order, const ScanProgress& progress) {
      line.update(order, progress);
    };
  }
  try {
    PlaceScans scans(command, session, names.front(), std::move(options), interruption);
    for (const ImageName& name : names) scans.begin(name);
    return scans.finish();
  } catch (const AdapterError& error) {
    interruption.throw_if_happened();
    PlaceOutcome outcome;
    for (const ImageName& name : names) outcome.errors.emplace_back(name.text, error);
    return outcome;
  }
}

}  // namespace

ExitCode run(const ScanCommand& command, const Program& program, const Terminal& terminal) {
  const auto places = by_place(command.images);
  require_room_for(command.images.size(), command.report);
  check_report_arguments(command.report);
  Interruption interruption;
  ScanSession session(command, program);
  std::vector<ScanReport> reports;
  bool failed = false;
  for (const auto& names : places) {
    PlaceOutcome outcome = scan_place(command, session, names, terminal, interruption);
    for (const std::string& note : outcome.notes) terminal.error << "portside: " << note << '\n';
    for (const auto& [name, error] : outcome.errors) print_error(terminal, error, name);
    failed = failed || !outcome.errors.empty();
    std::ranges::move(outcome.reports, std::back_inserter(reports));
  }
  interruption.throw_if_happened();
  if (reports.empty()) return ExitCode::kError;
  if (const auto time = source_date_epoch()) set_times(reports, *time);
  const ExitCode code = finish_reports(std::move(reports), command.report, system_now(), terminal);
  // What was found fails the gate, whatever else could not be scanned.
  return failed && code != ExitCode::kGateFailed ? ExitCode::kError : code;
}

}  // namespace portside::cli
