// SPDX-License-Identifier: Apache-2.0
#include "runtime/plugin_catalog.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "loader/discovery.hpp"
#include "loader/plugin_loader.hpp"
#include "loader/printable.hpp"
#include "portside/api/error.hpp"
#include "words/nearest_word.hpp"
#include "words/word_list.hpp"

namespace portside::runtime {
namespace {

constexpr Millis kProbeDeadline = 5'000;

bool makes(const PluginInfo& info, std::string_view kind) {
  return std::find(info.kinds.begin(), info.kinds.end(), kind) != info.kinds.end();
}

/// The name that a file without a readable note is meant to have: `NAME.so` or `libNAME.so`.
bool is_file_of(const std::string& path, const std::string& name) {
  const std::string file = path.substr(path.rfind('/') + 1);
  return file == name + ".so" || file == "lib" + name + ".so";
}

/// A constructor may succeed another time; a library that is missing or malformed is that for good.
PluginState state_of(const loader::Refusal& trouble) {
  return trouble.reason == PluginReason::kNoObject ? PluginState::kAvailable : PluginState::kFailed;
}

/// The code that runs stays what it is; that the file no longer is has to be said.
void note_change_on_disk(const loader::JudgedFile& file, PluginInfo& info) {
  struct stat status {};
  const bool there = ::stat(file.real_path.c_str(), &status) == 0;
  if (there && loader::FileIdentity::of(status) == file.identity) return;
  info.reason_code = PluginReason::kChangedOnDisk;
  info.reason = loader::printable(info.path) + ": the file " +
                (there ? "was replaced" : "is gone") +
                " since it was loaded; the loaded code stays in use, restart the host to change it";
}

/// `(searched /a and /b; 5 files looked at)`.
std::string searched(const std::vector<std::string>& dirs, std::size_t files) {
  constexpr std::size_t kMaxNamed = 3;
  std::vector<std::string> folders;
  for (std::size_t i = 0; i < std::min(dirs.size(), kMaxNamed); ++i) {
    folders.push_back(loader::printable(dirs[i]));
  }
  if (dirs.size() > kMaxNamed) {
    folders.push_back(std::to_string(dirs.size() - kMaxNamed) + " more folders");
  }
  return (dirs.empty() ? "(plugins.dirs names no folder; "
                       : "(searched " + words::joined(folders, ", ") + "; ") +
         std::to_string(files) + (files == 1 ? " file" : " files") + " looked at)";
}

}  // namespace

struct PluginCatalog::Entry {
  explicit Entry(loader::JudgedFile judged) : file(std::move(judged)) {}

