// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace portside::schema {

/// The schema that all schemas of draft 7 obey, as json-schema.org publishes it.
std::string_view draft_7_meta_schema() noexcept;

}  // namespace portside::schema
