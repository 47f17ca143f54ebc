// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <variant>

#include "loader/judge.hpp"
#include "loader/plugin_loader.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside::testing {

using LoadOutcome = std::variant<std::shared_ptr<const loader::LoadedPlugin>, loader::Refusal>;

/// The path of a plugin of tests/plugins.
inline std::string fixture(const std::string& name) {
  return PORTSIDE_FIXTURE_FOLDER "/" + name + ".so";
}

/// The name of a plugin in the spelling that GoogleTest allows.
inline std::string as_test_name(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// Judges a file that is expected to be fit.
inline loader::JudgedFile judged(const std::string& path) {
  TrustOptions anybody;
  anybody.mode = TrustMode::kOff;
  loader::PathTrust trust(anybody);
  auto file = loader::judge_file(path, -1, loader::HostAbi::of_this_build(), trust);
  EXPECT_EQ(file.state, PluginState::kAvailable) << file.reason;
  return file;
}

inline LoadOutcome load(const std::string& path) {
  return loader::load_plugin(judged(path));
}

/// The plugin, or null and a failed test.
inline std::shared_ptr<const loader::LoadedPlugin> loaded(const LoadOutcome& outcome) {
  if (const auto* refusal = std::get_if<loader::Refusal>(&outcome)) {
    ADD_FAILURE() << refusal->sentence;
    return nullptr;
  }
  return std::get<0>(outcome);
}

/// The refusal, or an empty one and a failed test.
inline loader::Refusal refused(const LoadOutcome& outcome) {
  if (std::holds_alternative<loader::Refusal>(outcome)) return std::get<loader::Refusal>(outcome);
  ADD_FAILURE() << "was loaded: " << std::get<0>(outcome)->path();
  return {};
}

/// An object of a loaded plugin, destroyed by its plugin.
class PluginObject {
 public:
  PluginObject(const loader::LoadedPlugin& plugin, const char* kind) : entry_(plugin.entry(kind)) {
    if (entry_ != nullptr) object_ = entry_->create(&error_);
  }
  ~PluginObject() {
    if (object_ != nullptr) entry_->destroy(object_);
  }
  PluginObject(const PluginObject&) = delete;
  PluginObject& operator=(const PluginObject&) = delete;

  bool exists() const noexcept { return object_ != nullptr; }
  ScannerAdapter& scanner() const noexcept { return *static_cast<ScannerAdapter*>(object_); }
  const abi::CreateError& error() const noexcept { return error_; }

 private:
  const abi::KindEntry* entry_;
  abi::CreateError error_{};
  void* object_ = nullptr;
};

/// What a bad plugin must not spoil: this process is alive, and others still load and work.
inline void expect_others_work() {
  const auto plugin = loaded(load(fixture("good-scanner")));
  ASSERT_NE(plugin, nullptr);
  const PluginObject object(*plugin, "scanner");
  ASSERT_TRUE(object.exists()) << object.error().message;
  EXPECT_EQ(object.scanner().describe().name, "Scripted");
}

}  // namespace portside::testing
