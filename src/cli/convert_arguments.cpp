// SPDX-License-Identifier: Apache-2.0
#include "cli/convert_arguments.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/common_options.hpp"

namespace portside::cli {

void add_convert(CLI::App& app, Command& command) {
  auto* convert = app.add_subcommand(
      "convert", "Write a report of `-o json` in other formats, or judge it again");
  auto options = std::make_shared<ConvertCommand>();
  convert->add_option("REPORT", options->file, "The report (JSON); - for standard input")
      ->required()
      ->type_name("");
  add_report_options(*convert, options->report);
  convert->callback([&command, options] {
    if (options->file != "-") options->file = absolute(options->file);
    command = *options;
  });
}

}  // namespace portside::cli
