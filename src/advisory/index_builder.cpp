// SPDX-License-Identifier: Apache-2.0
#include "advisory/index_builder.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

#include "advisory/index_content.hpp"
#include "advisory/new_file.hpp"
#include "portside/api/error.hpp"

namespace portside::advisory {
namespace {

using format::AdvisoryRecord;
using format::Extent;

constexpr std::string_view kCut = " ...";

/// The beginning of a description, not ending within a character of UTF-8.
std::string shortened(std::string_view text) {
  if (text.size() <= IndexBuilder::kLongestDescription) return std::string(text);
  std::size_t end = IndexBuilder::kLongestDescription - kCut.size();
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  while (end > 0 && continues(end)) --end;
  return std::string(text.substr(0, end)).append(kCut);
}

[[noreturn]] void refuse(const std::string& why) {
  throw AdapterError(ErrorCode::kInvalidArgument, why);
}

void check_text(const std::string& text, const char* what, const std::string& id) {
  if (text.size() <= IndexBuilder::kLongestText) return;
  refuse("advisory " + id.substr(0, 64) + ": " + what + " has " + std::to_string(text.size()) +
         " bytes, at most " + std::to_string(IndexBuilder::kLongestText) + " are kept");
}

void check_texts(const std::vector<std::string>& texts, const char* what, const std::string& id) {
  for (const std::string& text : texts) check_text(text, what, id);
}

void check(const AffectedPackage& affected, const std::string& id) {
  if (affected.release.empty()) refuse("advisory " + id + ": a package has no release");
  if (affected.package.empty()) refuse("advisory " + id + ": a package has no name");
  check_text(affected.release, "a release", id);
  check_text(affected.package, "a package name", id);
  check_text(affected.module, "a module", id);
  check_text(affected.severity_text, "a severity", id);
  check_text(affected.status, "a status", id);
  check_texts(affected.versions, "a version", id);
  for (const VersionRange& range : affected.ranges) {
    check_text(range.introduced, "a version", id);
    check_text(range.fixed, "a version", id);
    check_text(range.last_affected, "a version", id);
    check_text(range.limit, "a version", id);
  }
}

void check(const Advisory& advisory) {
  if (advisory.id.empty()) refuse("an advisory has no id");
  check_text(advisory.id, "its id", advisory.id);
  check_texts(advisory.aliases, "an alias", advisory.id);
  check_texts(advisory.links, "a link", advisory.id);
  check_texts(advisory.cwe_ids, "a CWE id", advisory.id);
  check_texts(advisory.cvss_vectors, "a CVSS vector", advisory.id);
  for (const AffectedPackage& affected : advisory.affected) check(affected, advisory.id);
}

/// Ranges without any version in them left out.
std::vector<VersionRange> real_ranges(const AffectedPackage& affected) {
  std::vector<VersionRange> ranges;
  for (const VersionRange& range : affected.ranges) {
    if (range.fixed != "0" && range.limit != "0") ranges.push_back(range);
  }
  return ranges;
}

void count_in(std::size_t& bytes, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) bytes += text.size();
}

/// At most as many bytes will be added.
std::size_t text_bytes(const Advisory& advisory) {
  std::size_t bytes = advisory.id.size() + 2 * IndexBuilder::kLongestDescription;
  for (const auto* texts :
       {&advisory.aliases, &advisory.links, &advisory.cwe_ids, &advisory.cvss_vectors}) {
    count_in(bytes, *texts);
  }
  for (const AffectedPackage& each : advisory.affected) {
    bytes += each.release.size() + each.package.size() + each.module.size() +
             each.severity_text.size() + each.status.size();
    count_in(bytes, each.versions);
    for (const VersionRange& range : each.ranges) {
      bytes += range.introduced.size() + range.fixed.size() + range.last_affected.size() +
               range.limit.size();
    }
  }
  return bytes;
}

}  // namespace

struct IndexBuilder::Impl {
  explicit Impl(const Limits& most) : limits(most) {}

  void begin_source(const DataSource& source);
  IndexContent::Source& source();
  void require_room(const Advisory& advisory) const;
  std::uint32_t add_details(const Advisory& advisory);
  void add_row(std::uint32_t advisory, const AffectedPackage& affected,
               const std::vector<VersionRange>& ranges);
  Extent add_list(const std::vector<std::string>& texts);

  const Limits limits;
  IndexContent content;
  std::optional<std::size_t> present_source;
  /// Advisories by what they consist of.
  std::unordered_map<std::string, std::uint32_t> known;
};

void IndexBuilder::Impl::begin_source(const DataSource& source) {
  if (source.name.empty()) refuse("a source of advisories has no name");
  const std::uint32_t name = content.texts.add(source.name);
  const std::uint32_t remark = content.texts.add(source.remark);
  const auto same = [&](const IndexContent::Source& other) {
    return other.name == name && other.remark == remark;
  };
  auto place = std::find_if(content.sources.begin(), content.sources.end(), same);
  if (place == content.sources.end()) {
    place = content.sources.insert(place, {name, remark, {}});
  }
  for (const SourceRelease& release : source.releases) {
    place->speaks_for(content.texts.add(release.name), release.updated_at);
  }
  present_source = static_cast<std::size_t>(place - content.sources.begin());
}

