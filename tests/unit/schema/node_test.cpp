// SPDX-License-Identifier: Apache-2.0
#include "schema/node.hpp"

#include <gtest/gtest.h>

namespace portside::schema {
namespace {

std::string canonical(std::string_view json) {
  const ParsedNode parsed = parse_node(json);
  return parsed.node ? canonical_json(*parsed.node) : parsed.problem;
}

TEST(NodeTest, EqualValuesHaveEqualForms) {
  EXPECT_EQ(canonical(R"({"b":[1, 2.0],"a":{"y":null,"x":true}})"),
            R"({"a":{"x":true,"y":null},"b":[1,2]})");
  EXPECT_EQ(canonical("1e2"), "100");
  EXPECT_EQ(canonical("-0.0"), "0");
  EXPECT_EQ(canonical("1.50"), "1.5");
  EXPECT_EQ(canonical(R"("\u0041\n")"), R"("A\n")");
  EXPECT_EQ(canonical("100000000000000000000"), canonical("1e20"));
}

TEST(NodeTest, IntegersAreToldByTheirValue) {
  EXPECT_EQ(parse_node("3.0").node->kind, Kind::kInteger);
  EXPECT_EQ(parse_node("1e300").node->kind, Kind::kInteger);
  EXPECT_EQ(parse_node("3.5").node->kind, Kind::kNumber);
  EXPECT_EQ(parse_node("18446744073709551615").node->text, "18446744073709551615");
}

TEST(NodeTest, MembersKeepTheirOrder) {
  const ParsedNode parsed = parse_node(R"({"b":1,"a":2})");
  ASSERT_TRUE(parsed.node);
  EXPECT_EQ(parsed.node->children[0].key, "b");
  EXPECT_EQ(parsed.node->children[1].key, "a");
  EXPECT_EQ(parsed.node->children[1].text, "2");
}

TEST(NodeTest, WhatIsNoJsonIsSaidWithoutTheText) {
  EXPECT_EQ(canonical(R"({"password":"hunter2")"), "this is not JSON (byte 22)");
  EXPECT_EQ(canonical(""), "this is not JSON (byte 1)");
  EXPECT_EQ(canonical("1e999"), "found a number beyond 1.8e308; expected a smaller one");
}

TEST(NodeTest, DepthAndSizeAreBounded) {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  EXPECT_EQ(canonical(nested(64)), nested(64));
  EXPECT_EQ(canonical(nested(65)),
            "found more than 64 levels of lists and maps in each other; expected fewer");
  EXPECT_EQ(canonical(std::string(1'000'000, '[')),
            "found more than 64 levels of lists and maps in each other; expected fewer");
  std::string many = "[0";
  for (int i = 0; i < 100'000; ++i) many += ",0";
  EXPECT_EQ(canonical(many + "]"), "found more than 100,000 values; expected fewer");
  EXPECT_EQ(canonical(std::string(kMaxDocumentBytes + 1, ' ')),
            "found more than 8 MiB of text; expected less");
}

}  // namespace
}  // namespace portside::schema
