// SPDX-License-Identifier: Apache-2.0
#include "loader/path_trust.hpp"

#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "loader/printable.hpp"

namespace portside::loader {
namespace {

/// The path without links, or "".
std::string resolve(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  return real == nullptr ? std::string() : std::string(real.get());
}

std::string trusted_users() {
  const uid_t self = ::geteuid();
  return self == 0 ? "root" : "root or user " + std::to_string(self);
}

/// An anchor ends the walk up through the folders; the file itself is looked at all the same.
Refusal untrusted(const std::string& component, const std::string& found,
                  const std::string& remedy) {
  const bool is_folder = component.starts_with("the folder ");
  return {PluginReason::kUntrusted,
          component + " " + found + ", so somebody else could have put code here; " + remedy +
              (is_folder ? ", or name a folder that you trust in trust.anchors" : "")};
}

/// `component` names what `status` belongs to.
std::optional<Refusal> check_component(const std::string& component, const struct stat& status,
                                       bool others_may_write) {
  if (status.st_uid != 0 && status.st_uid != ::geteuid()) {
    return untrusted(component, "belongs to user " + std::to_string(status.st_uid),
                     "give it to " + trusted_users() + " (chown)");
  }
  const bool group = (status.st_mode & S_IWGRP) != 0;
  const bool everybody = (status.st_mode & S_IWOTH) != 0;
  if (others_may_write || !(group || everybody)) return std::nullopt;
  return untrusted(component, everybody ? "is writable for everybody" : "is writable for its group",
                   "run chmod go-w on it");
}

}  // namespace

PathTrust::PathTrust(const TrustOptions& options) : options_(options) {
  for (const std::string& anchor : options_.anchors) {
    const std::string real = resolve(anchor);
    if (!real.empty()) verdicts_[real] = std::nullopt;
  }
}

std::optional<Refusal> PathTrust::check(const std::string& real_path, const struct stat& status) {
  if (options_.mode == TrustMode::kOff) return std::nullopt;
  const bool is_link = S_ISLNK(status.st_mode);
  const std::string component =
      is_link ? "the link " + printable(real_path) : std::string("the file");
  if (auto refusal = check_component(component, status, is_link)) return refusal;
  return check_folder(folder_of(real_path));
}

const std::string& PathTrust::real_folder(std::string_view folder) {
  const auto known = real_folders_.find(folder);
  if (known != real_folders_.end()) return known->second;
  const std::string name(folder);
  return real_folders_[name] = resolve(name);
}

const std::optional<Refusal>& PathTrust::check_folder(std::string_view folder) {
  const auto known = verdicts_.find(folder);
  if (known != verdicts_.end()) return known->second;
  std::optional<Refusal> verdict = judge_folder(folder);
  if (!verdict && folder != "/") verdict = check_folder(folder_of(folder));
  return verdicts_[std::string(folder)] = std::move(verdict);
}

std::optional<Refusal> PathTrust::judge_folder(std::string_view folder) {
  const std::string path(folder);
  const std::string component = "the folder " + printable(path);
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    return untrusted(component, "cannot be looked at", "make it readable");
  }
  // In a folder with the sticky bit only the owner of a file replaces it; that owner was checked
  // before its folder.
  return check_component(component, status, (status.st_mode & S_ISVTX) != 0);
}

std::string_view folder_of(std::string_view path) noexcept {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return path.substr(0, slash == 0 ? 1 : slash);
}

std::string_view name_in_folder(std::string_view path) noexcept {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace portside::loader
