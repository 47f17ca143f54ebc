// SPDX-License-Identifier: Apache-2.0
// Made-up versions beside the programs whose rules these are, where they are installed.
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "advisory/version.hpp"
#include "run_program.hpp"
#include "temp_folder.hpp"
#include "version_text.hpp"

namespace portside::advisory {
namespace {

using testing::run_program;

using Pair = std::pair<std::string, std::string>;

std::vector<Pair> pairs(VersionScheme scheme, std::size_t count) {
  std::mt19937 random(5);
  std::vector<Pair> made;
  while (made.size() < count) {
    Pair pair{random_version(scheme, random), random_version(scheme, random)};
    if (is_version(scheme, pair.first) && is_version(scheme, pair.second)) {
      made.push_back(std::move(pair));
    }
  }
  return made;
}

/// `answers`: one of `-1 0 1` for each pair.
void expect_the_same(VersionScheme scheme, const std::vector<Pair>& pairs,
                     const std::string& answers) {
  std::istringstream stream(answers);
  for (const auto& [left, right] : pairs) {
    int expected = 9;
    ASSERT_TRUE(stream >> expected) << answers;
    const int result = compare_versions(scheme, left, right).value();
    EXPECT_EQ((result > 0) - (result < 0), expected) << left << " " << right;
  }
}

TEST(VersionPrograms, DpkgSaysTheSame) {
  if (run_program("command -v dpkg").code != 0) GTEST_SKIP() << "dpkg is not installed";
  const auto made = pairs(VersionScheme::kDeb, 150);
  const testing::TempFolder folder;
  std::string script =
      "c() { if dpkg --compare-versions \"$1\" lt \"$2\"; then echo -1\n"
      "elif dpkg --compare-versions \"$1\" eq \"$2\"; then echo 0; else echo 1; fi; }\n";
  for (const auto& [left, right] : made) script += "c '" + left + "' '" + right + "'\n";
  const auto result = run_program("sh " + folder.write("compare", script));
  expect_the_same(VersionScheme::kDeb, made, result.output);
}

TEST(VersionPrograms, RpmSaysTheSame) {
  if (run_program("command -v rpm").code != 0) GTEST_SKIP() << "rpm is not installed";
  const auto made = pairs(VersionScheme::kRpm, 2000);
  const testing::TempFolder folder;
  std::string script;
  for (const auto& [left, right] : made) {
    script += "print(rpm.vercmp('" + left + "', '" + right + "') .. ' ')\n";
  }
  const std::string file = folder.write("compare.lua", script);
  const auto result = run_program("rpm --eval \"%{lua: dofile('" + file + "')}\"");
  expect_the_same(VersionScheme::kRpm, made, result.output);
}

}  // namespace
}  // namespace portside::advisory
