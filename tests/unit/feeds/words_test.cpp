// SPDX-License-Identifier: Apache-2.0
// Ids, modules and releases as feeds write them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "advisory/advisory.hpp"
#include "feeds/cve_ids.hpp"
#include "feeds/ecosystem.hpp"
#include "feeds/rpm_modules.hpp"

namespace portside::feeds {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CveIds, AreToldFromOtherWords) {
  EXPECT_TRUE(is_cve_id("CVE-2024-3094"));
  EXPECT_TRUE(is_cve_id("CVE-2018-1000001"));
  for (const char* text :
       {"", "CVE-", "CVE-2024", "CVE-2024-", "CVE-24-3094", "cve-2024-3094", "CVE-2024-3094x",
        "XCVE-2024-3094", "CVE-2024_3094", "CVE-2024-3094000000000000000000000000000000"}) {
    EXPECT_FALSE(is_cve_id(text)) << text;
  }
}

TEST(CveIds, AreFoundInLines) {
  EXPECT_THAT(
      cve_ids_in("  * Fix CVE-2024-3094, CVE-2024-3095(CVE-2024-3094) xCVE-2020-12345.patch"),
      ElementsAre("CVE-2024-3094", "CVE-2024-3095", "CVE-2020-12345"));
  EXPECT_THAT(cve_ids_in("CVE CVE- CVE-2024 CVE-2024-123 cve-2024-1234 CVE-20240-1234"), IsEmpty());
  EXPECT_THAT(cve_ids_in("CVE-CVE-2024-1234"), ElementsAre("CVE-2024-1234"));
}

TEST(SecfixIds, AreCleaned) {
  const auto ids = [](const char* text) { return secfix_ids_in(text).ids; };
  EXPECT_THAT(ids("CVE-2019-9517"), ElementsAre("CVE-2019-9517"));
  EXPECT_THAT(ids("CVE_2019-2426"), ElementsAre("CVE-2019-2426"));
  EXPECT_THAT(ids("CVE 2018-16859"), ElementsAre("CVE-2018-16859"));
  EXPECT_THAT(ids("CVE_2018-1"), ElementsAre("CVE-2018-1"));
  EXPECT_THAT(ids("CVE-2019-1 (+ fix)"), ElementsAre("CVE-2019-1"));
  EXPECT_THAT(ids("CVE-2019-19451.patch"), ElementsAre("CVE-2019-19451"));
  EXPECT_THAT(ids("CVE-2017-17434-1"), ElementsAre("CVE-2017-17434"));
  EXPECT_THAT(ids("CVE-2018-14404,CVE-2018-14567 CVE-2018-9251"),
              ElementsAre("CVE-2018-14404", "CVE-2018-14567", "CVE-2018-9251"));
  EXPECT_THAT(ids("CVE-2018-10103 (SMB - partially fixed, but SMB printing disabled)"),
              ElementsAre("CVE-2018-10103"));
  EXPECT_THAT(ids("CVE-\?\?\?\?-\?\?\?\?\?"), IsEmpty());
  EXPECT_THAT(ids("to be said"), IsEmpty());
  EXPECT_THAT(ids(""), IsEmpty());
}

TEST(SecfixIds, OthersAreNamesOfTheCve) {
  const SecfixIds both = secfix_ids_in("CVE-2018-12126  XSA-297 GHSA-vvpx-j8f3-3w6h");
  EXPECT_THAT(both.ids, ElementsAre("CVE-2018-12126"));
  EXPECT_THAT(both.aliases, ElementsAre("XSA-297", "GHSA-vvpx-j8f3-3w6h"));
  const SecfixIds alone = secfix_ids_in("CVE-\?\?\?\?-\?\?\?\?\?  XSA-284 TALOS-2017-0488");
  EXPECT_THAT(alone.ids, ElementsAre("XSA-284"));
  EXPECT_THAT(alone.aliases, ElementsAre("TALOS-2017-0488"));
}

