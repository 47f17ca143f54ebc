// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "portside/api/error.hpp"
#include "schema/schema.hpp"

namespace portside::testing {

/// What a schema says about a document: `POINTER: SENTENCE` each.
inline std::vector<std::string> sentences(std::string_view schema, std::string_view document) {
  std::vector<std::string> lines;
  for (const auto& each : schema::Schema(schema).check(document)) {
    lines.push_back(each.pointer + ": " + each.sentence);
  }
  return lines;
}

/// The message with which a schema is refused; "" when it is taken.
inline std::string refusal(std::string_view schema) {
  try {
    schema::Schema{schema};
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kPluginContract);
    EXPECT_EQ(error.message, error.detail.substr(0, error.detail.find('\n')));
    return error.message;
  }
  return {};
}

}  // namespace portside::testing
