// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "offline/image_paths.hpp"
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

/// Bytes of memory for what is kept of an image: content, and what it takes to know its paths.
struct KeptBytes {
  std::uint64_t all = 0;
  /// Of all, those that are not for databases of SQLite.
  std::uint64_t text = 0;
};

/// What one path takes, beside its letters and content; roughly.
inline constexpr std::uint64_t kPathOverhead = 128;

/// Collects the LayerFiles of a tar. What was collected is to be believed when the whole layer was
/// verified, and not before.
class LayerCollector final : public sdk::TarVisitor {
 public:
  /// `interest` and `paths` have to outlive this; `paths` is that of all layers, and learns those
  /// of this one. `kept` is what lower layers keep, of at most `limits`. `what` names the layer in
  /// messages.
  LayerCollector(const Interest& interest, ImagePaths& paths, KeptBytes limits, KeptBytes kept,
                 std::string what);
  LayerCollector(const LayerCollector&) = delete;
  LayerCollector& operator=(const LayerCollector&) = delete;

  /// Throws kTooLarge, kMalformedData (a path out of the root that may tell of packages),
  /// kUnsupported (a package database that is stored as a sparse file).
  bool entry(const sdk::TarEntry& entry) override;
  void content(std::string_view piece) override;
  void content_end() override;

  LayerFiles take() { return std::move(files_); }

 private:
  bool whiteout(std::string_view path);
  LayerEntry read_link(std::string_view path, const sdk::TarEntry& entry);
  void note(const LayerEntry& entry);
  void add(LayerEntry entry);
  void keep(std::string_view path, std::uint64_t size, bool is_text);
  [[noreturn]] void leads_out(std::string_view path) const;

  const Interest& interest_;
  ImagePaths& paths_;
  const KeptBytes limits_;
  const std::string what_;
  KeptBytes kept_;
  LayerFiles files_;
  std::string path_buffer_;
  std::string place_buffer_;
  std::string content_;
  std::size_t content_size_ = 0;
};

}  // namespace portside::offline
