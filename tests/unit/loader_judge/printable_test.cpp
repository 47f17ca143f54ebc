// SPDX-License-Identifier: Apache-2.0
#include "loader/printable.hpp"

#include <gtest/gtest.h>

namespace portside::testing {
namespace {

struct Text {
  const char* name;
  std::string given;
  std::string shown;
};

class Printable : public ::testing::TestWithParam<Text> {};

TEST_P(Printable, ShowsText) {
  EXPECT_EQ(loader::printable(GetParam().given), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(Every, Printable,
                         ::testing::ValuesIn(std::vector<Text>{
                             {"empty", "", ""},
                             {"ascii", "plain ~text~", "plain ~text~"},
                             {"two_bytes", "Soci\xc3\xa9t\xc3\xa9", "Soci\xc3\xa9t\xc3\xa9"},
                             {"three_bytes", "\xe2\x82\xac", "\xe2\x82\xac"},
                             {"four_bytes", "\xf0\x9f\x9a\xa2", "\xf0\x9f\x9a\xa2"},
                             {"last_character", "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
                             {"controls", std::string("a\0\n\t\x1b\x7f z", 8), "a????? z"},
                             {"c1_control",
                              "\xc2\x9b"
                              "31m",
                              "??31m"},
                             {"lone_continuation", "a\x80z", "a?z"},
                             {"cut_at_end", "a\xe2\x82", "a??"},
                             {"cut_before_letter", "\xe2\x82z", "??z"},
                             {"overlong_slash", "\xc0\xaf", "??"},
                             {"overlong_three", "\xe0\x80\xaf", "???"},
                             {"overlong_four", "\xf0\x80\x80\xaf", "????"},
                             {"surrogate", "\xed\xa0\x80", "???"},
                             {"beyond_unicode", "\xf4\x90\x80\x80", "????"},
                             {"never_in_utf8", "\xf5\xfe\xff", "???"},
                             {"third_byte_wrong", "\xf0\x9f\x41\xa2", "??A?"},
                         }),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace portside::testing
