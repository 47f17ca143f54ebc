// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/verdict.hpp"
#include "loader/judge.hpp"
#include "loader/loaded_plugin.hpp"
#include "portside/host/config.hpp"

namespace portside::conformance {

/// A plugin file, as the host's own loader sees it.
class FileSubject {
 public:
  /// Judges the file; runs none of its code.
  FileSubject(const std::string& path, const TrustOptions& trust,
              std::function<void(std::string_view)> on_stage);

  const loader::JudgedFile& judged() const noexcept { return judged_; }
  bool is_fit() const noexcept;
  void stage(std::string_view what) const;

  /// "" when it was loaded, else the loader's sentence.
  struct Loading {
    std::shared_ptr<const loader::LoadedPlugin> plugin;
    PluginReason reason = PluginReason::kNone;
    std::string sentence;
  };
  /// Loads the file, once.
  const Loading& load() const;

  /// The file, loaded; a skip when that is not possible.
  Obstacle loaded(std::shared_ptr<const loader::LoadedPlugin>& plugin) const;

 private:
  loader::JudgedFile judged_;
  std::function<void(std::string_view)> on_stage_;
  mutable std::optional<Loading> loading_;
};

/// The kinds of objects that a loaded plugin makes, ready to be checked.
std::vector<CheckSubject> subjects_of(const FileSubject& file, const Quirks& quirks,
                                      std::function<void(std::string_view)> on_stage);

}  // namespace portside::conformance
