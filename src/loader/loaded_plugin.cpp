// SPDX-License-Identifier: Apache-2.0
#include "loader/loaded_plugin.hpp"

#include <algorithm>
#include <cstddef>

#include "loader/note_text.hpp"

namespace portside::loader {

const abi::KindEntry* LoadedPlugin::entry(std::string_view kind) const noexcept {
  const std::size_t count = std::min<std::size_t>(descriptor_.kind_count, abi::kMaxKinds);
  const abi::KindEntry* const end = descriptor_.kinds + count;
  const abi::KindEntry* const found =
      std::find_if(descriptor_.kinds, end,
                   [kind](const abi::KindEntry& candidate) { return candidate.kind == kind; });
  return found == end ? nullptr : found;
}

abi::ThreadModel LoadedPlugin::thread_model(std::string_view kind) const noexcept {
  for (const abi::KindNote& candidate : note_.kinds) {
    if (text_of(candidate.kind) == kind)
      return static_cast<abi::ThreadModel>(candidate.thread_model);
  }
  // Of a kind that the plugin does not make: the answer that can do no harm.
  return abi::ThreadModel::kSerialized;
}

}  // namespace portside::loader
