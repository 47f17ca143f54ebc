// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <utility>

#include "portside/host/ignore_list.hpp"
#include "report/coverage_sentence.hpp"
#include "report/glob.hpp"
#include "words/quoted.hpp"

namespace portside {
namespace report {
namespace {

std::string_view without_qualifiers(std::string_view purl) {
  return purl.substr(0, purl.find_first_of("?#"));
}

bool has_version(std::string_view purl) {
  // A scope, as in pkg:npm/@scope/name, begins with the same character.
  return purl.find('@', purl.find_last_of('/') + 1) != std::string_view::npos;
}

bool same_purl(std::string_view rule, std::string_view purl) {
  rule = without_qualifiers(rule);
  purl = without_qualifiers(purl);
  if (!has_version(rule) && has_version(purl)) purl = purl.substr(0, purl.rfind('@'));
  return rule == purl;
}

bool is_about(const IgnoreRule& rule, const Vulnerability& row) {
  if (!rule.purl.empty() && !same_purl(rule.purl, row.purl)) return false;
  return rule.package.empty() || matches_glob(rule.package, row.package) ||
         matches_glob(rule.package, row.source_name);
}

class Rules {
 public:
  Rules(const IgnoreList& list, std::string_view today)
      : list_(list), today_(today), uses_(list.rules.size(), 0) {
    for (std::size_t i = 0; i < list.rules.size(); ++i) by_id_[list.rules[i].id].push_back(i);
  }

  /// The first rule in force that is about a row; null when there is none.
  const IgnoreRule* find(const Vulnerability& row) {
    std::vector<std::size_t> about;
    collect(row.id, row, about);
    for (const std::string& alias : row.aliases) collect(alias, row, about);
    std::ranges::sort(about);
    about.erase(std::unique(about.begin(), about.end()), about.end());
    const IgnoreRule* first = nullptr;
    for (const std::size_t index : about) {
      ++uses_[index];
      if (first == nullptr && !is_over(list_.rules[index])) first = &list_.rules[index];
    }
    // What another rule still passes over does not count again.
    if (first != nullptr) {
      for (const std::size_t index : about) {
        if (is_over(list_.rules[index])) --uses_[index];
      }
    }
    return first;
  }

  IgnoreNotes notes() const {
    IgnoreNotes out;
    for (std::size_t i = 0; i < uses_.size(); ++i) {
      const IgnoreRule& rule = list_.rules[i];
      const std::string entry = place(rule) + "the entry for " + words::shortened(rule.id);
      if (uses_[i] == 0) {
        out.unused.push_back(entry + " is about nothing here");
      } else if (is_over(rule)) {
        out.warnings.push_back(entry + " ended with " + rule.expires + ": " +
                               counted(uses_[i], "vulnerability") +
                               (uses_[i] == 1 ? " counts again" : " count again"));
      }
    }
    return out;
  }

 private:
  bool is_over(const IgnoreRule& rule) const {
    return !rule.expires.empty() && rule.expires < today_;
  }

  void collect(const std::string& id, const Vulnerability& row, std::vector<std::size_t>& about) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return;
    for (const std::size_t index : found->second) {
      if (is_about(list_.rules[index], row)) about.push_back(index);
    }
  }

  std::string place(const IgnoreRule& rule) const {
    if (rule.line == 0) return list_.origin + ": ";
    return list_.origin + ':' + std::to_string(rule.line) + ": ";
  }

  const IgnoreList& list_;
  std::string_view today_;
  std::vector<std::size_t> uses_;
  std::map<std::string_view, std::vector<std::size_t>> by_id_;
};

void apply(ScanReport& report, Rules& rules) {
  std::vector<Vulnerability> kept;
  kept.reserve(report.vulnerabilities.size());
  for (Vulnerability& row : report.vulnerabilities) {
    if (const IgnoreRule* rule = rules.find(row)) {
      report.suppressed.push_back({std::move(row), rule->reason, rule->expires});
    } else {
      kept.push_back(std::move(row));
    }
  }
  report.vulnerabilities = std::move(kept);
}

}  // namespace
}  // namespace report

IgnoreNotes apply_ignores(std::span<ScanReport> reports, const IgnoreList& list,
                          std::string_view today) {
  report::Rules rules(list, today);
  for (ScanReport& each : reports) report::apply(each, rules);
  return rules.notes();
}

}  // namespace portside
