// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/host/plugin_info.hpp"

namespace portside::runtime {

/// Scanners and processors that the host brings along itself. Not thread-safe.
class Builtins {
 public:
  /// Returns a pointer to the interface of the kind, never null.
  using Make = std::function<std::shared_ptr<void>()>;

  /// Throws kInvalidArgument for a malformed name, kConflict for one that is taken.
  void add(std::string_view kind, const std::string& name, Make make);

  /// Null when there is none.
  const Make* find(std::string_view kind, const std::string& name) const;

  /// The kinds of the built-ins of that name; empty when there is none.
  std::vector<std::string> kinds_of(const std::string& name) const;

  bool has(const std::string& name) const { return !kinds_of(name).empty(); }

  std::vector<PluginInfo> list() const;

 private:
  std::map<std::pair<std::string, std::string>, Make> made_by_;
};

}  // namespace portside::runtime