  /// Its verdict (state, reason) changes under the catalog's mutex; the rest never does.
  loader::JudgedFile file;
  /// Held while the plugin is loaded, so that it is loaded once.
  std::mutex loading;
  std::shared_ptr<const loader::LoadedPlugin> loaded;
};

PluginCatalog::PluginCatalog(const PluginOptions& options, const TrustOptions& trust,
                             std::string probe_program, log::Logger logger)
    : options_(options),
      configured_probe_program_(std::move(probe_program)),
      logger_(std::move(logger)) {
  loader::Discovered found = loader::discover(options_, trust, loader::HostAbi::of_this_build());
  unreadable_folders_ = std::move(found.unreadable_folders);
  for (const std::string& sentence : unreadable_folders_) logger_.error(sentence);
  for (loader::JudgedFile& file : found.files) {
    if (!file.warning.empty()) logger_.warning(file.warning);
    if (file.state == PluginState::kRefused) logger_.warning(file.reason);
    entries_.push_back(std::make_unique<Entry>(std::move(file)));
  }
}

PluginCatalog::~PluginCatalog() = default;

PluginInfo PluginCatalog::current_info(const Entry& entry) const {
  PluginInfo info;
  {
    const std::scoped_lock lock(mutex_);
    info = loader::info_of(entry.file);
  }
  if (info.state == PluginState::kLoaded) note_change_on_disk(entry.file, info);
  return info;
}

std::vector<PluginInfo> PluginCatalog::list() const {
  std::vector<PluginInfo> infos;
  infos.reserve(entries_.size());
  for (const auto& entry : entries_) infos.push_back(current_info(*entry));
  return infos;
}

loader::Probe& PluginCatalog::prober() {
  const std::scoped_lock lock(probe_mutex_);
  if (!probe_) {
    probe_.emplace(loader::find_probe_program(configured_probe_program_), kProbeDeadline);
  }
  return *probe_;
}

loader::Probe::Verdict PluginCatalog::probe(const Entry& entry) {
  return prober().check(entry.file.real_path, entry.file.identity);
}

std::string PluginCatalog::set_verdict(Entry& entry, PluginState state,
                                       const loader::Refusal& refusal) const {
  const std::scoped_lock lock(mutex_);
  loader::reject(entry.file, state, refusal);
  logger_.warning(entry.file.reason);
  return entry.file.reason;
}

void PluginCatalog::probe_all() {
  for (const auto& entry : entries_) {
    const std::scoped_lock loading(entry->loading);
    if (current_info(*entry).state != PluginState::kAvailable) continue;
    try {
      const loader::Probe::Verdict verdict = probe(*entry);
      if (verdict.refusal) set_verdict(*entry, PluginState::kRefused, *verdict.refusal);
      if (verdict.trouble) set_verdict(*entry, state_of(*verdict.trouble), *verdict.trouble);
    } catch (const AdapterError& error) {
      // The host's own trouble says nothing about the plugin.
      logger_.error("plugins were not tried: " + error.message);
      return;
    }
  }
}

void PluginCatalog::throw_not_found(const std::string& name) const {
  std::string detail;
  const std::vector<PluginInfo> known = list();
  std::vector<std::string_view> names;
  for (const PluginInfo& info : known) names.push_back(info.name);
  const std::string meant(words::nearest_word(name, names));
  for (const std::string& folder : options_.dirs) detail += "searched: " + folder + "\n";
  for (const std::string& sentence : unreadable_folders_) detail += sentence + "\n";
  for (const PluginInfo& info : known) {
    detail += info.reason.empty()
                  ? loader::printable(info.path) + ": is the plugin " + info.name + "\n"
                  : info.reason + "\n";
  }
  throw AdapterError(
      ErrorCode::kPluginNotFound,
      "there is no plugin " + name + ' ' + searched(options_.dirs, entries_.size()) +
          (meant.empty() ? "" : "; did you mean " + meant + "?") +
          (options_.dirs.empty() ? "; name its folder there, or its file under plugins.files"
                                 : "; install it into one of the folders or name its file "
                                   "under plugins.files"),
      detail);
}

bool PluginCatalog::is_meant(const PluginInfo& info, const std::string& name) const {
  if (const auto file = options_.files.find(name); file != options_.files.end()) {
    // The same path can be found in a folder once more, under the plugin's own name.
    return info.path == file->second && (info.name == name || info.state == PluginState::kRefused);
  }
  if (info.name.empty()) return is_file_of(info.path, name);
  // Refused for its place among the others, not for what it is: another path leads to the plugin.
  const bool other_path_leads =
      info.state == PluginState::kRefused && (info.reason_code == PluginReason::kWrongName ||
                                              info.reason_code == PluginReason::kDuplicate);
  return info.name == name && !other_path_leads;
}

PluginCatalog::Entry& PluginCatalog::find(const std::string& name) const {
  std::optional<PluginInfo> unfit;
  for (const auto& entry : entries_) {
    const PluginInfo info = current_info(*entry);
    if (!is_meant(info, name)) continue;
    if (info.state != PluginState::kAvailable && info.state != PluginState::kLoaded) {
      if (!unfit) unfit = info;
      continue;
    }
    return *entry;
  }
  if (!unfit) throw_not_found(name);
  // What was found and is unfit is the answer, not that there is nothing.
  throw AdapterError(unfit->state == PluginState::kFailed ? ErrorCode::kPluginLoadFailed
                                                          : ErrorCode::kPluginRefused,
                     unfit->reason);
}

PluginCatalog::Entry& PluginCatalog::find(const std::string& name, std::string_view kind) const {
  Entry& entry = find(name);
  const PluginInfo info = current_info(entry);
  if (makes(info, kind)) return entry;
  throw AdapterError(ErrorCode::kPluginNotFound,
                     loader::printable(info.path) + ": the plugin " + name +
                         " makes objects of kind " + words::joined(info.kinds, ", ") + ", not " +
                         std::string(kind) +
                         "; name another plugin or use this one for what it is");
}

std::vector<std::string> PluginCatalog::kinds_of(const std::string& name) const {
  return current_info(find(name)).kinds;
}

void PluginCatalog::require(const std::string& name, std::string_view kind) const {
  find(name, kind);
}

std::shared_ptr<const loader::LoadedPlugin> PluginCatalog::load(const std::string& name,
                                                                std::string_view kind) {
  Entry& entry = find(name, kind);
  const std::scoped_lock loading(entry.loading);
  if (entry.loaded) return entry.loaded;
  if (options_.probe == ProbeMode::kFirstUse) {
    if (const auto refusal = probe(entry).refusal) {
      throw AdapterError(ErrorCode::kPluginRefused,
                         set_verdict(entry, PluginState::kRefused, *refusal));
    }
  }
  auto result = loader::load_plugin(entry.file);
  if (const auto* refusal = std::get_if<loader::Refusal>(&result)) {
    throw AdapterError(ErrorCode::kPluginLoadFailed,
                       set_verdict(entry, PluginState::kFailed, *refusal));
  }
  entry.loaded = std::get<std::shared_ptr<const loader::LoadedPlugin>>(std::move(result));
  const std::scoped_lock lock(mutex_);
  entry.file.state = PluginState::kLoaded;
  entry.file.reason_code = PluginReason::kNone;
  entry.file.reason.clear();
  return entry.loaded;
}

}  // namespace portside::runtime
