// SPDX-License-Identifier: Apache-2.0
#include "conformance/operations.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace portside::conformance {
namespace {

constexpr int kMaxSteps = 50;

/// Runs the operations of one object and collects how they went.
class Runner {
 public:
  explicit Runner(const Surroundings& in) : in_(in) {}

  template <typename Call>
  void run(const std::string& name, Call&& call) {
    if (in_.quirks.unsupported.count(name) != 0) return;
    if (in_.on_stage) in_.on_stage(name + "()");
    Outcome outcome{name};
    outcome.attempt = attempt([&] { call(outcome); });
    outcomes_.push_back(std::move(outcome));
  }

  std::vector<Outcome> take() { return std::move(outcomes_); }
  const std::vector<Outcome>& outcomes() const noexcept { return outcomes_; }

 private:
  const Surroundings& in_;
  std::vector<Outcome> outcomes_;
};

using FirstStep = std::function<ScanStep(RecordingSink&)>;

void scan_to_end(const Surroundings& in, const ScanRequest& request, const FirstStep& begin,
                 Outcome& outcome) {
  RecordingSink sink;
  const auto note = [&](const ScanStep& step) {
    outcome.steps.push_back(step);
    outcome.rows = sink.rows();
    outcome.text = sink.text();
    const ScanSummary& summary = step.summary;
    for (const std::string* text : {&step.note, &step.extra.text, &summary.metadata.text,
                                    &summary.extra.text, &summary.coverage.extra.text}) {
      outcome.text.append(*text).append("\n");
    }
    for (const std::string& line : summary.coverage.notes) outcome.text.append(line).append("\n");
  };
  ScanStep step = begin(sink);
  note(step);
  for (int i = 0; step.kind == StepKind::kPending && i < kMaxSteps; ++i) {
    const Millis pause = std::min(step.retry_after, in.longest_pause);
    if (pause > 0 && !in.context.wait(pause)) break;
    std::optional<HttpResponse> answer;
    if (step.await) answer = in.host.send_awaited(*step.await, in.context);
    step = in.object.scanner->resume_scan(request, step.continuation, answer ? &*answer : nullptr,
                                          in.registry, sink, in.context);
    note(step);
  }
  if (step.kind == StepKind::kPending) {
    in.object.scanner->abandon_scan(request, step.continuation, in.context);
  }
}

/// What the last scan left, for the operations that follow it.
ScanRequest after_scan(const ScanRequest& request, const Outcome& scan) {
  ScanRequest next = request;
  const ScanStep* done = scan.last_step();
  if (done == nullptr || done->kind != StepKind::kDone) return next;
  next.previous = Previous{done->summary.metadata, done->summary.coverage.data_updated_at,
                           done->summary.scanner_version};
  return next;
}

void scans(const Surroundings& in, Runner& runner) {
  ScannerAdapter& scanner = *in.object.scanner;
  ScanRequest request = in.request;
  runner.run("scan_image", [&](Outcome& outcome) {
    scan_to_end(
        in, request,
        [&](RecordingSink& sink) {
          return scanner.scan_image(request, in.registry, sink, in.context);
        },
        outcome);
  });
  if (!runner.outcomes().empty()) request = after_scan(request, runner.outcomes().back());
  runner.run("rescan_image", [&](Outcome& outcome) {
    scan_to_end(
        in, request,
        [&](RecordingSink& sink) {
          return scanner.rescan_image(request, in.registry, sink, in.context);
        },
        outcome);
  });
  runner.run("check_image", [&](Outcome& outcome) {
    const ImageCheck check = scanner.check_image(request, &in.registry, in.context);
    outcome.text = check.reason + "\n" + check.details.text + "\n" + check.extra.text;
  });
  runner.run("notify_image_deleted",
             [&](Outcome&) { scanner.notify_image_deleted(request, in.context); });
}

void run_scanner(const Surroundings& in, Runner& runner) {
  ScannerAdapter& scanner = *in.object.scanner;
  runner.run("status", [&](Outcome& outcome) {
    outcome.status = scanner.status(in.context);
    outcome.text = outcome.status->message + "\n" + outcome.status->extra.text;
  });
  scans(in, runner);
  runner.run("accept_notification", [&](Outcome& outcome) {
    const AcceptedNotification accepted =
        scanner.accept_notification({"POST", "/portside-check", {{"X-Check", "1"}}, "no JSON"});
    outcome.text = accepted.token.text;
  });
}

void run_processor(const Surroundings& in, Runner& runner) {
  Processor& processor = *in.object.processor;
  std::vector<std::string> additions;
  runner.run("artifact_type", [&](Outcome& outcome) {
    outcome.text = processor.artifact_type(in.artifact, in.context);
  });
  runner.run("addition_types", [&](Outcome& outcome) {
    additions = processor.addition_types(in.artifact, in.context);
    for (const std::string& name : additions) outcome.text += name + "\n";
  });
  runner.run("abstract_metadata", [&](Outcome& outcome) {
    const ArtifactMetadata metadata =
        processor.abstract_metadata(in.manifest, in.artifact, in.registry, in.context);
    if (metadata.extra_attrs) outcome.text = metadata.extra_attrs->text;
  });
  additions.resize(std::min<std::size_t>(additions.size(), 4));
  additions.emplace_back("PORTSIDE-CHECK");  // one that nobody offers
  for (const std::string& name : additions) {
    runner.run("abstract_addition", [&](Outcome& outcome) {
      outcome.text =
          processor.abstract_addition(in.artifact, name, in.registry, in.context).content;
    });
  }
}

}  // namespace

const ScanStep* Outcome::last_step() const noexcept {
  return steps.empty() || !attempt.returned() ? nullptr : &steps.back();
}

std::vector<Outcome> run_operations(const Surroundings& surroundings) {
  Runner runner(surroundings);
  if (surroundings.object.scanner != nullptr) {
    run_scanner(surroundings, runner);
  } else {
    run_processor(surroundings, runner);
  }
  return runner.take();
}

}  // namespace portside::conformance
