// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/dpkg.hpp"

#include "error_of.hpp"
#include "offline/packages/third_party.hpp"

namespace portside::offline {
namespace {

using ::testing::IsEmpty;

PackageList read_dpkg(std::string_view text) {
  PackageList list;
  read_dpkg_status(text, "var/lib/dpkg/status", list);
  return list;
}

TEST(Dpkg, ReadsInstalledPackages) {
  const PackageList list = read_dpkg(
      "Package: libssl3\n"
      "Status: install ok installed\n"
      "Architecture: amd64\n"
      "Source: openssl\n"
      "Version: 3.0.11-1~deb12u2\n"
      "Description: text\n"
      " Version: not this\n"
      "\n"
      "Package: bash\n"
      "Status: install ok installed\n"
      "Version: 5.2.15-2+b2\n"
      "Source: bash (5.2.15-2)\n");
  ASSERT_EQ(list.packages.size(), 2U);
  const Package& ssl = list.packages[0];
  EXPECT_EQ(ssl.name, "libssl3");
  EXPECT_EQ(ssl.version, "3.0.11-1~deb12u2");
  EXPECT_EQ(ssl.source_name, "openssl");
  EXPECT_EQ(ssl.source_version, "3.0.11-1~deb12u2");
  EXPECT_EQ(ssl.architecture, "amd64");
  EXPECT_EQ(ssl.location, "var/lib/dpkg/status");
  EXPECT_EQ(list.packages[1].source_name, "bash");
  EXPECT_EQ(list.packages[1].source_version, "5.2.15-2");
}

TEST(Dpkg, GoesByTheState) {
  const auto count = [](const std::string& status) {
    return read_dpkg("Package: a\nStatus: " + status + "\nVersion: 1\n").packages.size();
  };
  EXPECT_EQ(count("install ok installed"), 1U);
  EXPECT_EQ(count("hold ok installed"), 1U);
  EXPECT_EQ(count("install ok unpacked"), 1U);
  EXPECT_EQ(count("install ok half-configured"), 1U);
  EXPECT_EQ(count("install ok triggers-pending"), 1U);
  EXPECT_EQ(count("deinstall ok config-files"), 0U);
  EXPECT_EQ(count("purge ok not-installed"), 0U);
  EXPECT_EQ(count("deinstall ok installed"), 1U) << "it is still there";
  EXPECT_EQ(count("purge ok installed"), 1U);
  EXPECT_EQ(count("purge ok config-files"), 0U);
  EXPECT_EQ(count("install ok not-installed"), 0U);
  EXPECT_EQ(count("install reinstreq half-installed"), 0U);
  EXPECT_EQ(read_dpkg("Package: a\nStatus: install reinstreq half-installed\nVersion: 1\n")
                .half_installed,
            1U);
}

TEST(Dpkg, FilesOfDistrolessHaveNoStatus) {
  EXPECT_EQ(read_dpkg("Package: base-files\nVersion: 12.4\n").packages.size(), 1U);
}

TEST(Dpkg, IsLenientAboutTheForm) {
  const PackageList list =
      read_dpkg("\n\npackage: a\r\nVERSION:1\r\n\r\n  \t\nPackage:b\nVersion: 2\nno field\n\n\n");
  ASSERT_EQ(list.packages.size(), 2U);
  EXPECT_EQ(list.packages[0].version, "1");
  EXPECT_EQ(list.packages[1].name, "b");
  EXPECT_THAT(read_dpkg("").packages, IsEmpty());
}

TEST(Dpkg, CountsParagraphsWithoutNameOrVersion) {
  const PackageList list = read_dpkg("Package: a\n\nVersion: 1\n\nPackage: b\nVersion: 1\n");
  EXPECT_EQ(list.nameless, 2U);
  EXPECT_EQ(list.first_nameless, "'a' in var/lib/dpkg/status");
  EXPECT_EQ(read_dpkg("Version: 1\n").first_nameless, "one without a name in var/lib/dpkg/status");
}

TEST(Dpkg, AFieldHasALimit) {
  const std::string longest(kLongestField, '1');
  EXPECT_EQ(read_dpkg("Package: a\nVersion: " + longest + "\n").packages.size(), 1U);
  for (const std::string& text :
       {"Package: a\nVersion: " + longest + "1\n", "Package: a" + longest + "\nVersion: 1\n",
        "Package: a\nVersion: 1\nSource: s" + longest + "\n",
        "Package: a\nVersion: 1\nSource: s (1" + longest + ")\n"}) {
    const PackageList list = read_dpkg(text);
    EXPECT_THAT(list.packages, IsEmpty());
    EXPECT_EQ(list.nameless, 1U);
    EXPECT_LT(list.first_nameless.size(), 100U);
  }
}

TEST(Dpkg, LeavesParagraphsOfVcpkgAlone) {
  const PackageList list = read_dpkg(
      "Package: zlib\nVersion: 1\n\nPackage: fmt\nVersion: 10\nAbi: 0123\nType: Port\n\n"
      "Package: a\nVersion: 1\nPort-Version: 2\n\nPackage: b\nVersion: 1\nAbi: 5\n");
  ASSERT_EQ(list.packages.size(), 2U) << "one paragraph does not hide the others";
  EXPECT_EQ(list.packages[0].name, "zlib");
  EXPECT_EQ(list.packages[1].name, "b") << "an Abi alone does not make it vcpkg's";
  EXPECT_EQ(list.ports, 2U);
}

TEST(Dpkg, MarksPackagesOfOthers) {
  const PackageList list = read_dpkg(
      "Package: docker-ce\nVersion: 1\nMaintainer: Docker <support@docker.com>\n\n"
      "Package: bash\nVersion: 1\nMaintainer: Matthias Klose <doko@debian.org>\n");
  EXPECT_EQ(list.packages[0].third_party, "Docker");
  EXPECT_EQ(list.packages[1].third_party, "");
  EXPECT_EQ(third_party("NVIDIA CORPORATION <cudatools@nvidia.com>"), "NVIDIA");
  for (const char* employee : {"Brian Weeks <bweeks@google.com>", "Andy <adoyle@nvidia.com>",
                               "x <support@docker.com.example.org>", ""}) {
    EXPECT_EQ(third_party(employee), "") << employee;
  }
}

TEST(Dpkg, HasALimit) {
  std::string text;
  for (std::size_t i = 0; i <= kMaxPackages; ++i) text += "Package: a\nVersion: 1\n\n";
  EXPECT_EQ(testing::code_of([&] { read_dpkg(text); }), ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace portside::offline
