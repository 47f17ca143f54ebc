// SPDX-License-Identifier: Apache-2.0
#include "config/place.hpp"

#include <gtest/gtest.h>

namespace portside::config {
namespace {

Path path(std::initializer_list<Step> steps) {
  return steps;
}

TEST(Place, IsWrittenInThreeWays) {
  const Path plain = path({"plugins", "dirs", std::size_t{1}});
  EXPECT_EQ(dotted_place(plain), "plugins.dirs[1]");
  EXPECT_EQ(pointer_place(plain), "/plugins/dirs/1");
  EXPECT_EQ(json_pointer(plain), "/plugins/dirs/1");
  const Path odd = path({"adapters", "acme.eu@a/b~c", ""});
  EXPECT_EQ(dotted_place(odd), "adapters.\"acme.eu@a/b~c\".\"\"");
  EXPECT_EQ(json_pointer(odd), "/adapters/acme.eu@a~1b~0c/");
  EXPECT_EQ(json_pointer({}), "");
}

// What a secret was sealed for must not be the place of another one.
TEST(Place, OfAPointerIsWrittenWithDots) {
  EXPECT_EQ(dotted_place({"adapters", "clair"}, ""), "adapters.clair");
  EXPECT_EQ(dotted_place({"adapters", "clair"}, "/hosts/1/a~1b~0c"),
            "adapters.clair.hosts[1].\"a/b~c\"");
  EXPECT_EQ(dotted_place({}, "/a/1b/99999999999999999999999"), "a.1b.99999999999999999999999");
}

TEST(Place, AsAPointerIsNeverCut) {
  const std::string key(1'000, 'k');
  EXPECT_EQ(json_pointer(path({"a", std::string_view(key)})), "/a/" + key);
  EXPECT_LT(pointer_place(path({"a", std::string_view(key)})).size(), 100U);
  EXPECT_EQ(json_pointer(path({std::string_view("a\n")})), "/a\n");
}

TEST(Place, IsReadAsAPointer) {
  for (const char* pointer :
       {"/adapters/clair/psk", "/adapters/acme.eu@a~1b~0c/k", "/a/0/b", "/"}) {
    EXPECT_EQ(pointer_of(pointer), pointer);
  }
  for (const char* text : {"/a~", "/a~2b", "/~/a"}) {
    EXPECT_EQ(pointer_of(text), std::nullopt) << text;
  }
}

TEST(Place, IsReadAsMessagesWriteIt) {
  EXPECT_EQ(pointer_of("adapters.clair.psk"), "/adapters/clair/psk");
  EXPECT_EQ(pointer_of("adapters.clair@eu.hosts[0][12].key"), "/adapters/clair@eu/hosts/0/12/key");
  EXPECT_EQ(pointer_of("adapters.\"acme.eu\".\"a/b~\".\"\""), "/adapters/acme.eu/a~1b~0/");
  EXPECT_EQ(pointer_of("scanner"), "/scanner");
  for (const Path& each : {path({"plugins", "dirs", std::size_t{1}}), path({"a", "x.y", "z"}),
                           path({"a", std::size_t{0}, std::size_t{10}})}) {
    EXPECT_EQ(pointer_of(dotted_place(each)), json_pointer(each));
  }
}

TEST(Place, ThatIsNoneIsNotRead) {
  for (const char* text :
       {"",      ".",   "a.",  ".a",    "a..b", "a b",    "a/b",   "a[",  "a[]", "a[x]", "a[01]",
        "a[-1]", "a[1", "[0]", "a[0]b", "\"a",  "\"a\"b", "a.\"b", "a\n", "$",   "a.b="}) {
    EXPECT_EQ(pointer_of(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace portside::config
