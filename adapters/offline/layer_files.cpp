// SPDX-License-Identifier: Apache-2.0
#include "offline/layer_files.hpp"

#include <algorithm>
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

LayerCollector::LayerCollector(const Interest& interest, ImagePaths& paths, KeptBytes limits,
                               KeptBytes kept, std::string what)
    : interest_(interest), paths_(paths), limits_(limits), what_(std::move(what)), kept_(kept) {
  paths_.begin_layer();
}

bool LayerCollector::entry(const sdk::TarEntry& entry) {
  const CleanPath clean = clean_path(entry.path, path_buffer_);
  const std::string_view path = paths_.place_of(clean.path, place_buffer_);
  if (clean.is_outside) {
    // Some runtimes refuse it, others cut it at the root.
    if (entry.kind == TarEntryKind::kSymlink || name_of(path).starts_with(kWhiteout) ||
        interest_.has(path)) {
      leads_out(entry.path);
    }
    return false;
  }
  if (path.empty() || whiteout(path)) return false;  // the root, or behind links in a circle
  files_.file_count += entry.kind == TarEntryKind::kDirectory ? 0U : 1U;
  LayerEntry made = read_link(path, entry);
  note(made);
  if (!interest_.has(path)) return false;
  const bool wants_content = interest_.wants_content(path);
  add(std::move(made));
  if (!wants_content) return false;
  if (entry.kind == TarEntryKind::kSparseFile) {
    throw AdapterError(ErrorCode::kUnsupported,
                       what_ + " stores " + std::string(path) +
                           " as a sparse file; expected a plain one: build the image again "
                           "without --sparse");
  }
  if (entry.kind != TarEntryKind::kFile) return false;
  keep(path, entry.size, interest_.is_text(path));
  content_size_ = static_cast<std::size_t>(entry.size);
  return true;
}

/// Runtimes go by the name alone, whatever the entry is.
bool LayerCollector::whiteout(std::string_view path) {
  const std::string_view name = name_of(path);
  if (!name.starts_with(kWhiteout)) return false;
  const std::string_view folder = folder_of(path);
  if (name == kOpaque) {
    paths_.remove_below(folder);
    if (!folder.empty() && !interest_.has(folder)) return true;
    keep(path, path.size() + kPathOverhead, true);
    files_.emptied.emplace_back(folder);
    return true;
  }
  if (name.starts_with(kOfDriver)) return true;
  std::string removed = joined(folder, name.substr(kWhiteout.size()));
  paths_.remove(removed);
  if (!interest_.has(removed)) return true;
  keep(path, path.size() + kPathOverhead, true);
  files_.removed.push_back(std::move(removed));
  return true;
}

/// A hard link to a symlink is one more symlink.
LayerEntry LayerCollector::read_link(std::string_view path, const sdk::TarEntry& entry) {
  LayerEntry made{std::string(path), entry.kind, std::string(entry.link_target), nullptr};
  if (entry.kind != TarEntryKind::kHardLink) return made;
  std::string buffer;
  const CleanPath target = clean_path(entry.link_target, buffer);
  if (target.is_outside && interest_.has(path)) leads_out(entry.link_target);
  std::string place_buffer;
  made.target = paths_.place_of(target.path, place_buffer);
  if (const std::string* link = paths_.link_at(made.target)) {
    made.kind = TarEntryKind::kSymlink;
    made.target = *link;
  }
  return made;
}

void LayerCollector::note(const LayerEntry& entry) {
  switch (entry.kind) {
    case TarEntryKind::kSymlink: paths_.add_link(entry.path, entry.target); break;
    case TarEntryKind::kDirectory: paths_.add_folder(entry.path); break;
    default: paths_.add_file(entry.path); break;
  }
}

void LayerCollector::add(LayerEntry entry) {
  if (files_.entries.size() == kMaxEntries) {
    throw AdapterError(ErrorCode::kTooLarge,
                       what_ + " has more than " + std::to_string(kMaxEntries) +
                           " files that tell of packages, which no image needs");
  }
  keep(entry.path, entry.path.size() + entry.target.size() + kPathOverhead, true);
  files_.entries.push_back(std::move(entry));
}

void LayerCollector::keep(std::string_view path, std::uint64_t size, bool is_text) {
  const std::uint64_t left = limits_.all - std::min(limits_.all, kept_.all);
  const std::uint64_t text_left = limits_.text - std::min(limits_.text, kept_.text);
  if (size > left) {
    throw AdapterError(ErrorCode::kTooLarge,
                       what_ + " and those below have more than " + std::to_string(limits_.all) +
                           " bytes of package databases (" + shown_path(path) +
                           "); max_database_bytes raises the limit");
  }
  if (is_text && size > text_left) {
    throw AdapterError(ErrorCode::kTooLarge, what_ + " and those below have more than " +
                                                 std::to_string(limits_.text) +
                                                 " bytes of text about packages (" +
                                                 shown_path(path) + "), which no image needs");
  }
  kept_.all += size;
  if (is_text) kept_.text += size;
}

void LayerCollector::leads_out(std::string_view path) const {
  throw AdapterError(ErrorCode::kMalformedData,
                     what_ + " has the path '" + shown_path(path) +
                         "'; expected one that stays inside: nothing may lead out of an image");
}

/// Memory grows with what came, not with what a header promises, and ends at the size.
void LayerCollector::content(std::string_view piece) {
  constexpr std::size_t kFirst = std::size_t{1} << 20U;
  constexpr std::size_t kFactor = 8;
  const std::size_t needed = content_.size() + piece.size();
  if (needed > content_.capacity()) {
    const std::size_t step = std::max(kFirst, content_.capacity() * kFactor);
    content_.reserve(std::max(needed, std::min(content_size_, step)));
  }
  content_ += piece;
}

void LayerCollector::content_end() {
  files_.entries.back().content = std::make_shared<const std::string>(std::move(content_));
  content_ = {};
}

}  // namespace portside::offline
