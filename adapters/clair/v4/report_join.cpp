// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/report_join.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <vector>

#include "clair/v4/advisory_id.hpp"
#include "portside/sdk/throw_if_over.hpp"

namespace portside::clair::v4 {
namespace {

/// A pair with the numbers by which it belongs to a row.
struct JoinPair {
  /// The same for pairs of one row: of the identifier, before the group of the package.
  std::uint64_t row;
  std::uint32_t vulnerability;
  std::uint32_t package;
};

/// Numbers that are the same for packages of one name and version.
std::vector<std::uint32_t> package_groups(ReportData& data) {
  TextArena arena;
  TextTable names(arena);
  std::vector<std::uint32_t> groups;
  groups.reserve(data.packages.size());
  std::string key;
  for (const ReportPackage& package : data.packages) {
    // The length keeps `a` and `bc` apart from `ab` and `c`.
    key.assign(std::to_string(package.name.size())).append(":");
    key.append(package.name).append(package.version);
    groups.push_back(names.number_of(key));
  }
  return groups;
}

/// All pairs that name something, with those of one row side by side.
std::vector<JoinPair> sorted_pairs(ReportData& data) {
  const std::vector<std::uint32_t> groups = package_groups(data);
  std::vector<JoinPair> pairs;
  pairs.reserve(data.pairs.size());
  for (const ReportPair& pair : data.pairs) {
    const ReportVulnerability& vulnerability = data.vulnerabilities[pair.vulnerability];
    if (!data.packages[pair.package].is_known || !vulnerability.is_known) continue;
    const std::uint64_t row = (std::uint64_t{vulnerability.name} << 32U) | groups[pair.package];
    pairs.push_back({row, pair.vulnerability, pair.package});
  }
  data.pairs = {};
  std::ranges::sort(pairs, {}, [](const JoinPair& pair) {
    return std::tuple(pair.row, pair.vulnerability, pair.package);
  });
  return pairs;
}

/// The most severe first; equal ones by what they say, whatever their order in the report.
auto rank(const ReportVulnerability& row) {
  return std::tuple(-static_cast<int>(row.severity), -static_cast<int>(row.severity_of_cvss),
                    row.updater, row.fixed_version, row.description, row.links, row.severity_text,
                    row.title, row.issued);
}

/// Fills rows, the same object again and again.
class RowWriter {
 public:
  explicit RowWriter(const ReportData& data) : data_(data) {}

  /// `pairs` are those of one row.
  const Vulnerability& row_of(std::span<const JoinPair> pairs) {
    set_package(pairs);
    members_.clear();
    for (const JoinPair& pair : pairs) {
      if (members_.empty() || members_.back() != pair.vulnerability) {
        members_.push_back(pair.vulnerability);
      }
    }
    // Neighbours are mostly the same vulnerability in other packages.
    if (members_ != filled_) set_vulnerability();
    return row_;
  }

 private:
  /// The same one of several whatever their order.
  void set_package(std::span<const JoinPair> pairs) {
    const auto place = [this](const JoinPair& pair) {
      const ReportPackage& package = data_.packages[pair.package];
      return std::tie(package.layer, package.database, package.source_name, package.source_version);
    };
    const ReportPackage& package =
        data_.packages[std::ranges::min_element(pairs, {}, place)->package];
    row_.package.assign(package.name);
    row_.version.assign(package.version);
    row_.source_name.assign(package.source_name);
    row_.source_version.assign(package.source_version);
    row_.layer_digest.assign(package.layer);
    row_.location.assign(package.database);
  }

  void set_vulnerability() {
    filled_ = members_;
    std::ranges::sort(members_, [this](std::uint32_t a, std::uint32_t b) {
      return rank(data_.vulnerabilities[a]) < rank(data_.vulnerabilities[b]);
    });
    const ReportVulnerability& first = data_.vulnerabilities[members_.front()];
    row_.id.assign(data_.names.text(first.name));
    const Severity scored = severity_of_scores();
    row_.severity = scored == Severity::kUnknown ? first.severity : scored;
    row_.severity_text.assign(first.severity_text);
    row_.data_source.assign(first.updater);
    row_.title.assign(first_of(&ReportVulnerability::title));
    row_.description.assign(first_of(&ReportVulnerability::description));
    set_fix();
    set_links();
    set_cvss();
    set_extra(first, scored != Severity::kUnknown);
  }

