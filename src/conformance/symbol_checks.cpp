// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/attempt.hpp"
#include "conformance/checks.hpp"
#include "conformance/symbols.hpp"
#include "portside/api/plugin.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kMaxNamed = 3;

CheckResult no_sections() {
  return skipped("the file has no section headers to read symbols from",
                 "check the file before it is stripped of them");
}

std::string first_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMaxNamed); ++i) {
    text += (i == 0 ? "" : ", ") + quoted(names[i]);
  }
  return names.size() > kMaxNamed ? text + " and more" : text;
}

/// Of the standard library's templates, which every plugin instantiates.
bool is_of_a_template(std::string_view name) {
  for (const std::string_view prefix : {"_ZNSt", "_ZNKSt", "_ZSt", "_ZT"}) {
    if (name.starts_with(prefix)) return true;
  }
  return false;
}

/// A sanitizer's run-time library may be the host's.
bool is_of_a_sanitizer(std::string_view name) {
  for (const std::string_view prefix :
       {"__asan_", "__ubsan_", "__tsan_", "__lsan_", "__msan_", "__sanitizer_", "__hwasan_"}) {
    if (name.starts_with(prefix)) return true;
  }
  return false;
}

}  // namespace

CheckResult check_single_export(const FileSubject& file) {
  if (!file.is_fit()) return skipped("the file was refused", "see note-present");
  auto symbols = read_dynamic_symbols(file.judged().real_path);
  if (!symbols) return no_sections();
  std::erase(symbols->exported, abi::kDescriptorSymbol);
  if (symbols->exported.empty()) return passed();
  std::vector<std::string>& names = symbols->exported;  // the first are named
  std::stable_partition(names.begin(), names.end(), std::not_fn(is_of_a_template));
  return failed("the file also exports " + first_of(symbols->exported),
                std::string(abi::kDescriptorSymbol) +
                    " and nothing else: other exports can take the place of the host's functions, "
                    "or the other way round",
                "build it with portside_add_plugin(), or with -fvisibility=hidden and its version "
                "script");
}

CheckResult check_no_undefined(const FileSubject& file) {
  std::shared_ptr<const loader::LoadedPlugin> plugin;
  if (Obstacle obstacle = file.loaded(plugin)) return *obstacle;
  auto symbols = read_dynamic_symbols(file.judged().real_path);
  if (!symbols) return no_sections();
  void* const library = ::dlopen(plugin->path().c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
  if (library == nullptr) return skipped("the file is not in memory", "see load-now");
  // Through a handle only the library itself and those that it needs are searched.
  std::erase_if(symbols->undefined, [library](const std::string& name) {
    return is_of_a_sanitizer(name) || ::dlsym(library, name.c_str()) != nullptr;
  });
  ::dlclose(library);
  if (symbols->undefined.empty()) return passed();
  return failed("the file needs " + first_of(symbols->undefined) +
                    ", which none of the libraries that it names defines",
                "every symbol from a library that the plugin is linked with, not from the host",
                "link that library, and use -Wl,-z,defs as portside_add_plugin() does");
}

CheckResult check_no_static_ctors(const FileSubject& file) {
  if (!file.is_fit()) return skipped("the file was refused", "see note-present");
  if ((file.judged().note->flags & (abi::kAddressSanitizer | abi::kThreadSanitizer)) != 0) {
    return skipped("the file is built with a sanitizer, which adds constructors of its own",
                   "check a build without");
  }
  const auto symbols = read_dynamic_symbols(file.judged().real_path);
  if (!symbols) return no_sections();
  if (symbols->constructors == 0) return passed();
  const std::vector<std::string>& names = symbols->constructor_names;
  return failed(
      std::to_string(symbols->constructors) + " static constructor(s) run when the file is loaded" +
          (names.empty() ? "" : ": " + first_of(names)),
      "none: what they throw ends the host, and nobody can catch it",
      std::string(names.empty() ? "check the file before it is stripped, to be told their names; "
                                : "_GLOBAL__sub_I_ is followed by the source file, or by the first "
                                  "symbol in it; ") +
          "make its static objects constexpr or members, or static variables of functions, and "
          "let it include nothing that has some, as <iostream> does");
}

}  // namespace portside::conformance
