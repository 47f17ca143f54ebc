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
    impl_->check(format::kReleases, record.releases);
    DataSource source;
    source.name = impl_->text(record.name);
    source.remark = impl_->text(record.remark);
    for (std::uint32_t i = 0; i < record.releases.count; ++i) {
      const format::ReleaseRecord release = impl_->release(record.releases.first + i);
      source.releases.push_back(
          {std::string(impl_->text(release.name)), release.updated_at, release.packages});
    }
    sources.push_back(std::move(source));
  }
  return sources;
}

namespace {

/// Calls `act` with what each source that speaks for the release says of it.
template <typename Act>
void for_each_source_of(const Index::Impl& index, std::string_view release, Act act) {
  for (std::size_t at = 0; at < index.count(format::kReleases); ++at) {
    const format::ReleaseRecord record = index.release(at);
    if (index.text(record.name) == release) act(record);
  }
}

}  // namespace

bool Index::covers(std::string_view release) const {
  bool covered = false;
  for_each_source_of(*impl_, release, [&](const format::ReleaseRecord&) { covered = true; });
  return covered;
}

Millis Index::updated_at(std::string_view release) const {
  Millis newest = 0;
  for_each_source_of(*impl_, release, [&](const format::ReleaseRecord& record) {
    newest = std::max(newest, record.updated_at);
  });
  return newest;
}

void Index::verify() const {
  impl_->verify();
}

}  // namespace portside::advisory
