// SPDX-License-Identifier: Apache-2.0
// Packages whose vulnerabilities are known from elsewhere.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "rpm_fixture.hpp"
#include "scan_fixture.hpp"
#include "sqlite_fixture.hpp"

namespace portside {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using testing::layer;
using testing::ProgramResult;
using testing::put_image;
using testing::tar;

class KnownAnswers : public testing::ScanTest {
 protected:
  /// The ids that are found in a package.
  std::set<std::string> found_in(const std::string& package, const std::string& files) {
    put_image(*registry_, "a/b", "known", {.layers = {layer(files)}});
    const ProgramResult result = scan(image("known") + " -o json=" + data_ / "known.json");
    EXPECT_EQ(result.code, 0) << result.output;
    std::set<std::string> ids;
    const json report = read("known.json");
    for (const json& row : report["reports"][0]["vulnerabilities"]) {
      if (row["package"] == package) ids.insert(row["id"].get<std::string>());
    }
    return ids;
  }
};

/// Alpine's secdb of November 2019: what 1.1.1d-r0 mended, and what had been mended before.
TEST_F(KnownAnswers, OpensslOfAlpine310) {
  build_index("secdb.json", R"({"distroversion": "v3.10", "reponame": "main", "packages": [
    {"pkg": {"name": "openssl", "secfixes": {
      "1.1.1d-r0": ["CVE-2019-1547", "CVE-2019-1549", "CVE-2019-1563"],
      "1.1.1a-r0": ["CVE-2018-0734", "CVE-2018-0735"],
      "0": ["CVE-2000-0001"]}}}]})");
  const std::string files = tar({{"etc/os-release", "ID=alpine\nVERSION_ID=3.10.1\n"},
                                 {"lib/apk/db/installed",
                                  "P:libssl1.1\nV:1.1.1c-r0\nA:x86_64\no:openssl\n\n"
                                  "P:libcrypto1.1\nV:1.1.1c-r0\nA:x86_64\no:openssl\n\n"}});
  EXPECT_THAT(found_in("libssl1.1", files),
              ElementsAre("CVE-2019-1547", "CVE-2019-1549", "CVE-2019-1563"));
  EXPECT_EQ(found_in("libcrypto1.1", files).size(), 3U);
}

/// AlmaLinux's advisories about openssl-libs until August 2026.
TEST_F(KnownAnswers, OpensslOfAlmaLinux8) {
  const std::vector<std::pair<std::string, std::string>> fixes = {
      {"ALSA-2020:5476", "1:1.1.1g-12.el8_3"}, {"ALSA-2021:1024", "1:1.1.1g-15.el8_3"},
      {"ALSA-2022:1065", "1:1.1.1k-6.el8_5"},  {"ALSA-2022:5818", "1:1.1.1k-7.el8_6"},
      {"ALSA-2023:1405", "1:1.1.1k-9.el8_7"},  {"ALSA-2023:7877", "1:1.1.1k-12.el8_9"},
      {"ALSA-2024:7848", "1:1.1.1k-14.el8_6"}, {"ALSA-2026:0337", "1:1.1.1k-14.el8_10"},
      {"ALSA-2026:3042", "1:1.1.1k-15.el8_6"}, {"ALSA-2026:26275", "1:1.1.1k-16.el8_6"},
      {"ALSA-2026:38503", "1:1.1.1k-17.el8_6"}};
  json feed = {{"vulns", json::array()}};
  for (const auto& [id, fixed] : fixes) {
    const json events = json::array({{{"introduced", "0"}}, {{"fixed", fixed}}});
    feed["vulns"].push_back(
        {{"id", id},
         {"modified", "2026-08-01T00:00:00Z"},
         {"summary", "Important: openssl security update"},
         {"affected",
          json::array(
              {{{"package", {{"ecosystem", "AlmaLinux:8"}, {"name", "openssl-libs"}}},
                {"ranges", json::array({{{"type", "ECOSYSTEM"}, {"events", events}}})}}})}});
  }
  build_index("osv.json", feed.dump());
  testing::RpmHeader header;
  header.text(1000, "openssl-libs").text(1001, "1.1.1g").text(1002, "15.el8_3").number(1003, 1);
  header.text(1022, "x86_64").text(1044, "openssl-1.1.1g-15.el8_3.src.rpm");
  const std::string files =
      tar({{"etc/os-release", "ID=\"almalinux\"\nVERSION_ID=\"8.3\"\n"},
           {"var/lib/rpm/rpmdb.sqlite", offline::rpm_database({header.blob()})}});
  EXPECT_EQ(found_in("openssl-libs", files).size(), 9U);
}

}  // namespace
}  // namespace portside
