// SPDX-License-Identifier: Apache-2.0
//
// What readers of advisories give, and to whom.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "advisory/advisory.hpp"

namespace portside::feeds {

/// Who wrote what is read.
enum class Source : std::uint8_t {
  kOsv = 0,
  kAlpineSecdb = 1,
  kDebianTracker = 2,
  kDebianChangelogs = 3,  ///< OSV records that from_changelogs made
};

/// As advisory::DataSource::name: `osv`, `alpine-secdb`, ...
std::string_view source_name(Source source) noexcept;

/// As advisory::DataSource::remark: what such data cannot say; "" = nothing to remark.
std::string_view source_remark(Source source) noexcept;

/// Takes what readers find. What it throws passes through them.
class FeedSink {
 public:
  virtual ~FeedSink() = default;

  virtual void add(Source source, const advisory::Advisory& advisory) = 0;

  /// The source speaks for a release, also when no advisory of it follows. `part`: for which
  /// repository of it, `main`; "" = for all.
  virtual void covers(Source source, const std::string& release, const std::string& part) = 0;

  /// The source has a statement of this time (epoch milliseconds) about a release that it covers.
  virtual void updated_at(Source source, const std::string& release, Millis time) = 0;

  /// The source knows of an issue (in one release of one package) without saying whether it is one.
  virtual void undetermined(Source source) = 0;

  /// Something is not given, for a reason that is the same for all of its kind: `are withdrawn`.
  /// `example` says which: an id, the name of a file. Readers never drop anything without this.
  virtual void passed_over(std::string_view why, std::string_view example) = 0;
};

}  // namespace portside::feeds
