// SPDX-License-Identifier: Apache-2.0
#include "conformance/own_process.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "conformance/report_line.hpp"
#include "conformance/table.hpp"
#include "portside/api/error.hpp"

namespace portside::conformance {
namespace {

void prepare_process() noexcept {
  // A crash here is an answer, not something to be examined.
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  // A plugin that hangs does not outlive the program that checks it.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Sanitizers handle these; whoever waits for this process is to see the signal.
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE}) ::signal(signal, SIG_DFL);
}

}  // namespace

void check_and_exit(const std::string& id, const std::string& file, const TrustOptions& trust,
                    const testing::Quirks& quirks) {
  const Check* check = find_check(id);
  if (check == nullptr) {
    throw AdapterError(ErrorCode::kInvalidArgument, "there is no check '" + id + "'");
  }
  prepare_process();
  const ReportWriter report;
  const auto on_stage = [&report](std::string_view stage) { report.write(stage_line(stage)); };
  CheckResult result;
  {
    const FileSubject subject(file, trust, on_stage);
    result = make_check(*check, subject, quirks, on_stage);
  }
  report.write(result_line(result));
  ::_exit(0);
}

}  // namespace portside::conformance
