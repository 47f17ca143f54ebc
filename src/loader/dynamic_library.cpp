// SPDX-License-Identifier: Apache-2.0
//
// The only user of Boost.DLL.

// Without it Boost.DLL wants the compiled Boost.Filesystem.
#define BOOST_DLL_USE_STD_FS
#include "loader/dynamic_library.hpp"

#include <dlfcn.h>

#include <boost/dll/shared_library.hpp>
#include <deque>
#include <mutex>
#include <system_error>
#include <utility>

namespace portside::loader {
namespace {

/// Takes the handle out of the reach of destructors: those of static objects would unload plugins
/// while other code of the process may still use them.
const boost::dll::shared_library& keep(boost::dll::shared_library library) {
  static std::mutex mutex;
  static auto* const kept = new std::deque<boost::dll::shared_library>;
  const std::lock_guard lock(mutex);
  return kept->emplace_back(std::move(library));
}

}  // namespace

LoadResult load_library(const std::string& path) {
  boost::dll::shared_library loaded;
  std::error_code failed;
  // rtld_local is Boost.DLL's default.
  loaded.load(path, failed, boost::dll::load_mode::rtld_now);
  if (failed) {
    // Boost.DLL says "bad file descriptor" for every failure. The cause is in dlerror(), which
    // belongs to this thread and lasts until its next call of the dynamic loader.
    const char* cause = ::dlerror();
    return {cause != nullptr ? cause : failed.message(), nullptr};
  }
  const boost::dll::shared_library& library = keep(std::move(loaded));
  if (!library.has(abi::kDescriptorSymbol)) return {};
  return {"", &library.get<const abi::PluginDescriptor>(abi::kDescriptorSymbol)};
}

}  // namespace portside::loader
