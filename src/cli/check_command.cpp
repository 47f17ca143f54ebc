// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <utility>

#include "cli/check_output.hpp"
#include "cli/commands.hpp"
#include "config/file_text.hpp"
#include "conformance/own_process.hpp"
#include "conformance/run.hpp"
#include "conformance/table.hpp"
#include "portside/api/error.hpp"
#include "portside/host/plugin_registry.hpp"

namespace portside::cli {
namespace {

constexpr std::size_t kMaxDocumentBytes = std::size_t{4} << 20U;

std::string read_document(const std::string& path) {
  std::string text = config::read_file(path, "the document", kMaxDocumentBytes + 1);
  if (text.size() <= kMaxDocumentBytes) return text;
  throw AdapterError(ErrorCode::kConfigInvalid,
                     path + ": found more than 4 MiB; expected a file with a JSON object");
}

Json document_of(const std::string& config) {
  if (config.empty()) return {};
  Json document{config.front() == '/' ? read_document(config) : config};
  if (nlohmann::json::accept(document.text)) return document;
  throw AdapterError(
      ErrorCode::kConfigInvalid,
      (config.front() == '/' ? config : std::string("--config")) +
          ": found no valid JSON; expected a JSON object: --config takes the adapter's own "
          "document as JSON, not a configuration file");
}

/// A file that is not there is no plugin that breaks a rule.
void require_readable(const CheckPluginCommand& command) {
  const PluginInfo info = inspect_plugin(command.file, {.anchors = command.trust_anchors});
  if (info.reason_code == PluginReason::kNotFound ||
      info.reason_code == PluginReason::kUnreadable) {
    throw AdapterError(ErrorCode::kIo, info.reason);
  }
}

std::vector<std::string> chosen_checks(const std::string& only) {
  const std::regex filter(only);
  std::vector<std::string> ids;
  for (const conformance::Check& check : conformance::all_checks()) {
    std::string id(check.id);
    if (std::regex_search(id, filter)) ids.push_back(std::move(id));
  }
  return ids;
}

ChildCommand child_for(const CheckPluginCommand& command, const std::string& id) {
  ChildCommand child;
  child.argv = {"/proc/self/exe", "plugins", "run-check", command.file, id};
  if (!command.config.empty()) child.argv.insert(child.argv.end(), {"--config", command.config});
  for (const std::string& anchor : command.trust_anchors) {
    child.argv.insert(child.argv.end(), {"--trust-anchor", anchor});
  }
  return child;
}

}  // namespace

ExitCode run(const CheckPluginCommand& command, const Program&, const Terminal& terminal) {
  require_readable(command);
  document_of(command.config);
  conformance::RunOptions options;
  options.command = [&command](const std::string& id) { return child_for(command, id); };
  options.time_limit = Millis{command.time_limit} * 1'000;
  const auto reports = conformance::run_checks(chosen_checks(command.only), options);
  if (command.json) {
    terminal.out << to_json(command.file, reports);
  } else {
    print_checks(terminal, command.file, reports);
    const auto skipped = [](const conformance::CheckReport& report) {
      return report.result.status == testing::CheckStatus::kSkipped;
    };
    if (command.config.empty() && std::ranges::any_of(reports, skipped)) {
      terminal.out << "a plugin that needs a configuration is checked only with one: --config\n";
    }
  }
  return conformance::conforms(reports) ? ExitCode::kFine : ExitCode::kCheckFailed;
}

ExitCode run(const RunCheckCommand& command, const Program&, const Terminal&) {
  testing::Quirks quirks;
  quirks.config = document_of(command.config);
  conformance::check_and_exit(command.id, command.file, {.anchors = command.trust_anchors}, quirks);
}

}  // namespace portside::cli