IndexContent::Source& IndexBuilder::Impl::source() {
  if (!present_source) refuse("begin_source() comes before the first advisory");
  return content.sources[*present_source];
}

void IndexBuilder::Impl::require_room(const Advisory& advisory) const {
  std::size_t ranges = content.ranges.size();
  std::size_t listed = content.lists.size() + advisory.aliases.size() + advisory.links.size() +
                       advisory.cwe_ids.size() + advisory.cvss_vectors.size();
  for (const AffectedPackage& each : advisory.affected) {
    ranges += each.ranges.size();
    listed += each.versions.size();
  }
  const std::size_t rows = content.rows.size() + advisory.affected.size();
  if (std::max({rows, ranges, listed}) > limits.entries) {
    throw AdapterError(ErrorCode::kTooLarge, "the index of advisories is full: it has room for " +
                                                 std::to_string(limits.entries) +
                                                 " rows, ranges or listed texts");
  }
  if (content.texts.bytes() + text_bytes(advisory) > limits.text_bytes) {
    throw AdapterError(ErrorCode::kTooLarge, "the index of advisories is full: it has room for " +
                                                 std::to_string(limits.text_bytes) +
                                                 " bytes of text");
  }
}

Extent IndexBuilder::Impl::add_list(const std::vector<std::string>& texts) {
  const auto first = static_cast<std::uint32_t>(content.lists.size());
  for (const std::string& text : texts) content.lists.push_back(content.texts.add(text));
  return {first, static_cast<std::uint32_t>(texts.size())};
}

/// Feeds bring one advisory package by package: what is said of it is kept once.
std::uint32_t IndexBuilder::Impl::add_details(const Advisory& advisory) {
  std::vector<std::uint32_t> parts = {content.texts.add(advisory.id),
                                      static_cast<std::uint32_t>(*present_source),
                                      content.texts.add(shortened(advisory.title)),
                                      content.texts.add(shortened(advisory.description))};
  for (const auto* texts :
       {&advisory.aliases, &advisory.links, &advisory.cwe_ids, &advisory.cvss_vectors}) {
    parts.push_back(static_cast<std::uint32_t>(texts->size()));
    for (const std::string& text : *texts) parts.push_back(content.texts.add(text));
  }
  const std::string key(reinterpret_cast<const char*>(parts.data()),
                        parts.size() * sizeof(parts[0]));
  const auto [place, is_new] =
      known.try_emplace(key, static_cast<std::uint32_t>(content.advisories.size()));
  if (is_new) {
    AdvisoryRecord record{parts[0], parts[1], parts[2], parts[3], {}, {}, {}, {}};
    record.aliases = add_list(advisory.aliases);
    record.links = add_list(advisory.links);
    record.cwe_ids = add_list(advisory.cwe_ids);
    record.cvss_vectors = add_list(advisory.cvss_vectors);
    content.advisories.push_back(record);
  }
  return place->second;
}

void IndexBuilder::Impl::add_row(std::uint32_t advisory, const AffectedPackage& affected,
                                 const std::vector<VersionRange>& ranges) {
  TextPool& texts = content.texts;
  IndexContent::Row row;
  row.group = {texts.add(affected.release), static_cast<std::uint32_t>(affected.name_kind),
               texts.add(affected.package)};
  row.record.advisory = advisory;
  row.record.severity = static_cast<std::int32_t>(affected.severity);
  row.record.severity_text = texts.add(affected.severity_text);
  row.record.status = texts.add(affected.status);
  row.record.module = texts.add(affected.module);
  row.record.ranges = {static_cast<std::uint32_t>(content.ranges.size()),
                       static_cast<std::uint32_t>(ranges.size())};
  for (const VersionRange& range : ranges) {
    const std::string_view introduced = range.introduced;
    content.ranges.push_back({texts.add(introduced == "0" ? "" : introduced),
                              texts.add(range.fixed), texts.add(range.last_affected),
                              texts.add(range.limit)});
  }
  row.record.versions = add_list(affected.versions);
  source().speaks_for(row.group.release, 0);
  content.rows.push_back(row);
}

IndexBuilder::IndexBuilder() : IndexBuilder(Limits()) {}

IndexBuilder::IndexBuilder(const Limits& limits) : impl_(std::make_unique<Impl>(limits)) {}

IndexBuilder::~IndexBuilder() = default;

void IndexBuilder::begin_source(const DataSource& source) {
  impl_->begin_source(source);
}

void IndexBuilder::updated_at(const std::string& release, Millis time) {
  impl_->source().speaks_for(impl_->content.texts.add(release), time);
}

void IndexBuilder::add(const Advisory& advisory) {
  impl_->source();
  check(advisory);
  impl_->require_room(advisory);
  std::optional<std::uint32_t> details;
  for (const AffectedPackage& affected : advisory.affected) {
    const auto ranges = real_ranges(affected);
    if (ranges.empty() && affected.versions.empty()) {
      impl_->source().speaks_for(impl_->content.texts.add(affected.release), 0);
      continue;
    }
    if (!details) details = impl_->add_details(advisory);
    impl_->add_row(*details, affected, ranges);
  }
}

std::size_t IndexBuilder::rows() const noexcept {
  return impl_->content.rows.size();
}

void IndexBuilder::write(const std::string& path, Millis built_at) const {
  replace_file(path, file_of(impl_->content, built_at));
}

}  // namespace portside::advisory
