// SPDX-License-Identifier: Apache-2.0
#include "feeds/feed_sink.hpp"

namespace portside::feeds {

std::string_view source_name(Source source) noexcept {
  switch (source) {
    case Source::kOsv: return "osv";
    case Source::kAlpineSecdb: return "alpine-secdb";
    case Source::kDebianTracker: return "debian-security-tracker";
    case Source::kDebianChangelogs: return "debian-changelogs";
  }
  return "";
}

std::string_view source_remark(Source source) noexcept {
  switch (source) {
    case Source::kOsv: return "";
    case Source::kAlpineSecdb: return "Fixed issues only; no severities; as old as its file.";
    case Source::kDebianTracker: return "As old as its file.";
    case Source::kDebianChangelogs:
      return "Issues that changelogs name as fixed, of the packages that were read, only; no "
             "severities; the first entry that names an issue counts as its fix, also where a "
             "later one completes it.";
  }
  return "";
}

}  // namespace portside::feeds
