// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "portside/api/vulnerability.hpp"

namespace portside::anchore {

/// What one element of `nvd_data` or `vendor_data` says, until it ends.
struct RatingRecord {
  std::string id;
  std::string source;
  /// Below 0: not there.
  double score2 = -1;
  double score3 = -1;

  void clear(std::string_view rater);
};

/// The chance that a vulnerability is exploited (FIRST, "Exploit Prediction Scoring System").
struct EpssRecord {
  double value = -1;
  /// As the document has them.
  std::string score;
  std::string percentile;

  void clear();
};

/// The members of one element of Anchore's list as they are read, and the row that they become. The
/// same object is used for all elements, so that its texts are allocated once.
struct RowBuilder {
  Vulnerability row;
  std::string whole_package;  ///< `name-version`
  std::string package_type;
  std::string fix;
  std::string all_fixes;  ///< with `, ` between them
  std::string suggested_fix;
  std::string url;
  std::string feed;
  std::string cpe;
  std::string cpe23;
  std::string detected_at;
  std::string fix_observed_at;
  std::string annotation_status;
  RatingRecord rating;
  EpssRecord epss;
  /// The highest of the list.
  EpssRecord highest_epss;
  bool will_not_fix = false;
  bool is_kev = false;
  bool is_inherited = false;

  void begin();
  void end_rating();
  void end_epss();
  /// Completes `row`; false when it has no identifier or no package.
  bool finish();

 private:
  void add_score(const char* version, double score);
  void set_fix();
  void set_extra();
};

}  // namespace portside::anchore
