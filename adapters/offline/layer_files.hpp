// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "offline/interest.hpp"
#include "portside/sdk/tar_reader.hpp"

namespace portside::offline {

/// One entry of a layer at a path of interest, in the order of its tar.
struct LayerEntry {
  std::string path;
  sdk::TarEntryKind kind = sdk::TarEntryKind::kFile;
  /// Of symlinks as it is written, of hard links a path of the tree.
  std::string target;
  /// Null when nobody wants it.
  std::shared_ptr<const std::string> content;
};

/// What one layer does to the paths of interest.
struct LayerFiles {
  std::vector<LayerEntry> entries;
  /// Paths of lower layers that the layer removes, and folders that hide all of theirs.
  std::vector<std::string> removed;
  std::vector<std::string> emptied;
  /// Files and links of any path.
  std::uint64_t file_count = 0;
};

/// Collects the LayerFiles of a tar. What was collected is to be believed when the whole layer was
/// verified, and not before.
class LayerCollector final : public sdk::TarVisitor {
 public:
  /// `interest` has to outlive this. At most `max_bytes` of content are kept. `what` names the
  /// layer in messages.
  LayerCollector(const Interest& interest, std::uint64_t max_bytes, std::string what);
  LayerCollector(const LayerCollector&) = delete;
  LayerCollector& operator=(const LayerCollector&) = delete;

  /// Throws kTooLarge, kMalformedData (a path with `..`), kUnsupported (a package database that is
  /// stored as a sparse file).
  bool entry(const sdk::TarEntry& entry) override;
  void content(std::string_view piece) override;
  void content_end() override;

  LayerFiles take() { return std::move(files_); }

 private:
  bool whiteout(std::string_view path);
  void add(std::string_view path, const sdk::TarEntry& entry);
  void reserve(std::string_view path, std::uint64_t size);

  const Interest& interest_;
  const std::uint64_t max_bytes_;
  const std::string what_;
  std::uint64_t kept_bytes_ = 0;
  LayerFiles files_;
  std::string path_buffer_;
  std::string content_;
};

}  // namespace portside::offline
