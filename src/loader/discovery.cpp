// SPDX-License-Identifier: Apache-2.0
#include "loader/discovery.hpp"

#include <dirent.h>
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "loader/printable.hpp"

namespace portside::loader {
namespace {

using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

bool is_plugin_name(std::string_view name) {
  return name.front() != '.' && name.size() > 3 && name.substr(name.size() - 3) == ".so";
}

/// The plugin files of a folder, sorted. `error` is what the operating system says, or 0.
std::vector<std::string> plugin_names(DIR* folder, int& error) {
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(folder)) {
    if (is_plugin_name(entry->d_name)) names.emplace_back(entry->d_name);
    errno = 0;
  }
  error = errno;
  std::sort(names.begin(), names.end());
  return names;
}

/// Who has a name.
struct Owner {
  enum class Kind { kUnfitConfigured, kFile } kind;
  /// Its place among the files found.
  std::size_t file;
};

/// What a later plugin of a name is told.
std::string shadowed_by(Owner::Kind owner, const std::string& path, const std::string& name) {
  if (owner == Owner::Kind::kUnfitConfigured) {
    return "the configuration gives the name " + name + " to " + path +
           ", which is not usable; correct or remove it under plugins.files";
  }
  return "another plugin named " + name + " was found before it, " + path +
         "; remove one of the two, or give one another name";
}

/// Collects what was found and decides who comes first.
class Search {
 public:
  Search(const TrustOptions& trust, const HostAbi& host) : trust_(trust), host_(host) {}

  /// A file that the configuration names. It keeps the name also when it is unfit: somebody chose
  /// this file, and another one in its place would be a surprise.
  void add_configured(const std::string& name, const std::string& path) {
    JudgedFile file = judge_file(path, -1, host_, trust_);
    if (file.state == PluginState::kAvailable && file.name != name) {
      reject(file, PluginState::kRefused,
             {PluginReason::kWrongName, "its name is " + file.name +
                                            ", the configuration calls it " + printable(name) +
                                            "; write its own name under plugins.files"});
    }
    claim(file);
    owners_.try_emplace(name, Owner{Owner::Kind::kUnfitConfigured, found_.files.size()});
    found_.files.push_back(std::move(file));
  }

  void add_folder(const std::string& path) {
    const Folder folder(::opendir(path.c_str()), &::closedir);
    int error = errno;
    if (folder != nullptr) {
      const std::vector<std::string> names = plugin_names(folder.get(), error);
      found_.files.reserve(found_.files.size() + names.size());
      owners_.reserve(owners_.size() + names.size());
      std::string file_path = path.back() == '/' ? path : path + '/';
      const std::size_t folder_length = file_path.size();
      for (const std::string& name : names) {
        file_path.replace(folder_length, std::string::npos, name);
        JudgedFile file = judge_file(file_path, ::dirfd(folder.get()), host_, trust_);
        claim(file);
        found_.files.push_back(std::move(file));
      }
    }
    if (folder == nullptr || error != 0) {
      found_.unreadable_folders.push_back(unreadable(path, error));
    }
  }

  Discovered take() { return std::move(found_); }

 private:
  static std::string unreadable(const std::string& path, int error) {
    return printable(path) + ": the plugin folder cannot be read (" +
           std::generic_category().message(error) +
           "); make it readable, or remove it from plugins.dirs";
  }

  std::string path_of(std::size_t file) const { return printable(found_.files[file].path); }

  /// Gives a fit file its name, unless the file or the name was there before.
  void claim(JudgedFile& file) {
    if (file.state != PluginState::kAvailable) return;
    const auto [same, is_new_file] =
        files_.try_emplace({file.identity.device, file.identity.inode}, found_.files.size());
    if (!is_new_file) {
      reject(
          file, PluginState::kRefused,
          {PluginReason::kDuplicate, "the same file as " + path_of(same->second) +
                                         ", which was found before; remove one of the two paths"});
      return;
    }
    const auto [owner, is_new_name] =
        owners_.try_emplace(file.name, Owner{Owner::Kind::kFile, found_.files.size()});
    if (is_new_name) return;
    reject(file, PluginState::kShadowed,
           {PluginReason::kDuplicate,
            shadowed_by(owner->second.kind, path_of(owner->second.file), file.name)});
  }

  PathTrust trust_;
  const HostAbi& host_;
  Discovered found_;
  std::unordered_map<std::string, Owner> owners_;
  /// Device and inode of a fit file -> its place among the files found.
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> files_;
};

}  // namespace

Discovered discover(const PluginOptions& options, const TrustOptions& trust, const HostAbi& host) {
  Search search(trust, host);
  for (const auto& [name, path] : options.files) search.add_configured(name, path);
  for (const std::string& folder : options.dirs) search.add_folder(folder);
  return search.take();
}

}  // namespace portside::loader
