// SPDX-License-Identifier: Apache-2.0
#include "webhook_caller.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace portside::testing {
namespace {

constexpr std::size_t kChunkBytes = 50;

class Connection {
 public:
  explicit Connection(const std::string& endpoint)
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port =
        htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
    const int on = 1;
    const timeval longest{30, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof(longest));
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    is_open_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~Connection() { ::close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void send(std::string_view bytes) const {
    if (is_open_) ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  std::int32_t read_status() const {
    std::array<char, 512> bytes{};
    const ssize_t got = is_open_ ? ::recv(fd_, bytes.data(), bytes.size() - 1, 0) : 0;
    int status = 0;
    if (got > 0) std::sscanf(bytes.data(), "HTTP/1.1 %d", &status);
    return status;
  }

 private:
  const int fd_;
  bool is_open_ = false;
};

void send_in_chunks(const Connection& connection, std::string_view body) {
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, kChunkBytes);
    std::array<char, 24> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", chunk.size());
    connection.send(size.data() + std::string(chunk) + "\r\n");
    body.remove_prefix(chunk.size());
  }
  connection.send("0\r\n\r\n");
}

}  // namespace

std::int32_t call_webhook(const std::string& endpoint, const Notification& call) {
  const Connection connection(endpoint);
  bool is_chunked = false;
  std::string head = call.method + " " + call.path + " HTTP/1.1\r\nHost: registry.test\r\n";
  for (const auto& [name, value] : call.headers) {
    head += name + ": " + value + "\r\n";
    is_chunked |= name == "Transfer-Encoding";
  }
  if (is_chunked) {
    connection.send(head + "\r\n");
    send_in_chunks(connection, call.body);
  } else {
    head += "Content-Length: " + std::to_string(call.body.size()) + "\r\n\r\n";
    connection.send(head + call.body);
  }
  return connection.read_status();
}

}  // namespace portside::testing
