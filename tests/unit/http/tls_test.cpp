// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "error_of.hpp"
#include "http/trust_store.hpp"
#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::http {
namespace {

using testing::code_of;

class TrustStoreTest : public ::testing::Test {
 protected:
  /// A new authority.
  std::string authority(const std::string& name) {
    const std::string file = folder_ / name;
    const auto made = testing::run_program(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" +
        name + " -keyout " + folder_ / "key" + " -out " + file + " 2>&1");
    EXPECT_EQ(made.code, 0) << made.output;
    return file;
  }

  testing::TempFolder folder_;
};

TEST_F(TrustStoreTest, IsReadOnce) {
  const std::string file = authority("ca.pem");
  const auto first = TrustStore::of(file);
  EXPECT_EQ(TrustStore::of(file), first);
  EXPECT_NE(TrustStore::of(authority("other.pem")), first);
  EXPECT_EQ(TrustStore::of(""), TrustStore::of("")) << "while somebody has it";
}

TEST_F(TrustStoreTest, IsReadAgainAfterAChange) {
  const std::string file = authority("ca.pem");
  const auto first = TrustStore::of(file);
  std::filesystem::rename(authority("new.pem"), file);
  EXPECT_NE(TrustStore::of(file), first);
}

TEST_F(TrustStoreTest, RefusesFilesWithoutCertificates) {
  EXPECT_EQ(code_of([&] { TrustStore::of(folder_ / "nowhere"); }), ErrorCode::kConfigInvalid);
  EXPECT_EQ(code_of([&] { TrustStore::of(folder_.str()); }), ErrorCode::kConfigInvalid);
  EXPECT_EQ(code_of([&] { TrustStore::of(folder_.write("text", "no certificate")); }),
            ErrorCode::kConfigInvalid);
  EXPECT_EQ(code_of([&] { TrustStore::of(folder_.write("empty", "")); }),
            ErrorCode::kConfigInvalid);
}

}  // namespace
}  // namespace portside::http
