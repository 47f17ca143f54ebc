// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portside/api/millis.hpp"

namespace portside::sdk {
class JsonStream;
}  // namespace portside::sdk

namespace portside::clair::v4 {

/// When each of the matcher's updaters last brought data, in epoch milliseconds.
struct UpdateOperations {
  /// By the updater's name: `debian/updater`, `alpine-main-v3.18-updater`.
  std::map<std::string, Millis> updated_at;

  bool empty() const noexcept { return updated_at.empty(); }
  std::optional<Millis> newest() const;
  /// Whether an updater brings data for the distribution with this `ID` of etc/os-release. Nothing
  /// for one whose updaters we do not know by name.
  std::optional<bool> have_distribution(std::string_view id) const;
};

/// A parser that fills `operations`, which outlives it. Throws kTooLarge for more than 10,000
/// updaters.
std::unique_ptr<sdk::JsonStream> update_operations_parser(UpdateOperations& operations);

}  // namespace portside::clair::v4
