// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "feeds/document.hpp"
#include "feeds/feed_sink.hpp"

namespace portside::feeds {

/// Keeps what readers give.
class RecordedFeed final : public FeedSink {
 public:
  void add(Source source, const advisory::Advisory& advisory) override {
    sources.insert(source);
    advisories.push_back(advisory);
    for (const auto& each : advisory.affected) lines.push_back(line_of(advisory, each));
  }
  void covers(Source source, const std::string& release, const std::string& part) override {
    covered.insert(std::string(source_name(source)) + ' ' + release +
                   (part.empty() ? "" : ' ' + part));
  }
  void updated_at(Source, const std::string& release, Millis time) override {
    times.push_back(time);
    dated.insert(release + ' ' + std::to_string(time));
  }
  void undetermined(Source) override { ++undetermined_count; }
  void passed_over(std::string_view why, std::string_view example) override {
    passed.emplace_back(std::string(why) + ": " + std::string(example));
  }

  /// `CVE-1 Debian:12 openssl [0,1.2) fixed high`.
  static std::string line_of(const advisory::Advisory& advisory,
                             const advisory::AffectedPackage& package) {
    std::string line = advisory.id + ' ' + package.release + ' ' + package.package;
    if (package.name_kind == advisory::NameKind::kBinary) line += " (binary)";
    if (!package.module.empty()) line += " {" + package.module + '}';
    for (const auto& range : package.ranges) {
      line += " [" + range.introduced + ',';
      line += range.last_affected.empty() ? range.fixed + ')' : range.last_affected + ']';
    }
    for (const std::string& version : package.versions) line += " =" + version;
    line += ' ' + package.status;
    return package.severity_text.empty() ? line : line + ' ' + package.severity_text;
  }

  std::set<Source> sources;
  std::vector<advisory::Advisory> advisories;
  std::vector<std::string> lines;
  std::set<std::string> covered;
  std::vector<Millis> times;
  /// `RELEASE TIME`
  std::set<std::string> dated;
  int undetermined_count = 0;
  std::vector<std::string> passed;
};

/// Reads a document that is all of `text`.
inline Format read_text(const std::string& text, FeedSink& sink, Millis modified_at = 0) {
  std::istringstream stream(text);
  return read_document(stream, modified_at, sink);
}

}  // namespace portside::feeds
