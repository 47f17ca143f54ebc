// SPDX-License-Identifier: Apache-2.0
//
// With PORTSIDE_TEST_ADVISORIES: a folder with packagedb/ (package databases of real images).
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "offline/packages/apk.hpp"
#include "offline/packages/dpkg.hpp"

namespace portside::offline {
namespace {

class RealDatabases : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("PORTSIDE_TEST_ADVISORIES");
    if (folder == nullptr) GTEST_SKIP() << "PORTSIDE_TEST_ADVISORIES names no folder";
    folder_ = folder;
  }
  std::string file(const std::string& name) const {
    std::ifstream stream(folder_ + "/packagedb/" + name, std::ios::binary);
    EXPECT_TRUE(stream) << name;
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }

 private:
  std::string folder_;
};

TEST_F(RealDatabases, OfAlpine) {
  PackageList list;
  read_apk_installed(file("alpine-installed"), "installed", list);
  EXPECT_EQ(list.packages.size(), 15U);
  EXPECT_EQ(list.nameless, 1U);
}

TEST_F(RealDatabases, OfDebian) {
  PackageList list;
  read_dpkg_status(file("dpkg-debian-only.status"), "status", list);
  EXPECT_FALSE(list.packages.empty());
  EXPECT_EQ(list.nameless, 0U);
  PackageList other;
  read_dpkg_status(file("dpkg-vcpkg.status"), "status", other);
  EXPECT_TRUE(other.packages.empty());
}

}  // namespace
}  // namespace portside::offline
