// SPDX-License-Identifier: Apache-2.0
//
// What a Trivy finds in a list of packages, given the same advisories, was recorded: recorded/.
// scripts/peer asks Trivy again.
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "feeds/index_feed.hpp"
#include "feeds/read_sources.hpp"
#include "scanned_image.hpp"

namespace portside::offline {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::TarBuilder;

/// Package, version, id, fixed version.
using Row = std::tuple<std::string, std::string, std::string, std::string>;

std::string recorded_path(const std::string& name) {
  return PORTSIDE_RECORDED "/" + name;
}

std::string recorded(const std::string& name) {
  std::ifstream stream(recorded_path(name), std::ios::binary);
  EXPECT_TRUE(stream) << name;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::set<Row> rows_of_trivy() {
  std::set<Row> rows;
  for (const auto& row : nlohmann::json::parse(recorded("trivy.json"))) {
    rows.emplace(row.at("package"), row.at("version"), row.at("id"), row.at("fixed_version"));
  }
  return rows;
}

class BesideTrivy : public ScannedImage {
 protected:
  void SetUp() override {
    feeds::IndexFeed feed(host_.now());
    feeds::read_sources({recorded_path("feed.json")}, feed);
    advisory::IndexBuilder builder;
    feed.move_to(builder);
    builder.write(index_path(), host_.now());
    put_image({TarBuilder()
                   .file("etc/debian_version", recorded("debian_version"))
                   .file("etc/os-release", recorded("os-release"))
                   .file("var/lib/dpkg/status", recorded("status"))
                   .finish()});
  }

  std::set<Row> our_rows() const {
    std::set<Row> rows;
    for (const Vulnerability& row : rows_.rows) {
      rows.emplace(row.package, row.version, row.id, row.fixed_version);
    }
    return rows;
  }
};

TEST_F(BesideTrivy, FindsTheSame) {
  const ScanSummary summary = scan();
  ASSERT_EQ(summary.coverage.outcome, CoverageOutcome::kScanned);

  // Trivy takes packages for installed that are half installed; we leave them out and say so.
  std::set<Row> expected = rows_of_trivy();
  EXPECT_EQ(expected.erase({"perl-base", "5.36.0-7", "CVE-2000-0031", "5.36.0-7+deb12u1"}), 1U);
  EXPECT_THAT(summary.coverage.notes, Contains(HasSubstr("installation broke off")));
  // It leaves out what is to be removed; as long as that is there, we look at it.
  expected.emplace("wget", "1.21.3-1", "CVE-2000-0033", "");

  EXPECT_GE(expected.size(), 20U);
  EXPECT_EQ(our_rows(), expected);
}

}  // namespace
}  // namespace portside::offline
