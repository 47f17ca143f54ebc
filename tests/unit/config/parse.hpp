// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/host/config.hpp"

namespace portside::testing {

inline Config parse_yaml(std::string_view text) {
  return parse_config(text, ConfigFormat::kYaml, "f");
}
inline Config parse_json(std::string_view text) {
  return parse_config(text, ConfigFormat::kJson, "f");
}

/// A document and what is said of it.
struct Refused {
  const char* text;
  const char* mistake;
};

/// The lines of an error's detail; empty when `text` is a good configuration.
inline std::vector<std::string> mistakes_in(std::string_view text, ConfigFormat format,
                                            const SecretLookup& secrets = {}) {
  try {
    parse_config(text, format, "f", secrets);
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
    EXPECT_FALSE(error.can_retry);
    std::vector<std::string> lines;
    std::istringstream detail(error.detail);
    for (std::string line; std::getline(detail, line);) lines.push_back(line);
    EXPECT_EQ(error.message, error.detail.substr(0, error.detail.find('\n')));
    EXPECT_FALSE(error.message.empty());
    return lines;
  }
  return {};
}
inline std::vector<std::string> yaml_mistakes(std::string_view text) {
  return mistakes_in(text, ConfigFormat::kYaml);
}
inline std::vector<std::string> json_mistakes(std::string_view text) {
  return mistakes_in(text, ConfigFormat::kJson);
}

/// The document of the adapter `a`, whose YAML or JSON form is `document`.
inline std::string opaque_yaml(std::string_view document) {
  return parse_yaml("adapters: {a: {v: " + std::string(document) + "}}").adapters.at("a").reveal();
}
inline std::string opaque_json(std::string_view document) {
  return parse_json(R"({"adapters":{"a":{"v":)" + std::string(document) + "}}}")
      .adapters.at("a")
      .reveal();
}

}  // namespace portside::testing
