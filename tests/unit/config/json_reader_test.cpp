// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "parse.hpp"

namespace portside::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Json, KeepsEveryDigitOfNumbers) {
  for (const std::string number :
       {"0", "-0", "7", "-7", "18446744073709551615", "18446744073709551616",
        "-9223372036854775808", "-9223372036854775809", "123456789012345678901234567890", "1.10",
        "0.0", "-0.0", "1e5", "1E+05", "1.50e-3", "0.1000000000000000000000000001"}) {
    EXPECT_EQ(opaque_json(number), "{\"v\":" + number + "}");
  }
}

TEST(Json, KeepsOrderAndText) {
  EXPECT_EQ(opaque_json(R"({ "z" : [ true , false , null , "\u00e9\n\u0000" ] , "a" : {} })"),
            R"({"v":{"z":[true,false,null,"é\u000a\u0000"],"a":{}}})");
}

class JsonRefusal : public ::testing::TestWithParam<Refused> {};

TEST_P(JsonRefusal, IsOneSentenceWithItsPlace) {
  EXPECT_THAT(json_mistakes(GetParam().text), ElementsAre(HasSubstr(GetParam().mistake)));
}

INSTANTIATE_TEST_SUITE_P(
    Json, JsonRefusal,
    ::testing::Values(
        Refused{R"({"scanner":"a","scanner":"b"})",
                "f: /scanner: found this key a second time; expected each key once"},
        Refused{R"({"adapters":{"a":{"k/1":[{"x":1,"\u0078":2}]}}})",
                "f: /adapters/a/k~11/0/x: found this key a second time; expected each key once"},
        Refused{"", "f:1: this is not JSON: unexpected end of input"},
        Refused{"{\n\"scanner\": clair}", "f:2: /scanner: this is not JSON: invalid literal"},
        Refused{R"({"plugins":{"dirs":["/a",]}})", "f:1: /plugins/dirs/1: this is not JSON"},
        Refused{R"({"scanner":"a"} {})", "f:1: this is not JSON"},
        Refused{R"({'scanner':'a'})", "f:1: this is not JSON"},
        Refused{"// comment\n{}", "f:1: this is not JSON"},
        Refused{"{\"scanner\":\"a\nb\"}", "this is not JSON: invalid string"},
        Refused{R"({"scanner":"\ud800"})", "this is not JSON: invalid string"},
        Refused{R"({"adapters":{"a":{"k":NaN}}})", "f:1: /adapters/a/k: this is not JSON"},
        Refused{R"({"adapters":{"a":{"k":01}}})", "f:1: /adapters/a"},
        Refused{R"({"adapters":{"a":{"k":1e400}}})",
                "f:1: /adapters/a/k: found a number beyond 1.8e308"}));

TEST(Json, DoesNotShowTheDocumentInSyntaxErrors) {
  EXPECT_THAT(json_mistakes(R"({"adapters":{"a":{"password":"hunter2)"),
              ElementsAre(AllOf(HasSubstr("this is not JSON"), Not(HasSubstr("hunter2")))));
  EXPECT_THAT(json_mistakes(R"({"adapters":{"a":{"password":hunter2)"),
              ElementsAre(AllOf(HasSubstr("this is not JSON"), Not(HasSubstr("hunter2")))));
  EXPECT_THAT(json_mistakes(R"({"adapters":{"a":{"password" "hunter2)"),
              ElementsAre(AllOf(HasSubstr("this is not JSON"), Not(HasSubstr("hunter2")))));
}

TEST(Json, ReadsByteOrderMarksAndWindowsLineEnds) {
  EXPECT_EQ(parse_json("\xEF\xBB\xBF{\r\n\t\"scanner\": \"a\"\r\n}\r\n").scanner, "a");
}

TEST(Json, TakesNullForDefaults) {
  EXPECT_EQ(parse_json("null").scanner, "");
  EXPECT_TRUE(parse_json(R"({"plugins":null,"scanner":null,"adapters":null})").adapters.empty());
}

}  // namespace
}  // namespace portside::testing
