// SPDX-License-Identifier: Apache-2.0
#include "raw_server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace portside::testing {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

/// Reads on until `buffer` holds `count` bytes; false when the client is gone.
bool fill(int fd, std::string& buffer, std::size_t count) {
  char bytes[16 * 1024];
  while (buffer.size() < count) {
    const ssize_t got = ::recv(fd, bytes, sizeof(bytes), 0);
    if (got <= 0) return false;
    buffer.append(bytes, static_cast<std::size_t>(got));
  }
  return true;
}

/// Takes the chunks of a body off `buffer`, up to and with the last (RFC 9112 section 7.1), without
/// trailers; false when the client is gone.
bool read_chunks(int fd, std::string& buffer, std::string& body) {
  for (;;) {
    std::size_t line_end = 0;
    while ((line_end = buffer.find("\r\n")) == std::string::npos) {
      if (!fill(fd, buffer, buffer.size() + 1)) return false;
    }
    const std::size_t size = std::stoul(buffer.substr(0, line_end), nullptr, 16);
    if (!fill(fd, buffer, line_end + 2 + size + 2)) return false;
    body.append(buffer, line_end + 2, size);
    buffer.erase(0, line_end + 2 + size + 2);
    if (size == 0) return true;
  }
}

bool read_body(int fd, std::string& buffer, RecordedRequest& request) {
  if (request.header("transfer-encoding") == "chunked") {
    return read_chunks(fd, buffer, request.body);
  }
  const std::string length = request.header("content-length");
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  if (!fill(fd, buffer, size)) return false;
  request.body = buffer.substr(0, size);
  buffer.erase(0, size);
  return true;
}

/// The first byte of a client that speaks TLS (RFC 8446 section 5.1).
constexpr char kTlsHandshake = 0x16;

/// Takes one request off the connection; false at its end.
bool read_request(int fd, std::string& buffer, RecordedRequest& request) {
  std::size_t end = 0;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!fill(fd, buffer, buffer.size() + 1)) return false;
    if (buffer.front() == kTlsHandshake) {
      RawServer::Exchange(fd).send(
          "HTTP/1.1 400 Bad Request\r\n\r\n");  // as servers without TLS do
      return false;
    }
  }
  std::string_view head(buffer.data(), end);
  const std::string first(head.substr(0, head.find("\r\n")));
  request.method = first.substr(0, first.find(' '));
  request.target = first.substr(request.method.size() + 1);
  request.target.resize(request.target.rfind(' '));
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
    const std::size_t next = head.find("\r\n", at + 2);
    const std::string line(head.substr(at + 2, next - at - 2));
    const std::size_t colon = line.find(':');
    const std::size_t value = line.find_first_not_of(' ', colon + 1);
    request.headers[lower(line.substr(0, colon))] =
        value == std::string::npos ? "" : line.substr(value);
    at = next;
  }
  buffer.erase(0, end + 4);
  return read_body(fd, buffer, request);
}

}  // namespace

void RawServer::Exchange::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RawServer::Exchange::ok(std::string_view body, const std::string& headers) {
  status(200, body, headers);
}

void RawServer::Exchange::status(int code, std::string_view body, const std::string& headers) {
  send("HTTP/1.1 " + std::to_string(code) + " Status\r\n" + headers +
       "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
}

void RawServer::Exchange::reset() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  closed_ = true;
}

RawServer::RawServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::listen(listener_, 128) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error("no server can be started on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  for (const int fd : requests_.open_connections()) ::shutdown(fd, SHUT_RDWR);
  for (std::thread& thread : threads_) thread.join();
}

void RawServer::accept_all() {
  while (true) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    requests_.open(fd);
    threads_.emplace_back([this, fd] { serve(fd); });
  }
}

void RawServer::serve(int fd) {
  std::string buffer;
  Exchange exchange(fd);
  RecordedRequest request;
  while (!exchange.closed() && read_request(fd, buffer, request)) {
    requests_.add(request);
    handler_(request, exchange);
    request = {};
  }
  requests_.closed(fd);
  ::close(fd);
}

}  // namespace portside::testing
