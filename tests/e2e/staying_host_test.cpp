// SPDX-License-Identifier: Apache-2.0
//
// The example host as a program that stays: images by line, its configuration again on SIGHUP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "temp_folder.hpp"

namespace portside {
namespace {

using ::testing::HasSubstr;

constexpr const char* kManifestDigest =
    "sha256:c2f7c5dac7d6d9c3f8d8f1ab1b1fef1f8c0d5e28c1f9f66cb6c3f2c2b21de1bc";
constexpr const char* kLayer =
    "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

/// A program whose three standard descriptors are one socket.
class Program {
 public:
  Program(const std::string& path, const std::string& config, const std::string& layout) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
      throw std::runtime_error("no socket");
    }
    socket_ = ends[0];
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    for (const int fd : {0, 1, 2}) ::posix_spawn_file_actions_adddup2(&actions, ends[1], fd);
    std::string words[] = {path, config, layout};
    char* const arguments[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
    const int error = ::posix_spawn(&pid_, path.c_str(), &actions, nullptr, arguments, ::environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (error != 0) throw std::runtime_error("the program did not start");
  }
  ~Program() { end(); }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void write_line(const std::string& line) {
    const std::string text = line + '\n';
    ASSERT_EQ(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL), std::ssize(text));
  }

  void signal(int number) { ASSERT_EQ(::kill(pid_, number), 0); }

  /// Reads lines until one has `part`, and returns it; "" at the end.
  std::string line_with(const std::string& part) {
    for (;;) {
      const std::size_t length = unread_.find('\n');
      if (length != std::string::npos) {
        const std::string line = unread_.substr(0, length);
        unread_.erase(0, length + 1);
        if (line.find(part) != std::string::npos) return line;
        continue;
      }
      char piece[4096];
      const ssize_t count = ::read(socket_, piece, sizeof(piece));
      if (count <= 0) return "";
      unread_.append(piece, static_cast<std::size_t>(count));
    }
  }

  /// Ends its input and waits for it.
  int end() {
    if (pid_ == 0) return status_;
    ::shutdown(socket_, SHUT_WR);
    ::waitpid(pid_, &status_, 0);
    pid_ = 0;
    ::close(socket_);
    return status_;
  }

 private:
  int socket_ = -1;
  pid_t pid_ = 0;
  int status_ = -1;
  std::string unread_;
};

class StayingHost : public ::testing::Test {
 protected:
  StayingHost() {
    std::filesystem::create_directories(folder_ / "blobs/sha256");
    const nlohmann::json manifest = {{"config", {{"digest", kLayer}}},
                                     {"layers", {{{"digest", kLayer}}}}};
    folder_.write("blobs/sha256/" + std::string(kManifestDigest).substr(7), manifest.dump());
    ban({kLayer});
  }

  void ban(const std::vector<std::string>& layers) {
    write_config({{"plugins", {{"dirs", {PORTSIDE_PLUGIN_FOLDER}}}},
                  {"trust", {{"anchors", {PORTSIDE_BUILD_DIR}}}},
                  {"log", {{"level", "info"}}},
                  {"scanner", "minimal-scanner"},
                  {"adapters", {{"minimal-scanner", {{"banned_layers", layers}}}}}});
  }

  /// By renaming: the program must never read half a file.
  void write_config(const nlohmann::json& config) {
    folder_.write("next.json", config.dump());
    std::filesystem::rename(folder_ / "next.json", config_);
  }

  std::string scan(Program& program) {
    program.write_line(kManifestDigest);
    return program.line_with("reports");
  }

  testing::TempFolder folder_;
  const std::string config_ = folder_ / "config.json";
};

TEST_F(StayingHost, ReadsItsConfigurationAgainOnHangup) {
  Program host(PORTSIDE_EMBED_HOST, config_, folder_.str());
  EXPECT_THAT(scan(host), HasSubstr("reports 1:"));
  ban({});
  host.signal(SIGHUP);
  EXPECT_THAT(host.line_with("the configuration was applied"),
              HasSubstr("changed: minimal-scanner"));
  EXPECT_THAT(scan(host), HasSubstr("reports 0:"));
  EXPECT_EQ(host.end(), 0);
}

TEST_F(StayingHost, ABadFileLeavesEverythingAsItWas) {
  Program host(PORTSIDE_EMBED_HOST, config_, folder_.str());
  EXPECT_THAT(scan(host), HasSubstr("reports 1:"));
  write_config({{"scaner", "minimal-scanner"}});
  host.signal(SIGHUP);
  EXPECT_THAT(host.line_with("was not applied"), HasSubstr("everything stays as it was"));
  EXPECT_THAT(scan(host), HasSubstr("reports 1:"));
  EXPECT_EQ(host.end(), 0);
}

TEST_F(StayingHost, SaysWhatIsWrongAndStays) {
  Program host(PORTSIDE_EMBED_HOST, config_, folder_.str());
  host.write_line("sha256:../../etc/passwd");
  EXPECT_THAT(host.line_with("embed-host:"), HasSubstr("(invalid_argument)"));
  EXPECT_THAT(scan(host), HasSubstr("reports 1:"));
  EXPECT_EQ(host.end(), 0);
}

}  // namespace
}  // namespace portside
