// SPDX-License-Identifier: Apache-2.0
#include "advisory/index.hpp"

#include <algorithm>

#include "advisory/index_impl.hpp"

namespace portside::advisory {

Index::Index(const std::string& path) : impl_(std::make_unique<const Impl>(path)) {}
Index::~Index() = default;

Millis Index::built_at() const noexcept {
  return impl_->header().built_at;
}

std::size_t Index::size() const noexcept {
  return impl_->count(format::kRows);
}

std::vector<DataSource> Index::sources() const {
  std::vector<DataSource> sources;
  for (std::size_t at = 0; at < impl_->count(format::kSources); ++at) {
    const format::SourceRecord record = impl_->source(at);
    impl_->check(format::kLists, record.releases);
    DataSource source;
    source.name = impl_->text(record.name);
    source.remark = impl_->text(record.remark);
    source.updated_at = record.updated_at;
    for (std::uint32_t i = 0; i < record.releases.count; ++i) {
      source.releases.emplace_back(impl_->listed(record.releases.first + i));
    }
    sources.push_back(std::move(source));
  }
  return sources;
}

namespace {

/// Calls `act` with each source that speaks for the release.
template <typename Act>
void for_each_source_of(const Index::Impl& index, std::string_view release, Act act) {
  for (std::size_t at = 0; at < index.count(format::kSources); ++at) {
    const format::SourceRecord source = index.source(at);
    index.check(format::kLists, source.releases);
    for (std::uint32_t i = 0; i < source.releases.count; ++i) {
      if (index.listed(source.releases.first + i) == release) {
        act(source);
        break;
      }
    }
  }
}

}  // namespace

bool Index::covers(std::string_view release) const {
  bool covered = false;
  for_each_source_of(*impl_, release, [&](const format::SourceRecord&) { covered = true; });
  return covered;
}

Millis Index::updated_at(std::string_view release) const {
  Millis newest = 0;
  for_each_source_of(*impl_, release, [&](const format::SourceRecord& source) {
    newest = std::max(newest, source.updated_at);
  });
  return newest;
}

void Index::verify() const {
  impl_->verify();
}

}  // namespace portside::advisory
