// SPDX-License-Identifier: Apache-2.0
#include "offline/distribution.hpp"

#include "offline/os_release.hpp"

namespace portside::offline {
namespace {

using advisory::VersionScheme;

std::string release(const char* os_release, const char* debian_version = "",
                    const char* alpine_release = "") {
  return recognise({os_release, debian_version, alpine_release}).release;
}

TEST(OsRelease, ReadsValuesAsAShellDoes) {
  const OsRelease read = parse_os_release(
      "# comment\nNAME=\"Some Linux\"\n ID='rocky'\nVERSION_ID=\"9\\.2\" # after\nnothing\n"
      "ID_LIKE=rhel\r\n");
  EXPECT_EQ(read.id, "rocky");
  EXPECT_EQ(read.version_id, "9.2");
}

TEST(OsRelease, GivesOneLineOfText) {
  const OsRelease read = parse_os_release("ID=a\x01\xff\nVERSION_ID=" + std::string(9'999, '9'));
  EXPECT_EQ(read.id, "a  ");
  EXPECT_EQ(read.version_id.size(), 256U);
}

TEST(Distribution, NamesReleasesAsOsvDoes) {
  EXPECT_EQ(release("ID=debian\nVERSION_ID=\"12\"\n"), "Debian:12");
  EXPECT_EQ(release("ID=ubuntu\nVERSION_ID=\"22.04\"\n"), "Ubuntu:22.04");
  EXPECT_EQ(release("ID=alpine\nVERSION_ID=3.19.1\n"), "Alpine:v3.19");
  EXPECT_EQ(release("ID=alpine\nVERSION_ID=3.20_alpha20231219\n"), "Alpine:edge");
  EXPECT_EQ(release("ID=\"almalinux\"\nVERSION_ID=\"9.3\"\n"), "AlmaLinux:9");
  EXPECT_EQ(release("ID=rocky\nVERSION_ID=9.2\n"), "Rocky Linux:9");
}

TEST(Distribution, FallsBackToOlderFiles) {
  EXPECT_EQ(release("", "12.5\n"), "Debian:12");
  EXPECT_EQ(release("", "", "3.10.2\n"), "Alpine:v3.10");
  EXPECT_EQ(recognise({"", "", "3.10.2\n"}).os, "alpine 3.10.2");
  EXPECT_EQ(release("NAME=x\n", "11\n"), "Debian:11");
}

TEST(Distribution, TestingAndUnstableHaveNoNumber) {
  EXPECT_EQ(release("ID=debian\nVERSION_CODENAME=forky\n", "forky/sid\n"), "");
  EXPECT_EQ(release("ID=debian\nVERSION_CODENAME=trixie\n", "trixie/sid\n"), "");
  EXPECT_EQ(release("ID=debian\n", ""), "");
  EXPECT_TRUE(recognise({"ID=debian\n", "forky/sid\n", ""}).is_supported);
  EXPECT_EQ(release("ID=debian\n", "12.5\n"), "Debian:12");
}

TEST(Distribution, ADerivativeIsNotItsParent) {
  const Distribution kali = recognise({"ID=kali\nID_LIKE=debian\nVERSION_ID=2024.1\n", "", ""});
  EXPECT_FALSE(kali.is_supported);
  EXPECT_EQ(kali.os, "kali 2024.1");
  EXPECT_EQ(kali.release, "");
  EXPECT_EQ(recognise({}).os, "");
}

TEST(Distribution, AReleaseThatIsNoNumberIsNotKnown) {
  EXPECT_EQ(release("ID=ubuntu\nVERSION_ID=22\n"), "");
  EXPECT_EQ(release("ID=rocky\nVERSION_ID=next\n"), "");
  EXPECT_EQ(release("ID=almalinux\n"), "");
}

TEST(Distribution, KnowsItsDatabaseAndPackageUrls) {
  const Distribution alma = recognise({"ID=almalinux\nVERSION_ID=9.3\n", "", ""});
  EXPECT_EQ(alma.scheme, VersionScheme::kRpm);
  EXPECT_EQ(alma.purl_type, "rpm");
  EXPECT_EQ(alma.purl_namespace, "almalinux");
  EXPECT_EQ(alma.purl_distro, "almalinux-9.3");
  EXPECT_EQ(recognise({"ID=alpine\nVERSION_ID=3.19\n", "", ""}).scheme, VersionScheme::kApk);
}

}  // namespace
}  // namespace portside::offline
