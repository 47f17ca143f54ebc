// SPDX-License-Identifier: Apache-2.0
#include "conformance/report_line.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "loader/printable.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kMaxSentence = 1'500;

std::string fit(std::string_view text) {
  return loader::printable(text.substr(0, kMaxSentence));
}

std::optional<CheckStatus> status_named(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(CheckStatus::kCrashed); ++i) {
    const auto status = static_cast<CheckStatus>(i);
    if (testing::check_status_name(status) == name) return status;
  }
  return std::nullopt;
}

}  // namespace

std::string stage_line(std::string_view stage) {
  return nlohmann::ordered_json{{"stage", fit(stage)}}.dump() + "\n";
}

std::string result_line(const CheckResult& result) {
  const nlohmann::ordered_json json = {{"status", testing::check_status_name(result.status)},
                                       {"sentence", fit(result.sentence)}};
  return json.dump() + "\n";
}

ReportLine read_line(std::string_view line) try {
  const auto json = nlohmann::json::parse(line);
  if (json.contains("stage")) return {json.at("stage").get<std::string>(), {}};
  const auto status = status_named(json.at("status").get<std::string>());
  if (!status) return {};
  return {{}, CheckResult{*status, json.at("sentence").get<std::string>()}};
} catch (const nlohmann::json::exception&) {
  return {};
}

ReportWriter::ReportWriter() noexcept : fd_(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)) {
  const bool moved = fd_ >= 0 && ::dup2(STDERR_FILENO, STDOUT_FILENO) >= 0;
  if (!moved) fd_ = STDOUT_FILENO;
}

void ReportWriter::write(const std::string& line) const noexcept {
  // Without a reader the lines are of no use, and neither is a report of it.
  [[maybe_unused]] const ssize_t written = ::write(fd_, line.data(), line.size());
}

}  // namespace portside::conformance
