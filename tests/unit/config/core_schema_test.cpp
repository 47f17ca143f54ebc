// SPDX-License-Identifier: Apache-2.0
#include "config/core_schema.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portside::config {
namespace {

void expect(const std::string& plain, ValueKind kind, const std::string& text) {
  SCOPED_TRACE("'" + plain + "'");
  const PlainScalar scalar = resolve_plain(plain);
  EXPECT_EQ(static_cast<int>(scalar.kind), static_cast<int>(kind));
  EXPECT_EQ(scalar.text, text);
}

TEST(CoreSchema, KnowsNulls) {
  for (const char* plain : {"", "~", "null", "Null", "NULL"}) expect(plain, ValueKind::kNull, "");
}

TEST(CoreSchema, KnowsBooleans) {
  for (const char* plain : {"true", "True", "TRUE"}) expect(plain, ValueKind::kBool, "true");
  for (const char* plain : {"false", "False", "FALSE"}) expect(plain, ValueKind::kBool, "false");
}

TEST(CoreSchema, TakesTheRestForText) {
  for (const char* plain :
       {"yes",      "no",    "on",   "off",  "Yes", "y",     "n",     "nULL", "tRUE", "-",
        "+",        ".",     "e5",   "1e",   "1e+", "1.2.3", "1_000", "0b1",  "0x",   "0o",
        "0xg",      "0o8",   "-0x1", "+0o7", "1 2", "12a",   "-.",    "+.e1", "0X1F", "2024-01-31",
        "12:30:45", ".info", "inf",  "nan",  "..5", "--1",   "<<",    "="}) {
    expect(plain, ValueKind::kString, plain);
  }
}

TEST(CoreSchema, MakesIntegersValidJson) {
  expect("0", ValueKind::kInteger, "0");
  expect("-0", ValueKind::kInteger, "-0");
  expect("+5", ValueKind::kInteger, "5");
  expect("-5", ValueKind::kInteger, "-5");
  expect("010", ValueKind::kInteger, "10");
  expect("-007", ValueKind::kInteger, "-7");
  expect("0000", ValueKind::kInteger, "0");
  expect("0x1F", ValueKind::kInteger, "31");
  expect("0xffffffffffffffff", ValueKind::kInteger, "18446744073709551615");
  expect("0o17", ValueKind::kInteger, "15");
}

TEST(CoreSchema, KeepsDigitsOfLargeIntegers) {
  const std::string digits = "123456789012345678901234567890";
  expect(digits, ValueKind::kInteger, digits);
  expect("-" + digits, ValueKind::kInteger, "-" + digits);
}

TEST(CoreSchema, KeepsDigitsOfDecimals) {
  for (const char* number : {"1.10", "0.0", "-0.0", "1e5", "1E5", "1.5e-10", "1.50E+07", "1e400"}) {
    expect(number, ValueKind::kReal, number);
  }
}

TEST(CoreSchema, MakesDecimalsValidJson) {
  expect("1.", ValueKind::kReal, "1.0");
  expect(".5", ValueKind::kReal, "0.5");
  expect("-.50", ValueKind::kReal, "-0.50");
  expect("+1.10", ValueKind::kReal, "1.10");
  expect("01.10", ValueKind::kReal, "1.10");
  expect("1.e3", ValueKind::kReal, "1.0e3");
  expect("00e0", ValueKind::kReal, "0e0");
}

TEST(CoreSchema, MarksNumbersThatJsonCannotHold) {
  for (const char* plain : {".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN", ".NAN",
                            "0x10000000000000000", "0o7777777777777777777777777"}) {
    expect(plain, ValueKind::kBroken, "");
  }
}

}  // namespace
}  // namespace portside::config
