// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/apk.hpp"

namespace portside::offline {
namespace {

PackageList read_apk(std::string_view text) {
  PackageList list;
  read_apk_installed(text, "lib/apk/db/installed", list);
  return list;
}

TEST(Apk, ReadsInstalledPackages) {
  const PackageList list = read_apk(
      "C:Q1hash=\nP:libcrypto1.1\nV:1.1.1c-r0\nA:x86_64\no:openssl\np:so:libcrypto.so.1.1\n"
      "F:lib\nR:libcrypto.so.1.1\n\nP:musl\nV:1.1.22-r3\n");
  ASSERT_EQ(list.packages.size(), 2U);
  EXPECT_EQ(list.packages[0].name, "libcrypto1.1");
  EXPECT_EQ(list.packages[0].version, "1.1.1c-r0");
  EXPECT_EQ(list.packages[0].architecture, "x86_64");
  EXPECT_EQ(list.packages[0].source_name, "openssl");
  EXPECT_EQ(list.packages[0].source_version, "1.1.1c-r0");
  EXPECT_EQ(list.packages[0].location, "lib/apk/db/installed");
  EXPECT_EQ(list.packages[1].source_name, "musl");
}

TEST(Apk, KeysDifferInCase) {
  const PackageList list = read_apk("P:a\np:b\nV:1\nv:2\nO:wrong\na:x\n");
  ASSERT_EQ(list.packages.size(), 1U);
  EXPECT_EQ(list.packages[0].name, "a");
  EXPECT_EQ(list.packages[0].version, "1");
  EXPECT_EQ(list.packages[0].source_name, "a");
}

TEST(Apk, CountsParagraphsWithoutNameOrVersion) {
  const PackageList list = read_apk("\n\nP:a\n\n\nV:1\n\nnothing\n\nP:b\nV:1");
  EXPECT_EQ(list.nameless, 2U);
  EXPECT_EQ(list.first_nameless, "'a' in lib/apk/db/installed");
  EXPECT_EQ(list.packages.size(), 1U);
}

TEST(Apk, AFieldHasALimit) {
  const PackageList list =
      read_apk("P:a\nV:1" + std::string(kLongestField, '0') + "\n\nP:b\nV:1\n");
  EXPECT_EQ(list.nameless, 1U);
  EXPECT_EQ(list.packages.size(), 1U);
}

TEST(Packages, TextsInMessagesAreShortAndPrintable) {
  EXPECT_EQ(shown("a\x1b[31m\xff"), "a?[31m?");
  EXPECT_EQ(shown(std::string(65, 'a')), std::string(64, 'a') + "...");
}

}  // namespace
}  // namespace portside::offline
