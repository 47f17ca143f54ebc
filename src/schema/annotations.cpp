// SPDX-License-Identifier: Apache-2.0
#include "schema/annotations.hpp"

#include <utility>

namespace portside::schema {

Values::Values(const valijson::adapters::Adapter& value)
    : values(std::move(parse_node(value.asString()).node.value().children)) {}

}  // namespace portside::schema
