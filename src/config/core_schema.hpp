// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "config/config_tree.hpp"

namespace portside::config {

/// What a plain (unquoted) YAML scalar means.
struct PlainScalar {
  ValueKind kind = ValueKind::kString;
  /// As Value::text.
  std::string text;
};

/// Resolves a plain scalar by the core schema of YAML 1.2 (section 10.3.2): `yes`, `no`, `on` and
/// `off` are texts, `010` is ten. Numbers keep their digits and become valid JSON: `+1` is 1, `.5`
/// is 0.5. kBroken for numbers that JSON does not have (`.inf`, `.nan`) or that do not fit
/// (hexadecimal and octal beyond 64 bits).
PlainScalar resolve_plain(std::string_view text);

}  // namespace portside::config
