// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace portside {

/// Small persistent state of one adapter instance: which layers it has submitted, which
/// notification it saw last. Kept over restarts; shared by the old and the new object across a
/// reload of the configuration; invisible to other instances.
///
/// Not a place for reports (the host keeps those) or for secrets.
///
/// A key is 1 to 512 bytes, a value at most 1 MiB; both are byte strings. Methods throw kTooLarge,
/// kInvalidArgument (an empty key) or kIo. All are [any].
class KeyValues {
 public:
  /// The value of `key`, or nothing.
  virtual std::optional<std::string> get(const std::string& key) = 0;

  /// A key with its new value, or with nothing to erase it.
  using Change = std::pair<std::string, std::optional<std::string>>;

  /// Makes all changes or, when it throws, none. Durable when it returns. When a key is named twice
  /// the last change counts.
  virtual void write(const std::vector<Change>& changes) = 0;

  /// Up to `limit` keys that begin with `prefix` and sort after `after` (bytewise), in order. Start
  /// with `after` = ""; go on with the last key received; an empty answer is the end.
  virtual std::vector<std::string> keys(const std::string& prefix, const std::string& after,
                                        std::uint32_t limit) = 0;

 protected:
  ~KeyValues() = default;
};

}  // namespace portside
