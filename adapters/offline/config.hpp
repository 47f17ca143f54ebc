// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/json.hpp"

namespace portside::offline {

/// The document under the adapter's id; schema.json describes it.
struct OfflineConfig {
  /// What `portside advisories build` wrote.
  std::string index;
  /// Reports say so when the advisories are older; 0 = never.
  std::int64_t max_data_age_days = 30;
  /// What may be kept of the package databases of an image, with those of lower layers, in bytes.
  std::uint64_t max_database_bytes = std::uint64_t{512} << 20U;
};

/// The JSON Schema of the document.
extern const char kConfigSchema[];

/// Throws kConfigInvalid with all mistakes in the detail.
OfflineConfig parse_config(const Json& document);

}  // namespace portside::offline
