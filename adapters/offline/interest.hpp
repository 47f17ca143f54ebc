// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

namespace portside::offline {

/// Which paths of an image matter: a few files, and every folder on the way to them, because a link
/// or a whiteout there changes what the files are. All else of a layer streams past.
class Interest {
 public:
  /// The files that packages and the operating system are known from.
  static Interest in_packages();

  enum class Content { kText, kSqlite };

  /// The content of this file is wanted. Text has a lower limit, also where both are expected.
  void add_file(const std::string& path, Content content = Content::kText);
  /// Only whether it is there.
  void add_presence(const std::string& path);
  /// The content of all files directly in this folder is wanted.
  void add_folder(const std::string& path);

  /// Whether the path is one of those, or a folder on the way.
  bool has(std::string_view path) const noexcept;
  bool wants_content(std::string_view path) const noexcept;

  /// Whether a file whose content is wanted is to be text.
  bool is_text(std::string_view path) const noexcept;

  /// Grows whenever something is added.
  std::size_t size() const noexcept { return paths_.size() + files_.size() + folders_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>()(text);
    }
  };

  bool is_in_folder(std::string_view path) const noexcept;

  std::unordered_set<std::string, Hash, std::equal_to<>> paths_;
  std::map<std::string, Content, std::less<>> files_;
  std::set<std::string, std::less<>> folders_;
  /// Most paths are told apart by this alone.
  std::size_t longest_ = 0;
};

}  // namespace portside::offline
