// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "loader/file_identity.hpp"
#include "portside/api/plugin.hpp"

namespace portside::loader {

/// A plugin whose code is in this process. It stays there until the process ends: unloading C++
/// code is not safe (threads, unique symbols, destructors that run later).
class LoadedPlugin {
 public:
  LoadedPlugin(std::string path, const abi::PluginNote& note,
               const abi::PluginDescriptor& descriptor)
      : path_(std::move(path)), note_(note), descriptor_(descriptor) {}

  const std::string& path() const noexcept { return path_; }
  const abi::PluginNote& note() const noexcept { return note_; }

  /// The entry for a kind, or null.
  const abi::KindEntry* entry(std::string_view kind) const noexcept;

  /// How objects of a kind may be called.
  abi::ThreadModel thread_model(std::string_view kind) const noexcept;

 private:
  std::string path_;
  abi::PluginNote note_;
  const abi::PluginDescriptor& descriptor_;
};

}  // namespace portside::loader
