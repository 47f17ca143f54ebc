// SPDX-License-Identifier: Apache-2.0
#include "source_text.hpp"

#include <gtest/gtest.h>

namespace portside::testing {
namespace {

TEST(StrippedSource, DropsCommentsAndWhiteSpace) {
  EXPECT_EQ(stripped_source("int a; // one\nint /* two\n */ b;\n\n\tint c;"), "inta;intb;intc;");
  EXPECT_EQ(stripped_source("a / b"), "a/b");
  EXPECT_EQ(stripped_source("// no end"), "");
  EXPECT_EQ(stripped_source("a /* no end"), "a");
  EXPECT_EQ(stripped_source("/*/ still a comment */ a"), "a");
}

TEST(StrippedSource, KeepsLiterals) {
  EXPECT_EQ(stripped_source(R"(f("a // b", "\" /* c"); // d)"), R"(f("a // b","\" /* c");)");
  EXPECT_EQ(stripped_source("c == '\"' && d == '\\'' // e\n f"), "c=='\"'&&d=='\\''f");
  EXPECT_EQ(stripped_source("60'000 // milliseconds\n;"), "60'000;");
}

TEST(Fnv1a, GivesThePublishedValues) {
  EXPECT_EQ(fnv1a(""), "cbf29ce484222325");
  EXPECT_EQ(fnv1a("a"), "af63dc4c8601ec8c");
  EXPECT_EQ(fnv1a("foobar"), "85944171f73967e8");
}

TEST(ReadFile, ThrowsForWhatIsNotThere) {
  EXPECT_THROW(read_file("/nowhere-at-all"), std::runtime_error);
}

}  // namespace
}  // namespace portside::testing
