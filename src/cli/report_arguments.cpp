// SPDX-License-Identifier: Apache-2.0
#include "cli/report_arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/common_options.hpp"
#include "portside/host/overview.hpp"
#include "words/nearest_word.hpp"
#include "words/quoted.hpp"
#include "words/word_list.hpp"

namespace portside::cli {
namespace {

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> names;
  for (const ReportFormat& format : report_formats()) names.push_back(format.name);
  return names;
}

std::vector<std::string_view> severity_names() {
  std::vector<std::string_view> names;
  for (const Severity severity : kSeverities) names.push_back(severity_word(severity));
  return names;
}

[[noreturn]] void refuse(const std::string& option, const std::string& found,
                         const std::vector<std::string_view>& words) {
  std::string sentence = "found " + words::quoted(found) + "; expected " + words::word_list(words);
  const std::string_view nearest = words::nearest_word(found, words);
  if (!nearest.empty()) sentence += " (did you mean " + std::string(nearest) + "?)";
  throw CLI::ValidationError(option, sentence);
}

/// `FORMAT[=FILE]`.
ReportTarget target_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  ReportTarget target{find_report_format(name), ""};
  if (target.format == nullptr) refuse("--output", name, format_names());
  if (equals == std::string::npos) return target;
  const std::string file = text.substr(equals + 1);
  if (file.empty()) {
    throw CLI::ValidationError("--output",
                               words::quoted(text) + " names no file; expected " + name + "=FILE");
  }
  if (file != "-") target.file = absolute(file);
  return target;
}

void add_target(const std::string& text, std::vector<ReportTarget>& targets) {
  ReportTarget target = target_of(text);
  for (const ReportTarget& other : targets) {
    if (other.file != target.file) continue;
    throw CLI::ValidationError(
        "--output", target.file.empty()
                        ? "two reports would go to standard output; expected FORMAT=FILE for "
                          "all but one"
                        : "two reports would go to " + words::shortened(target.file));
  }
  targets.push_back(std::move(target));
}

}  // namespace

void add_report_options(CLI::App& command, ReportArguments& arguments) {
  command
      .add_option_function<std::vector<std::string>>(
          "-o,--output",
          [&arguments](const std::vector<std::string>& texts) {
            arguments.targets.clear();
            for (const std::string& text : texts) add_target(text, arguments.targets);
          },
          "Write a report: table (default), json, sarif, cyclonedx or harbor, to standard output "
          "or a file (repeatable)")
      ->type_name("FORMAT[=FILE]")
      ->allow_extra_args(false);
  command
      .add_option_function<std::string>(
          "--fail-on",
          [&arguments](const std::string& word) {
            arguments.gate.fail_on = severity_of(word);
            if (!arguments.gate.fail_on) refuse("--fail-on", word, severity_names());
          },
          "End with exit code 3 when there is a vulnerability of this severity or a worse one "
          "(unknown stands below negligible)")
      ->type_name("SEVERITY");
  command
      .add_flag("--ignore-unfixed", arguments.gate.ignore_unfixed,
                "With --fail-on: vulnerabilities without a fixed version do not count")
      ->needs("--fail-on");
  command
      .add_option_function<std::string>(
          "--ignore-file",
          [&arguments](const std::string& file) { arguments.ignore_file = absolute(file); },
          "Vulnerabilities to pass over, with reasons and dates (YAML, or JSON by its name)")
      ->type_name("FILE");
  arguments.targets = {{find_report_format("table"), ""}};
}

}  // namespace portside::cli
