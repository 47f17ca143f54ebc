// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <variant>

#include "loader/judge.hpp"
#include "loader/loaded_plugin.hpp"
#include "loader/refusal.hpp"

namespace portside::loader {

/// Stage B: loads a file that was judged fit (RTLD_NOW, RTLD_LOCAL, by its absolute real path), and
/// compares its descriptor with its note. Refuses when the file on disk is not the one that was
/// judged, before and after loading, and when another file of the same path is already in the
/// process (the dynamic loader would return the old code). Loading the same file twice gives the
/// same plugin. [any]
std::variant<std::shared_ptr<const LoadedPlugin>, Refusal> load_plugin(const JudgedFile& file);

}  // namespace portside::loader
