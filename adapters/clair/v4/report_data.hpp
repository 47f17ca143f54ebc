// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "clair/v4/text_table.hpp"
#include "portside/api/severity.hpp"

namespace portside::clair::v4 {

/// A package of the image. Texts live in ReportData's arena.
struct ReportPackage {
  /// False while only its identifier was seen.
  bool is_known = false;
  std::string_view name;
  std::string_view version;
  std::string_view source_name;
  std::string_view source_version;
  /// Where the package was found first: the layer that brought it and its package database.
  std::string_view layer;
  std::string_view database;
  /// Listed beside the packages that were built from it.
  bool is_source = false;
  /// It belongs to a distribution that Clair knows.
  bool has_distribution = false;
};

/// What Clair knows about a vulnerability in one package of one distribution.
struct ReportVulnerability {
  bool is_known = false;
  Severity severity = Severity::kUnknown;
  /// What its CVSS scores come to, for a row that nobody else has rated; kUnknown for not rated,
  /// and for scores that are to make no severities.
  Severity severity_of_cvss = Severity::kUnknown;
  /// Of the identifier among all identifiers (ReportData::names).
  std::uint32_t name = 0;
  /// Its ratings in ReportData::cvss, from one place to before the other; finish_report() fills in.
  std::uint32_t cvss_begin = 0;
  std::uint32_t cvss_end = 0;
  /// The whole sentence when the identifier was the beginning of one.
  std::string_view title;
  std::string_view description;
  std::string_view severity_text;
  std::string_view updater;
  std::string_view fixed_version;
  /// URLs with spaces between them.
  std::string_view links;
  std::string_view issued;
};

/// A CVSS rating, of the vulnerability of that number.
struct ReportCvss {
  std::uint32_t vulnerability = 0;
  /// Below 0 while nobody named one.
  double score = -1;
  std::string_view version;
  std::string_view vector;
};

/// A package has a vulnerability; numbers of both.
struct ReportPair {
  std::uint32_t package = 0;
  std::uint32_t vulnerability = 0;
};

struct ReportDistribution {
  /// `debian`, as etc/os-release has it.
  std::string id;
  std::string version;
  std::string pretty_name;
};

/// What is kept of a vulnerability report until its end: Clair writes the packages, the
/// vulnerabilities, which package has which, and the CVSS ratings as four maps, in an order that
/// nobody promises. Packages and vulnerabilities have the numbers that `package_ids` and
/// `vulnerability_ids` give their identifiers.
struct ReportData {
  TextArena arena;
  /// Apart from the long texts: those that are compared again and again fit into a cache.
  TextArena short_texts;
  TextTable package_ids{short_texts};
  TextTable vulnerability_ids{short_texts};
  TextTable names{short_texts};
  /// Texts that come again and again.
  TextTable repeated{short_texts};
  std::vector<ReportPackage> packages;
  /// They stay where they are while they become more: to move them would take longer.
  std::deque<ReportVulnerability> vulnerabilities;
  std::vector<ReportPair> pairs;
  std::vector<ReportCvss> cvss;
  /// Sorted by the reader, at the end.
  std::vector<ReportDistribution> distributions;

  ReportData() = default;
  ReportData(const ReportData&) = delete;
  ReportData& operator=(const ReportData&) = delete;

  std::uint32_t package_number(std::string_view id);
  std::uint32_t vulnerability_number(std::string_view id);
  std::string_view keep_repeated(std::string_view text) {
    return repeated.text(repeated.number_of(text));
  }
  /// The same where `last`, which was kept already, is likely to be the text.
  std::string_view keep_repeated(std::string_view text, std::string_view& last) {
    if (text != last) last = keep_repeated(text);
    return last;
  }
  /// Memory that all of it takes, roughly.
  std::size_t bytes() const noexcept;
};

}  // namespace portside::clair::v4
