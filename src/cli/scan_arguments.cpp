// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_arguments.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/common_options.hpp"

namespace portside::cli {
namespace {

constexpr const char* kImages =
    "[HOST[:PORT]/]REPOSITORY[:TAG][@DIGEST], or oci:FOLDER[:NAME] for an OCI image layout";

void add_images(CLI::App& sub, std::vector<std::string>& images, const char* help = kImages) {
  sub.add_option("IMAGE", images, help)->type_name("")->required();
}

void add_scan_command(CLI::App& app, Command& command, ScanMode mode, const char* name,
                      const char* help) {
  auto* const sub = app.add_subcommand(name, help);
  auto options = std::make_shared<ScanCommand>();
  options->mode = mode;
  add_images(*sub, options->images);
  add_platform(*sub, options->platform,
               "Of an index, the image for this platform; `all` = all images",
               AllPlatforms::kTaken);
  add_report_options(*sub, options->report);
  add_scanner_options(*sub, *options);
  sub->add_option("--jobs", options->jobs, "Images that are scanned at once")
      ->check(CLI::Range(1, 64))
      ->type_name("NUMBER");
  sub->add_flag_callback(
      "--no-progress", [options] { options->progress = false; }, "Show no progress on a terminal");
  sub->callback([&command, options] {
    finish_scanner_options(*options);
    options->all_platforms = options->platform == "all";
    if (options->all_platforms) options->platform.clear();
    command = *options;
  });
}

template <typename Options>
CLI::App& add_image_command(CLI::App& app, Command& command, const char* name, const char* help,
                            const std::shared_ptr<Options>& options) {
  auto* const sub = app.add_subcommand(name, help);
  add_images(*sub, options->images);
  add_scanner_options(*sub, *options);
  sub->callback([&command, options] {
    finish_scanner_options(*options);
    command = *options;
  });
  return *sub;
}

void add_notify(CLI::App& app, Command& command) {
  auto* const sub = app.add_subcommand(
      "notify", "Give a scanner's webhook call to its adapter; prints the digests to scan again");
  auto options = std::make_shared<NotifyCommand>();
  sub->add_option("FILE", options->file, "The body of the call; without it standard input is read")
      ->type_name("");
  sub->add_option("-H,--header", options->headers,
                  "A header of the call, `NAME: VALUE` (repeatable)")
      ->type_name("HEADER")
      ->allow_extra_args(false);
  sub->add_option("--method", options->method, "Its method")->type_name("METHOD");
  sub->add_option("--path", options->path, "Its path and query")->type_name("PATH");
  add_scanner_options(*sub, *options);
  sub->callback([&command, options] {
    finish_scanner_options(*options);
    if (!options->file.empty()) options->file = absolute(options->file);
    command = *options;
  });
}

}  // namespace

void add_scan(CLI::App& app, Command& command) {
  add_scan_command(app, command, ScanMode::kScan, "scan",
                   "Scan images and report their vulnerabilities");
  add_scan_command(app, command, ScanMode::kRescan, "rescan",
                   "Bring the last reports of images up to date with what the scanner knows now");
  const auto check = std::make_shared<CheckImageCommand>();
  add_platform(add_image_command(app, command, "check",
                                 "Ask the scanner for its judgement of images", check),
               check->platform, "Of an index, the image for this platform");
  add_image_command(app, command, "forget",
                    "Tell the scanner that images were deleted, and remove their last reports",
                    std::make_shared<ForgetCommand>());
  add_notify(app, command);
}

}  // namespace portside::cli
