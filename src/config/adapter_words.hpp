// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "config/config_tree.hpp"

namespace portside {
class AdapterError;
}

namespace portside::config {

/// One thing that an adapter says is wrong with its document.
struct Refusal {
  /// Where the member stands that the sentence begins with (`'client_cert' has no ...`), else the
  /// document.
  int line = 0;
  std::string sentence;
};

/// What an adapter threw when it was configured with `document`, a sentence for each mistake (the
/// detail of kConfigInvalid lists them). Texts that a reference stands for, and those of keys that
/// sound like secrets, are hidden in them.
std::vector<Refusal> refusals_of(const AdapterError& error, const Value& document);

}  // namespace portside::config