TEST(Modules, AreNamedInSummaries) {
  EXPECT_THAT(modules_in("Important: nginx:1.24 security update"), ElementsAre("nginx:1.24"));
  EXPECT_THAT(modules_in("Moderate: virt:rhel and virt-devel:rhel security update"),
              ElementsAre("virt:rhel", "virt-devel:rhel"));
  EXPECT_THAT(modules_in("Low: container-tools:rhel8 (container-tools:rhel8), and more"),
              ElementsAre("container-tools:rhel8"));
  EXPECT_THAT(modules_in("Moderate: pcre2 security update"), IsEmpty());
  EXPECT_THAT(modules_in("see https://example.org : a: :b a:b:c"), IsEmpty());
}

TEST(Modules, ShowInVersions) {
  advisory::AffectedPackage package;
  package.ranges.push_back({"", "1:1.24.0-1.el9", ""});
  EXPECT_FALSE(is_modular(package));
  package.ranges.push_back({"", "1:1.24.0-1.module_el9.2.0+1+a", ""});
  EXPECT_TRUE(is_modular(package));
  package.ranges.clear();
  package.versions = {"1-1.module_el8"};
  EXPECT_TRUE(is_modular(package));
}

TEST(Ecosystems, OfDistributionsWithARelease) {
  const auto release = [](const char* text) {
    const auto found = ecosystem_of(text);
    return found ? found->release : "";
  };
  EXPECT_EQ(release("Debian:12"), "Debian:12");
  EXPECT_EQ(release("Ubuntu:22.04:LTS"), "Ubuntu:22.04");
  EXPECT_EQ(release("Ubuntu:24.10"), "Ubuntu:24.10");
  EXPECT_EQ(release("Alpine:v3.19"), "Alpine:v3.19");
  EXPECT_EQ(release("Rocky Linux:9"), "Rocky Linux:9");
  EXPECT_EQ(release("AlmaLinux:9"), "AlmaLinux:9");
  for (const char* text : {"", "npm", "Go", "Debian", "Debian:", "Debian:1 2", "debian:12",
                           "Ubuntu:Pro:22.04:LTS", "Ubuntu::LTS", "Red Hat:enterprise_linux:9"}) {
    EXPECT_EQ(release(text), "") << text;
  }
}

TEST(Ecosystems, KnowHowPackagesAreNamed) {
  EXPECT_EQ(ecosystem_of("AlmaLinux:9")->name_kind, advisory::NameKind::kBinary);
  EXPECT_EQ(ecosystem_of("AlmaLinux:9")->scheme, advisory::VersionScheme::kRpm);
  EXPECT_EQ(ecosystem_of("Rocky Linux:9")->name_kind, advisory::NameKind::kSource);
  EXPECT_EQ(ecosystem_of("Alpine:v3.19")->scheme, advisory::VersionScheme::kApk);
  EXPECT_EQ(ecosystem_of("Ubuntu:22.04")->scheme, advisory::VersionScheme::kDeb);
}

TEST(Ecosystems, DebiansCodenamesAreNumbers) {
  EXPECT_EQ(debian_release_number("buster"), "10");
  EXPECT_EQ(debian_release_number("bookworm"), "12");
  EXPECT_EQ(debian_release_number("forky"), "14");
  EXPECT_EQ(debian_release_number("sid"), "sid");
}

TEST(PlainWords, ArePrintableAndShort) {
  EXPECT_TRUE(is_plain_word("libstdc++6:amd64~rc1"));
  EXPECT_TRUE(is_plain_word(std::string(256, 'x')));
  for (const std::string& text :
       {std::string(), std::string("a b"), std::string("a\n"), std::string("\x1b[2J"),
        std::string(257, 'x'), std::string("\xc3\xa4"), std::string("a\0", 2)}) {
    EXPECT_FALSE(is_plain_word(text)) << text;
  }
}

}  // namespace
}  // namespace portside::feeds
