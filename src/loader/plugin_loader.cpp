// SPDX-License-Identifier: Apache-2.0
#include "loader/plugin_loader.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>

#include "loader/dynamic_library.hpp"
#include "loader/handshake.hpp"
#include "loader/printable.hpp"

namespace portside::loader {
namespace {

constexpr std::size_t kMaxLoaderText = 500;

using Outcome = std::variant<std::shared_ptr<const LoadedPlugin>, Refusal>;

/// A file whose code is in this process, also when its plugin was refused after that.
struct Resident {
  std::string real_path;
  FileIdentity identity;
  Outcome outcome;
};

struct Residents {
  std::mutex mutex;
  std::list<Resident> list;
};

/// Like the code that it describes, the list lasts until the process ends: destructors of static
/// objects can still ask for plugins.
Residents& residents() {
  static auto* const kResidents = new Residents;
  return *kResidents;
}

Refusal changed(const std::string& found) {
  return {PluginReason::kChangedOnDisk,
          found +
              "; expected the file that was judged; restart this program to use the new one, and "
              "install plugins by renaming, not by writing into them"};
}

/// Nothing when the file at the path is still the one that was judged.
std::optional<Refusal> check_unchanged(const JudgedFile& file, const char* when) {
  struct stat status {};
  if (::stat(file.real_path.c_str(), &status) != 0) {
    const std::string cause = std::generic_category().message(errno);
    return changed("the file can no longer be found (" + cause + ") " + when);
  }
  if (FileIdentity::of(status) == file.identity) return std::nullopt;
  return changed(std::string("the file was replaced or written to ") + when);
}

/// What is already known of the file. The dynamic loader compares paths, then inodes, and hands out
/// the code that it has for either, whatever the file holds now.
std::optional<Outcome> find_resident(const std::list<Resident>& list, const JudgedFile& file) {
  const FileIdentity& wanted = file.identity;
  const auto same = std::find_if(list.begin(), list.end(), [&wanted](const Resident& resident) {
    return resident.identity == wanted;
  });
  if (same != list.end()) return same->outcome;
  for (const Resident& resident : list) {
    const bool same_inode =
        resident.identity.device == wanted.device && resident.identity.inode == wanted.inode;
    if (same_inode) {
      return changed("this process runs the code that the file held before it was written to");
    }
    if (resident.real_path == file.real_path) {
      return changed("this process runs the code of an earlier file of this path");
    }
  }
  return std::nullopt;
}

/// `error` without the path that the dynamic loader mostly begins with.
Refusal load_failed(std::string error, const std::string& real_path) {
  const std::string prefix = real_path + ": ";
  if (error.compare(0, prefix.size(), prefix) == 0) error.erase(0, prefix.size());
  return {PluginReason::kLoadFailed,
          "the dynamic loader cannot load it: " + printable(error.substr(0, kMaxLoaderText)) +
              "; expected all its libraries and symbols to be found; install what is missing or "
              "rebuild the plugin"};
}

Outcome check_loaded(const JudgedFile& file, const abi::PluginDescriptor* descriptor) {
  if (auto refusal = check_unchanged(file, "while it was being loaded")) return *refusal;
  if (descriptor == nullptr) {
    return Refusal{PluginReason::kBadDescriptor,
                   std::string("exports no ") + abi::kDescriptorSymbol +
                       "; expected the descriptor that PORTSIDE_PLUGIN() defines; rebuild the "
                       "plugin with portside_add_plugin()"};
  }
  if (auto refusal = check_descriptor(*descriptor, *file.note)) return *refusal;
  return std::make_shared<const LoadedPlugin>(file.real_path, *file.note, *descriptor);
}

}  // namespace

Outcome load_plugin(const JudgedFile& file) {
  Residents& all = residents();
  // Held while loading: the dynamic loader does one at a time anyway.
  const std::lock_guard lock(all.mutex);
  if (auto known = find_resident(all.list, file)) return *known;
  if (auto refusal = check_unchanged(file, "after it was judged")) return *refusal;

  const LoadResult loaded = load_library(file.real_path);
  if (!loaded.error.empty()) return load_failed(loaded.error, file.real_path);
  const Outcome outcome = check_loaded(file, loaded.descriptor);
  all.list.push_back({file.real_path, file.identity, outcome});
  return outcome;
}

}  // namespace portside::loader
