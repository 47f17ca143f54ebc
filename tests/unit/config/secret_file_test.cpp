// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "error_of.hpp"
#include "portside/api/error.hpp"
#include "portside/host/config.hpp"
#include "portside/testing/temp_folder.hpp"

namespace portside {
namespace {

TEST(ReadSecretFile, CutsOneLineEnd) {
  const testing::TempFolder folder;
  EXPECT_EQ(read_secret_file(folder.write("a", "geheim\n")).reveal(), "geheim");
  EXPECT_EQ(read_secret_file(folder.write("b", "geheim\r\n")).reveal(), "geheim");
  EXPECT_EQ(read_secret_file(folder.write("c", "two\nlines\n\n")).reveal(), "two\nlines\n");
  EXPECT_TRUE(read_secret_file(folder.write("d", "")).empty());
}

TEST(ReadSecretFile, RefusesWhatIsNoSecret) {
  const testing::TempFolder folder;
  const auto refuses = [](const std::string& path, const std::string& sentence) {
    const AdapterError error = testing::error_of([&] { read_secret_file(path); });
    EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
    EXPECT_EQ(error.message, path + ": " + sentence);
  };
  refuses(folder / "none", "the secret cannot be read: No such file or directory");
  refuses(folder.str(), "the secret cannot be read: expected a regular file");
  refuses(folder.write("large", std::string(64 * 1024 + 1, 'x')),
          "the secret is longer than 64 KiB; is this the right file?");
}

}  // namespace
}  // namespace portside