  /// kUnknown when there are none, or when anybody has rated the vulnerability in words: who knows
  /// the package's distribution knows better than a score that is the same for all.
  Severity severity_of_scores() const {
    Severity highest = Severity::kUnknown;
    for (const std::uint32_t number : members_) {
      const ReportVulnerability& member = data_.vulnerabilities[number];
      if (member.severity != Severity::kUnknown) return Severity::kUnknown;
      highest = std::max(highest, member.severity_of_cvss);
    }
    return highest;
  }

  std::string_view first_of(std::string_view ReportVulnerability::*member) const {
    for (const std::uint32_t number : members_) {
      const std::string_view text = data_.vulnerabilities[number].*member;
      if (!text.empty()) return text;
    }
    return {};
  }

  void set_fix() {
    row_.fixed_version.clear();
    for (const std::uint32_t number : members_) {
      row_.fixed_version = fixed_version_of(data_.vulnerabilities[number].fixed_version);
      if (!row_.fixed_version.empty()) return;
    }
  }

  void set_links() {
    std::size_t count = 0;
    std::unordered_set<std::string_view> seen;
    for (const std::uint32_t number : members_) {
      for (std::string_view rest = data_.vulnerabilities[number].links; !rest.empty();) {
        const std::string_view link = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(rest.size(), link.size() + 1));
        if (link.empty() || (members_.size() > 1 && !seen.insert(link).second)) continue;
        if (count == row_.links.size()) row_.links.emplace_back();
        row_.links[count++].assign(link);
      }
    }
    row_.links.resize(count);
  }

  void set_cvss() {
    ratings_ = 0;
    for (const std::uint32_t number : members_) {
      std::size_t at = data_.vulnerabilities[number].cvss_begin;
      const std::size_t end = data_.vulnerabilities[number].cvss_end;
      for (; at != end && ratings_ < kMostRatings; ++at) add_rating(data_.cvss[at]);
    }
    row_.cvss.resize(ratings_);
  }

  void add_rating(const ReportCvss& rating) {
    const auto is_same = [&](const Cvss& cvss) {
      return cvss.vector == rating.vector && cvss.version == rating.version;
    };
    if (!(rating.score >= 0 && rating.score <= 10)) return;
    if (std::any_of(row_.cvss.data(), row_.cvss.data() + ratings_, is_same)) return;
    if (row_.cvss.size() == ratings_) row_.cvss.push_back({"nvd", {}, {}, 0});
    Cvss& cvss = row_.cvss[ratings_++];
    cvss.version.assign(rating.version);
    cvss.vector.assign(rating.vector);
    cvss.score = rating.score;
  }

  /// What has no member of its own.
  void set_extra(const ReportVulnerability& row, bool is_severity_of_cvss) {
    std::string& text = row_.extra.text;
    text.clear();
    if (is_time(row.issued)) text.append(R"("issued":")").append(row.issued).append("\"");
    if (is_severity_of_cvss) {
      text.append(text.empty() ? "" : ",").append(R"("severity_source":"cvss")");
    }
    if (!text.empty()) text.insert(0, "{").append("}");
  }

  /// A timestamp (RFC 3339): nothing that JSON would have to escape.
  static bool is_time(std::string_view text) {
    constexpr std::size_t kLongest = 40;
    return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, [](char c) {
      return (c >= '0' && c <= ':') || c == '-' || c == '.' || c == '+' || c == 'T' || c == 'Z';
    });
  }

  static constexpr std::size_t kMostRatings = 32;

  const ReportData& data_;
  Vulnerability row_;
  /// Of the row, while they are being filled in.
  std::size_t ratings_ = 0;
  std::vector<std::uint32_t> members_;
  /// Those that the row says at present, in the order of `pairs`.
  std::vector<std::uint32_t> filled_;
};

}  // namespace

std::uint64_t write_rows(ReportData& data, ReportSink& sink, const CallContext& context) {
  constexpr std::uint64_t kRowsBetweenLooks = 1024;
  const std::vector<JoinPair> pairs = sorted_pairs(data);
  RowWriter writer(data);
  std::uint64_t rows = 0;
  for (auto begin = pairs.begin(); begin != pairs.end();) {
    const auto end = std::find_if(begin, pairs.end(),
                                  [&](const JoinPair& pair) { return pair.row != begin->row; });
    if (rows++ % kRowsBetweenLooks == 0) sdk::throw_if_over(context);
    sink.vulnerability(writer.row_of({begin, end}));
    begin = end;
  }
  return rows;
}

}  // namespace portside::clair::v4
