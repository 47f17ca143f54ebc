// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <sstream>
#include <system_error>

#include "advisory/index.hpp"
#include "advisory/index_builder.hpp"
#include "cli/advisories_output.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/user_places.hpp"
#include "cli/write_file.hpp"
#include "feeds/changelog_feed.hpp"
#include "feeds/index_feed.hpp"
#include "feeds/read_sources.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

namespace fs = std::filesystem;

/// The place where scans look may have no folder yet.
std::string made_default_place() {
  std::string place = default_advisory_index();
  const fs::path folder = fs::path(place).parent_path();
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return place;
  throw AdapterError(ErrorCode::kIo, folder.string() + ": cannot be made: " + error.message());
}

void write_or_replace(const std::string& path, const std::string& text) {
  if (fs::exists(path)) {
    replace_file(path, text);
  } else {
    write_new_file(path, text);
  }
}

IndexInfo info_of(const std::string& file) {
  try {
    const advisory::Index index(file);
    return {file, index.built_at(), index.size(), index.sources()};
  } catch (const AdapterError& error) {
    if (error.code != ErrorCode::kNotFound) throw;
    throw AdapterError(error.code,
                       error.message + "; make it with portside advisories build SOURCE...");
  }
}

}  // namespace

ExitCode run(const BuildAdvisoriesCommand& command, const Program&, const Terminal& terminal) {
  const Millis now = time_of_outputs();
  feeds::IndexFeed feed(now);
  const feeds::ReadSummary summary = feeds::read_sources(command.sources, feed);
  terminal.error << "read: " << summary.documents
                 << (summary.documents == 1 ? " document\n" : " documents\n");
  print_passed_over(feed.passed_over(), terminal.error);
  const std::size_t releases = feed.releases().size();
  if (releases == 0) {
    throw AdapterError(ErrorCode::kNotFound,
                       "nothing that was read is about a release of a distribution that Portside "
                       "scans; expected advisories of Debian, Ubuntu, Alpine, AlmaLinux or Rocky "
                       "Linux; no index was written");
  }
  advisory::IndexBuilder builder;
  feed.move_to(builder);
  const std::string output = command.output.empty() ? made_default_place() : command.output;
  builder.write(output, now);
  terminal.out << output << ": " << builder.rows() << (builder.rows() == 1 ? " row" : " rows")
               << " for " << releases << (releases == 1 ? " release\n" : " releases\n");
  return ExitCode::kFine;
}

ExitCode run(const AdvisoriesInfoCommand& command, const Program&, const Terminal& terminal) {
  const std::string file = command.file.empty() ? default_advisory_index() : command.file;
  const IndexInfo info = info_of(file);
  if (command.json) {
    print_index_info_json(info, terminal.out);
  } else {
    print_index_info(info, time_of_outputs(), terminal);
  }
  return ExitCode::kFine;
}

ExitCode run(const FromChangelogsCommand& command, const Program&, const Terminal& terminal) {
  feeds::ChangelogFeed feed;
  const feeds::DebSummary summary = feeds::add_changelogs(command.packages, feed);
  std::ostringstream text;
  feed.write(text, command.release, time_of_outputs());
  if (command.output.empty()) {
    terminal.out << text.str();
  } else {
    write_or_replace(command.output, text.str());
  }
  terminal.error << "read: " << summary.packages << " packages, " << summary.without_changelog
                 << " of them without a changelog of their own\n"
                 << "found: " << feed.fixes() << " fixes in " << feed.source_packages()
                 << " source packages\n";
  return ExitCode::kFine;
}

}  // namespace portside::cli
