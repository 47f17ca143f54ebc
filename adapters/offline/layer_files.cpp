// SPDX-License-Identifier: Apache-2.0
#include "offline/layer_files.hpp"

#include <utility>

#include "offline/path.hpp"
#include "portside/api/error.hpp"

namespace portside::offline {
namespace {

using sdk::TarEntryKind;

/// OCI image specification, "Image Layer Filesystem Changeset", whiteouts.
constexpr std::string_view kWhiteout = ".wh.";
constexpr std::string_view kOpaque = ".wh..wh..opq";
/// The rest of these names were a storage driver's own business.
constexpr std::string_view kOfDriver = ".wh..wh.";

constexpr std::size_t kMaxEntries = 100'000;

}  // namespace

LayerCollector::LayerCollector(const Interest& interest, std::uint64_t max_bytes, std::string what)
    : interest_(interest), max_bytes_(max_bytes), what_(std::move(what)) {}

bool LayerCollector::entry(const sdk::TarEntry& entry) {
  const std::string_view path = clean_path(entry.path, path_buffer_, what_);
  if (entry.kind != TarEntryKind::kDirectory && whiteout(path)) return false;
  files_.file_count += entry.kind == TarEntryKind::kDirectory ? 0U : 1U;
  if (path.empty() || !interest_.has(path)) return false;
  add(path, entry);
  if (!interest_.wants_content(path)) return false;
  if (entry.kind == TarEntryKind::kSparseFile) {
    throw AdapterError(ErrorCode::kUnsupported,
                       what_ + " stores " + std::string(path) +
                           " as a sparse file; expected a plain one: build the image again "
                           "without --sparse");
  }
  if (entry.kind != TarEntryKind::kFile) return false;
  reserve(path, entry.size);
  return true;
}

bool LayerCollector::whiteout(std::string_view path) {
  const std::string_view name = name_of(path);
  if (!name.starts_with(kWhiteout)) return false;
  const std::string_view folder = folder_of(path);
  if (name == kOpaque) {
    if (folder.empty() || interest_.has(folder)) files_.emptied.emplace_back(folder);
    return true;
  }
  if (name.starts_with(kOfDriver)) return true;
  std::string removed = joined(folder, name.substr(kWhiteout.size()));
  if (interest_.has(removed)) files_.removed.push_back(std::move(removed));
  return true;
}

void LayerCollector::add(std::string_view path, const sdk::TarEntry& entry) {
  if (files_.entries.size() == kMaxEntries) {
    throw AdapterError(ErrorCode::kTooLarge,
                       what_ + " has more than " + std::to_string(kMaxEntries) +
                           " files that tell of packages, which no image needs");
  }
  std::string target(entry.link_target);
  if (entry.kind == TarEntryKind::kHardLink) {
    std::string buffer;
    target = clean_path(entry.link_target, buffer, what_);
  }
  files_.entries.push_back({std::string(path), entry.kind, std::move(target), nullptr});
}

void LayerCollector::reserve(std::string_view path, std::uint64_t size) {
  if (size > max_bytes_ - kept_bytes_) {
    throw AdapterError(ErrorCode::kTooLarge,
                       what_ + " has more than " + std::to_string(max_bytes_) +
                           " bytes of package databases (" + std::string(path) +
                           "); max_database_bytes raises the limit");
  }
  kept_bytes_ += size;
}

void LayerCollector::content(std::string_view piece) {
  content_ += piece;
}

void LayerCollector::content_end() {
  files_.entries.back().content = std::make_shared<const std::string>(std::move(content_));
  content_ = {};
}

}  // namespace portside::offline
