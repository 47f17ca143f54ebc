// SPDX-License-Identifier: Apache-2.0
#include "cli/secret_input.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <sstream>
#include <string>
#include <thread>

#include "error_of.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

Secret read_from_file(const std::string& text) {
  const testing::TempFolder folder;
  const Descriptor file(::open(folder.write("in", text).c_str(), O_RDONLY | O_CLOEXEC));
  std::ostringstream prompt;
  Secret secret = read_secret(file.fd(), "Secret: ", prompt);
  EXPECT_EQ(prompt.str(), "") << "nobody is asked";
  return secret;
}

TEST(SecretInput, LeavesOneLineEndOut) {
  EXPECT_EQ(read_from_file("geheim").reveal(), "geheim");
  EXPECT_EQ(read_from_file("geheim\n").reveal(), "geheim");
  EXPECT_EQ(read_from_file("geheim\r\n").reveal(), "geheim");
  EXPECT_EQ(read_from_file(" two\n\tlines\n\n").reveal(), " two\n\tlines\n");
}

TEST(SecretInput, TakesAsMuchAsAConfigurationDoes) {
  const std::string most(64 * 1024, 'x');
  EXPECT_EQ(read_from_file(most + "\r\n").reveal(), most);
  for (const char* more : {"x", "x\n", "xx\r\n", "xxxxxxxx"}) {
    EXPECT_EQ(testing::error_of([&] { read_from_file(most + more); }).message,
              "standard input holds more than 64 KiB; expected a secret within that");
  }
}

TEST(SecretInput, RefusesWhatAConfigurationWouldNotTake) {
  const auto refusal = [](const std::string& text) {
    const AdapterError error = testing::error_of([&] { read_from_file(text); });
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.message + error.detail, Not(HasSubstr("canary")));
    return error.message;
  };
  EXPECT_EQ(refusal(""), "standard input holds nothing; expected the secret");
  EXPECT_EQ(refusal("\n"), "standard input holds nothing; expected the secret");
  EXPECT_EQ(refusal("canary\x01"),
            "standard input holds control characters other than tab and line ends, which no "
            "configuration takes; expected plain text");
  EXPECT_EQ(refusal("canary\xff"),
            "standard input holds bytes that are not UTF-8, which no configuration takes; expected "
            "plain text");
}

TEST(SecretInput, ReadsAPipeToItsEnd) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const Descriptor in(ends[0]);
  std::thread writer([out = ends[1]] {
    for (const char* piece : {"one ", "two ", "three\n"}) {
      EXPECT_GT(::write(out, piece, std::string_view(piece).size()), 0);
    }
    ::close(out);
  });
  std::ostringstream prompt;
  const Secret secret = read_secret(in.fd(), "", prompt);
  writer.join();
  EXPECT_EQ(secret.reveal(), "one two three");
}

TEST(SecretInput, SaysWhyItCannotBeRead) {
  const Descriptor folder(::open("/", O_RDONLY | O_CLOEXEC));
  std::ostringstream prompt;
  const AdapterError error = testing::error_of([&] { read_secret(folder.fd(), "", prompt); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_EQ(error.message, "standard input cannot be read: Is a directory");
}

/// A terminal at which somebody types `keys` once nothing is shown any more.
class SecretTerminal : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(::openpty(&person_, &program_, nullptr, nullptr, nullptr), 0);
    ASSERT_EQ(::tcgetattr(program_, &before_), 0);
  }
  void TearDown() override {
    termios after{};
    ASSERT_EQ(::tcgetattr(program_, &after), 0);
    EXPECT_EQ(after.c_lflag, before_.c_lflag) << "it is as it was";
    EXPECT_EQ(after.c_cc[VEOL], before_.c_cc[VEOL]);
    ::close(program_);
    ::close(person_);
  }

  template <typename Act>
  void typing(const std::string& keys, Act act) {
    std::thread person([this, &keys] {
      while (shows()) std::this_thread::yield();
      EXPECT_EQ(::write(person_, keys.data(), keys.size()), std::ssize(keys));
    });
    act();
    person.join();
  }

  Secret read() { return read_secret(program_, "Secret: ", prompt_); }

  /// What the terminal shows of what was typed.
  std::string shown() {
    ::fcntl(person_, F_SETFL, O_NONBLOCK);
    std::string text(4096, '\0');
    const ssize_t count = ::read(person_, text.data(), text.size());
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
  }

  std::ostringstream prompt_;

  bool shows() const {
    termios now{};
    return ::tcgetattr(program_, &now) != 0 || (now.c_lflag & ECHO) != 0;
  }

  int person_ = -1;
  int program_ = -1;
  termios before_{};
};

TEST_F(SecretTerminal, ASignalEndsItAndLeavesTheTerminalAsItWas) {
  struct sigaction ignored {};
  ignored.sa_handler = [](int) {};
  struct sigaction before {};
  ::sigaction(SIGTERM, &ignored, &before);
  const pthread_t reader = ::pthread_self();
  std::thread killer([this, reader] {
    while (shows()) std::this_thread::yield();
    ::pthread_kill(reader, SIGTERM);
  });
  EXPECT_EQ(testing::code_of([this] { read(); }), ErrorCode::kCancelled);
  killer.join();
  ::sigaction(SIGTERM, &before, nullptr);
}

TEST_F(SecretTerminal, AsksAndShowsNothing) {
  typing("geheim\n", [&] { EXPECT_EQ(read().reveal(), "geheim"); });
  EXPECT_EQ(prompt_.str(), "Secret: \n");
  EXPECT_EQ(shown(), "");
}

TEST_F(SecretTerminal, TakesTheEndForAnAnswer) {
  typing("\x04",
         [&] { EXPECT_EQ(testing::code_of([&] { read(); }), ErrorCode::kInvalidArgument); });
}

TEST_F(SecretTerminal, IsGivenBackWhenSomebodyInterrupts) {
  typing("geh\x03", [&] {
    const AdapterError error = testing::error_of([&] { read(); });
    EXPECT_EQ(error.code, ErrorCode::kCancelled);
    EXPECT_EQ(error.message, "interrupted; nothing was sealed");
  });
}

TEST_F(SecretTerminal, RefusesALineThatTheTerminalCut) {
  typing(std::string(4094, 'x') + "y\n", [&] {
    EXPECT_THAT(testing::error_of([&] { read(); }).message,
                HasSubstr("a terminal takes no more than 4,094 bytes in a line"));
  });
}

}  // namespace
}  // namespace portside::cli
