// SPDX-License-Identifier: Apache-2.0
#include "cli/check_output.hpp"

#include <nlohmann/json.hpp>

#include "loader/printable.hpp"

namespace portside::cli {
namespace {

using testing::CheckStatus;

Colour colour_of(CheckStatus status) {
  switch (status) {
    case CheckStatus::kPassed: return Colour::kGreen;
    case CheckStatus::kWarning: return Colour::kYellow;
    case CheckStatus::kFailed:
    case CheckStatus::kCrashed: return Colour::kRed;
    case CheckStatus::kSkipped: break;
  }
  return Colour::kNone;
}

}  // namespace

void print_checks(const Terminal& terminal, const std::string& file,
                  const std::vector<conformance::CheckReport>& reports) {
  Table table({"STATUS", "CHECK"});
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& [id, result] = reports[i];
    table.add_row(
        {{std::string(testing::check_status_name(result.status)), colour_of(result.status)}, {id}});
    // Many in a row may be skipped for one reason.
    const bool is_said_below = i + 1 < reports.size() &&
                               reports[i + 1].result.status == result.status &&
                               reports[i + 1].result.sentence == result.sentence;
    if (!result.sentence.empty() && !is_said_below) {
      table.add_note(loader::printable(result.sentence));
    }
  }
  table.print(terminal);
  terminal.out << loader::printable(file) << ": " << conformance::summary(reports) << '\n';
}

std::string to_json(const std::string& file, const std::vector<conformance::CheckReport>& reports,
                    const char* what) {
  nlohmann::ordered_json checks = nlohmann::ordered_json::array();
  for (const auto& [id, result] : reports) {
    checks.push_back({{"id", id},
                      {"status", testing::check_status_name(result.status)},
                      {"sentence", result.sentence}});
  }
  const nlohmann::ordered_json json = {
      {what, file}, {"conforms", conformance::conforms(reports)}, {"checks", std::move(checks)}};
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace portside::cli
