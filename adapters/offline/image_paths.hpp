// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace portside::offline {

/// What is known about all paths of an image, of interest or not, while its layers are read bottom
/// up: the symlinks, because entries may be written through them, and roughly which paths there
/// are, because nobody has to look for others. Paths are clean (clean_path()).
class ImagePaths {
 public:
  /// Symlinks may take `max_link_bytes` of memory.
  explicit ImagePaths(std::uint64_t max_link_bytes = std::uint64_t{64} << 20U);

  void begin_layer() { ++layer_; }

  /// Where an entry lies: its folder without links, then its name. `buffer` is used where links
  /// were followed; the result may view it. Returns nothing known ("") for links in a circle.
  std::string_view place_of(std::string_view path, std::string& buffer) const;

  /// An entry that is no whiteout, at its place. A symlink has a target; what is no folder takes
  /// the place of all that was below. Throws kTooLarge.
  void add_link(std::string_view place, std::string_view target);
  void add_folder(std::string_view place);
  void add_file(std::string_view place);

  /// Whiteouts: they are about lower layers only.
  void remove(std::string_view place);
  void remove_below(std::string_view folder);

  /// The target of the symlink there, or null.
  const std::string* link_at(std::string_view place) const;

  struct Trail {
    std::string end;
    /// The symlinks on the way.
    std::vector<std::string> links;
    bool has_end = false;
  };
  Trail resolve(std::string_view path) const;

  /// Whether an entry was at this place in some layer, or directly in it. A "no" is certain.
  bool may_have(std::string_view place) const;

 private:
  struct Link {
    std::string target;
    std::size_t layer = 0;
  };
  using Links = std::map<std::string, Link, std::less<>>;

  void note(std::string_view place);
  void note_one(std::string_view place);
  Links::iterator erase(Links::iterator link);
  void erase_all(std::string_view place, std::size_t end_layer);
  void erase_below(std::string_view folder, std::size_t end_layer);

  const std::uint64_t max_link_bytes_;
  std::uint64_t link_bytes_ = 0;
  std::size_t layer_ = 0;
  Links links_;
  /// A Bloom filter.
  std::vector<std::uint64_t> seen_;
};

}  // namespace portside::offline
