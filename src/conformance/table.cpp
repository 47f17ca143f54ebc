// SPDX-License-Identifier: Apache-2.0
//
// There is no check of an unknown kind: a host asks the descriptor's entry for an object of its own
// kind, and cannot ask for any other.
#include "conformance/table.hpp"

#include <algorithm>
#include <utility>

#include "conformance/attempt.hpp"
#include "conformance/checks.hpp"
#include "portside/api/error.hpp"

namespace portside::conformance {
namespace {

constexpr Check of_file(std::string_view id, std::string_view rule,
                        CheckResult (*check)(const FileSubject&)) {
  return {id, rule, check, nullptr};
}
constexpr Check of_object(std::string_view id, std::string_view rule,
                          CheckResult (*check)(const CheckSubject&)) {
  return {id, rule, nullptr, check};
}

constexpr Check kChecks[] = {
    of_file("note-present", "a host would take the file", check_note_present),
    of_file("load-now", "it loads with all symbols resolved", check_load_now),
    of_file("note-matches-descriptor", "note and descriptor say the same",
            check_note_matches_descriptor),
    of_file("single-export", "the descriptor is the only export", check_single_export),
    of_file("no-undefined", "its own libraries define all that it needs", check_no_undefined),
    of_file("no-static-ctors", "nothing runs when it is loaded", check_no_static_ctors),
    of_file("load-time", "it loads in 100 ms", check_load_time),
    of_file("unload-clean", "nothing pins it in memory", check_unload_clean),
    of_object("create-empty-config", "no document: taken, or refused in order", check_empty_config),
    of_object("create-bad-config", "bad documents are refused in order", check_bad_config),
    of_object("create-given-config", "the given document is taken", check_given_config),
    of_object("schema-is-valid", "the schema is one", check_schema_is_valid),
    of_object("schema-rejects-garbage", "the schema refuses what is no configuration",
              check_schema_rejects_garbage),
    of_object("configure-does-no-io", "configure() touches nothing outside",
              check_configure_does_no_io),
    of_object("describe-does-no-io", "describe() touches nothing outside",
              check_describe_does_no_io),
    of_object("create-destroy-100", "a hundred objects, one after the other",
              check_create_destroy_100),
    of_object("two-instances", "two objects do not know of each other", check_two_instances),
    of_object("destroy-joins-threads", "the destructor leaves no thread",
              check_destroy_joins_threads),
    of_object("fd-leak", "operations close what they open", check_fd_leak),
    of_object("error-shape", "errors are AdapterErrors of one line", check_error_shape),
    of_object("retryable-flag-sane", "errors say rightly whether a retry helps",
              check_retryable_flag_sane),
    of_object("unicode-and-empty-strings", "any text is survived", check_unicode_and_empty_strings),
    of_object("host-http-failure", "a dead server is never a clean image", check_host_http_failure),
    of_object("huge-response", "64 MiB of answer need little memory", check_huge_response),
    of_object("cancel-honoured", "cancelled calls return", check_cancel_honoured),
    of_object("deadline-honoured", "overdue calls return", check_deadline_honoured),
    of_object("concurrent-calls", "calls may overlap", check_concurrent_calls),
    of_object("continuation-is-small-and-secret-free", "steps can be stored and logs be shown",
              check_continuation)};

}  // namespace

std::span<const Check> all_checks() noexcept {
  return kChecks;
}

const Check* find_check(std::string_view id) noexcept {
  const auto* found = std::ranges::find(kChecks, id, &Check::id);
  return found == std::end(kChecks) ? nullptr : found;
}

CheckResult make_check(const Check& check, const CheckSubject& subject) {
  const auto left_out = subject.quirks.skip.find(std::string(check.id));
  if (left_out != subject.quirks.skip.end()) return {CheckStatus::kSkipped, left_out->second};
  CheckResult result;
  const Attempt attempted = attempt([&] { result = check.of_object(subject); });
  if (attempted.returned()) return result;
  return failed("an exception reached the check: " +
                    (attempted.error ? quoted(*attempted.error) : attempted.foreign),
                "none where the check expects none", "catch it in the plugin");
}

CheckResult make_check(const Check& check, const FileSubject& file, const Quirks& quirks,
                       const std::function<void(std::string_view)>& on_stage) {
  if (check.of_file != nullptr) return check.of_file(file);
  std::shared_ptr<const loader::LoadedPlugin> plugin;
  if (Obstacle obstacle = file.loaded(plugin)) return *obstacle;
  std::vector<CheckSubject> subjects = subjects_of(file, quirks, on_stage);
  CheckResult worst = make_check(check, subjects.front());
  for (std::size_t i = 1; i < subjects.size(); ++i) {
    CheckResult result = make_check(check, subjects[i]);
    if (!result.sentence.empty()) result.sentence = subjects[i].kind + ": " + result.sentence;
    worst = combined(std::move(worst), std::move(result));
  }
  return worst;
}

}  // namespace portside::conformance

namespace portside::testing {

std::string_view check_status_name(CheckStatus status) noexcept {
  switch (status) {
    case CheckStatus::kPassed: return "passed";
    case CheckStatus::kSkipped: return "skipped";
    case CheckStatus::kWarning: return "warning";
    case CheckStatus::kFailed: return "failed";
    case CheckStatus::kCrashed: return "crashed";
  }
  return "";
}

std::vector<CheckInfo> conformance_checks() {
  std::vector<CheckInfo> infos;
  for (const conformance::Check& check : conformance::all_checks()) {
    infos.push_back({std::string(check.id), std::string(check.rule), check.of_file != nullptr});
  }
  return infos;
}

CheckSubject plugin_subject(const std::string& file, const std::string& kind, Quirks quirks) {
  const conformance::FileSubject plugin(file, {.mode = TrustMode::kOff, .anchors = {}}, {});
  if (!plugin.is_fit()) {
    throw AdapterError(ErrorCode::kPluginRefused, plugin.judged().reason);
  }
  if (plugin.load().plugin == nullptr) {
    throw AdapterError(ErrorCode::kPluginLoadFailed, plugin.load().sentence);
  }
  for (CheckSubject& subject : conformance::subjects_of(plugin, quirks, {})) {
    if (subject.kind != kind) continue;
    subject.own_process = false;
    return std::move(subject);
  }
  throw AdapterError(ErrorCode::kPluginNotFound, file + " makes no " + kind);
}

CheckResult check_objects(std::string_view id, const CheckSubject& subject) {
  const conformance::Check* check = conformance::find_check(id);
  if (check != nullptr && check->of_object != nullptr) return make_check(*check, subject);
  throw AdapterError(ErrorCode::kInvalidArgument, "there is no check of objects '" +
                                                      std::string(id) +
                                                      "'; conformance_checks() names them all");
}

}  // namespace portside::testing
