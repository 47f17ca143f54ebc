// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <utility>

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

void print_error(const Terminal& terminal, const std::string& image, const AdapterError& error) {
  terminal.error << "portside: " << image << ": " << error.message << '\n';
  if (!error.detail.empty()) terminal.error << error.detail << '\n';
}

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
    Call call({.deadline = kResolveDeadline});
    interruption_.watch([&call] { call.cancel(); });
    try {
      const ResolvedImages found = service_->resolve(
          adapter_id_, name.repository, {name.version, command_.platform, command_.all_platforms},
          call.context());
      interruption_.clear();
      for (const std::string& note : found.passed_over) notes_.push_back(name.text + ": " + note);
      for (const ResolvedImage& each : found.images) order(name, each, found.images.size() > 1);
    } catch (const AdapterError& error) {
      interruption_.clear();
      errors_.emplace_back(name.text, error);
    }
  }

  /// Waits for all; what they came to, in the order in which they were begun.
  std::vector<ScanReport> finish() {
    interruption_.watch([this] {
      for (const auto& [name, scan] : scans_) scan->cancel();
    });
    std::vector<ScanReport> reports;
    for (const auto& [name, scan] : scans_) {
      try {
        reports.push_back(scan->result()->report);
      } catch (const AdapterError& error) {
        errors_.emplace_back(name, error);
      }
    }
    interruption_.clear();
    return reports;
  }

  /// Says what went wrong, and returns whether anything did. Not while progress is shown.
  bool tell_failures(const Terminal& terminal) const {
    for (const std::string& note : notes_) terminal.error << note << '\n';
    for (const auto& [name, error] : errors_) print_error(terminal, name, error);
    return !errors_.empty();
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
  std::vector<std::pair<std::string, AdapterError>> errors_;
  std::vector<std::string> notes_;
};

/// Names of one place together, places and names in the order of the command line.
std::vector<std::vector<ImageName>> by_place(const std::vector<std::string>& texts) {
  std::vector<std::vector<ImageName>> places;
  for (const std::string& text : texts) {
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

}  // namespace

ExitCode run(const ScanCommand& command, const Program& program, const Terminal& terminal) {
  const auto places = by_place(command.images);
  require_room_for(command.images.size(), command.report);
  Interruption interruption;
  ScanSession session(command, program);
  std::vector<ScanReport> reports;
  bool failed = false;
  for (const auto& names : places) {
    std::optional<ScanProgressLine> line;
    ScanServiceOptions options;
    options.max_scans = options.max_scans_per_adapter = static_cast<std::size_t>(command.jobs);
    if (command.progress && terminal.error_width > 0) {
      line.emplace(terminal.error, terminal.error_width);
      options.on_progress = [&line](const ScanOrder& order, const ScanProgress& progress) {
        line->update(order, progress);
      };
    }
    PlaceScans scans(command, session, names.front(), std::move(options), interruption);
    for (const ImageName& name : names) {
      interruption.throw_if_happened();
      scans.begin(name);
    }
    std::ranges::move(scans.finish(), std::back_inserter(reports));
    line.reset();
    failed = scans.tell_failures(terminal) || failed;
  }
  interruption.throw_if_happened();
  if (reports.empty()) return ExitCode::kError;
  if (const auto time = source_date_epoch()) set_times(reports, *time);
  const ExitCode code = finish_reports(std::move(reports), command.report, time_of_outputs(), terminal);
  return failed ? ExitCode::kError : code;
}

}  // namespace portside::cli
