// SPDX-License-Identifier: Apache-2.0
#include "server_process.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <utility>

namespace portside::testing {
namespace {

constexpr int kTries = 1'000;
constexpr std::chrono::milliseconds kPause{20};

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

}  // namespace

ServerProcess::ServerProcess(std::vector<std::string> arguments, std::string log)
    : program_(arguments.at(0)), log_(std::move(log)) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  for (const int fd : {1, 2}) {
    ::posix_spawn_file_actions_addopen(&actions, fd, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                       0600);
  }
  std::vector<char*> argv;
  for (std::string& word : arguments) argv.push_back(word.data());
  argv.push_back(nullptr);
  // docker-registry takes each variable REGISTRY_* for a part of its configuration.
  std::string path = "PATH=/usr/sbin:/usr/bin:/bin";
  char* const environment[] = {path.data(), nullptr};
  const int error =
      ::posix_spawn(&pid_, program_.c_str(), &actions, nullptr, argv.data(), environment);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error(program_ + " did not start");
}

ServerProcess::~ServerProcess() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::string ServerProcess::word_in_log(const std::string& words) const {
  for (int i = 0; i < kTries; ++i) {
    std::ifstream file(log_);
    const std::string log{std::istreambuf_iterator<char>(file), {}};
    const std::size_t at = log.find(words);
    const std::size_t end = log.find_first_of(",\" \n", at + words.size());
    if (at != std::string::npos && end != std::string::npos) {
      return log.substr(at + words.size(), end - at - words.size());
    }
    std::this_thread::sleep_for(kPause);
  }
  throw std::runtime_error(program_ + " did not say \"" + words + "\"");
}

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = ::bind(fd, generic, size) == 0 && ::getsockname(fd, generic, &size) == 0;
  ::close(fd);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

void wait_for_port(int port) {
  for (int i = 0; i < kTries; ++i) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    const bool there =
        ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::close(fd);
    if (there) return;
    std::this_thread::sleep_for(kPause);
  }
  throw std::runtime_error("nobody listens at port " + std::to_string(port));
}

}  // namespace portside::testing
