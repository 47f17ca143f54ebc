// SPDX-License-Identifier: Apache-2.0
// The server of the HTTP benchmarks, a process of its own so that its processor time is not the
// client's. Prints its port; ends when its standard input does.
//
//   GET /blob/N   N bytes
//   GET /clair2/N, /clair4/N   an answer of Clair of about N bytes, made once
//   GET /slow     2 KiB, a second after the request
//   POST /        240 bytes at once
//   POST /abstractmetadata, GET /artifacttype, GET /additiontypes   as a remote processor
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "clair_documents.hpp"

namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
  std::string input;
  /// Bytes of a blob that are still to be sent.
  std::uint64_t blob_left = 0;
  /// What they are the end of; null = zeros.
  const std::string* document = nullptr;
};

/// What a remote processor answers; "" for other requests.
std::string_view processor_answer(std::string_view request) {
  if (request.starts_with("POST /abstractmetadata")) {
    return R"({"Artifact":{"extra_attrs":{"thrust":"9kN","stages":2,"fuel":["RP-1","LOX"]}},)"
           R"("Error":""})";
  }
  if (request.starts_with("GET /artifacttype")) return R"({"ArtifactType":"ROCKET","Error":""})";
  if (request.starts_with("GET /additiontypes")) {
    return R"({"AdditionTypes":["README.MD","VALUES.YAML"],"Error":""})";
  }
  return {};
}

struct Due {
  Clock::time_point when;
  int fd;
};

class Server {
 public:
  int listen_somewhere() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 8'192) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
      std::perror("bench-http-server");
      std::exit(1);
    }
    watch(listener_, EPOLLIN, EPOLL_CTL_ADD);
    watch(STDIN_FILENO, EPOLLIN, EPOLL_CTL_ADD);
    return ntohs(address.sin_port);
  }

  void run() {
    std::vector<epoll_event> events(512);
    while (true) {
      const int count =
          ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), until_due());
      for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (event.data.fd == STDIN_FILENO) return;
        if (event.data.fd == listener_) {
          accept_all();
        } else if ((event.events & EPOLLOUT) != 0) {
          send_blob(event.data.fd);
        } else {
          read(event.data.fd);
        }
      }
      answer_due();
    }
  }

 private:
  void watch(int fd, std::uint32_t what, int operation) const {
    epoll_event event{};
    event.events = what;
    event.data.fd = fd;
    ::epoll_ctl(epoll_, operation, fd, &event);
  }

  int until_due() const {
    if (due_.empty()) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(due_.front().when - Clock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
  }

  void accept_all() {
    while (true) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) return;
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
      connections_.resize(
          std::max<std::size_t>(connections_.size(), static_cast<std::size_t>(fd) + 1));
      connections_[static_cast<std::size_t>(fd)] = {};
      watch(fd, EPOLLIN, EPOLL_CTL_ADD);
    }
  }

  void read(int fd) {
    char bytes[16 * 1024];
    const ssize_t got = ::recv(fd, bytes, sizeof(bytes), 0);
    if (got <= 0) {
      ::close(fd);
      return;
    }
    std::string& input = connections_[static_cast<std::size_t>(fd)].input;
    input.append(bytes, static_cast<std::size_t>(got));
    const std::size_t end = input.find("\r\n\r\n");
    if (end == std::string::npos) return;
    const std::size_t length = input.find("Content-Length: ");
    const std::size_t body =
        length < end ? std::strtoul(input.c_str() + length + 16, nullptr, 10) : 0;
    if (input.size() < end + 4 + body) return;
    answer(fd, input);
    input.clear();
  }

  void answer(int fd, const std::string& request) {
    if (request.starts_with("GET /slow")) {
      due_.push_back({Clock::now() + std::chrono::seconds(1), fd});
    } else if (request.starts_with("GET /blob/")) {
      const std::uint64_t size = std::strtoull(request.c_str() + 10, nullptr, 10);
      connections_[static_cast<std::size_t>(fd)] = {{}, size, nullptr};
      send(fd, header(size));
      send_blob(fd);
    } else if (request.starts_with("GET /clair")) {
      const std::string& document = document_of(request.substr(4, request.find(' ', 4) - 4));
      connections_[static_cast<std::size_t>(fd)] = {{}, document.size(), &document};
      send(fd, header(document.size()));
      send_blob(fd);
    } else if (const std::string_view answer = processor_answer(request); !answer.empty()) {
      send(fd, header(answer.size()) + std::string(answer));
    } else {
      send(fd, header(240) + std::string(240, 'x'));
    }
  }

  static std::string header(std::uint64_t size) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " +
           std::to_string(size) + "\r\n\r\n";
  }

  static void send(int fd, std::string_view bytes) {
    static_cast<void>(::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }

  const std::string& document_of(const std::string& path) {
    std::string& document = documents_[path];
    const std::uint64_t size = std::strtoull(path.c_str() + 8, nullptr, 10);
    if (document.empty()) {
      document = path.starts_with("/clair2") ? portside::bench::clair2_layer(size)
                                             : portside::bench::clair4_report(size);
    }
    return document;
  }

  void send_blob(int fd) {
    const std::string* const document = connections_[static_cast<std::size_t>(fd)].document;
    std::uint64_t& left = connections_[static_cast<std::size_t>(fd)].blob_left;
    while (left > 0) {
      const char* const bytes =
          document == nullptr ? zeros_.data() : document->data() + (document->size() - left);
      const ssize_t sent =
          ::send(fd, bytes, std::min<std::uint64_t>(left, zeros_.size()), MSG_NOSIGNAL);
      if (sent <= 0) return watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
      left -= static_cast<std::uint64_t>(sent);
    }
    watch(fd, EPOLLIN, EPOLL_CTL_MOD);
  }

  void answer_due() {
    const auto now = Clock::now();
    while (!due_.empty() && due_.front().when <= now) {
      send(due_.front().fd, slow_answer_);
      due_.pop_front();
    }
  }

  const int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  const std::string zeros_ = std::string(std::size_t{1} << 20U, '\0');
  const std::string slow_answer_ = header(2'048) + std::string(2'048, 'x');
  int listener_ = -1;
  std::vector<Connection> connections_;
  std::deque<Due> due_;
  std::map<std::string, std::string> documents_;
};

}  // namespace

int main() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  Server server;
  std::printf("%d\n", server.listen_somewhere());
  std::fflush(stdout);
  server.run();
}
