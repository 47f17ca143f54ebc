// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sstream>

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
  refuses(folder / "none", "the secret cannot be read: No such file or directory; check its path");
  refuses(folder.str(), "the secret cannot be read: expected a regular file");
  refuses(folder.write("large", std::string(64 * 1024 + 1, 'x')),
          "the secret is longer than 64 KiB; is this the right file?");
}

class SealingKeyFile : public ::testing::Test {
 protected:
  std::string file(std::string_view text, unsigned mode = 0600) {
    std::string path = folder_.write("keys", text);
    ::chmod(path.c_str(), mode);
    return path;
  }
  static std::string refusal(const std::string& path) {
    const AdapterError error = testing::error_of([&] { read_sealing_key_file(path); });
    EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
    return error.message;
  }
  testing::TempFolder folder_;
};

constexpr const char* kKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

TEST_F(SealingKeyFile, IsReadAsItIs) {
  const std::string text = std::string("# new\n") + kKey + "\n" + kKey + "\n";
  for (const unsigned mode : {0600U, 0400U, 0700U}) {
    EXPECT_EQ(read_sealing_key_file(file(text, mode)).reveal(), text);
    ::unlink((folder_ / "keys").c_str());
  }
}

TEST_F(SealingKeyFile, IsItsOwnersAlone) {
  for (const unsigned mode : {0640U, 0604U, 0620U, 0601U, 0666U}) {
    std::ostringstream octal;
    octal << std::oct << mode;
    const std::string path = file(kKey, mode);
    EXPECT_EQ(refusal(path), path + ": the key file is open to others than its owner (mode 0" +
                                 octal.str() + "); expected mode 0600: chmod 600 " + path);
  }
}

TEST_F(SealingKeyFile, IsRefusedWithItsPath) {
  const std::string missing = folder_ / "none";
  EXPECT_EQ(refusal(missing),
            missing + ": the key file cannot be read: No such file or directory; check its path");
  EXPECT_EQ(refusal(folder_.str()),
            folder_.str() + ": the key file cannot be read: expected a regular file");
  const std::string path = file("\ncanary\n");
  EXPECT_EQ(refusal(path), path +
                               ": line 2 is no sealing key; expected 32 bytes in base64 (44 "
                               "characters) or hexadecimal (64 digits), one key a line");
  EXPECT_EQ(refusal(file(std::string(64 * 1024 + 1, '\n'))),
            path + ": the key file is longer than 64 KiB; is this the right file?");
}

}  // namespace
}  // namespace portside
