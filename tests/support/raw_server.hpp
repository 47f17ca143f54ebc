// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "recorded_requests.hpp"

namespace portside::testing {

/// A server on 127.0.0.1 whose answers a test writes byte by byte: whatever servers get wrong can
/// be written down. One thread for each connection.
class RawServer {
 public:
  /// One connection, for the time of one request.
  class Exchange {
   public:
    explicit Exchange(int fd) : fd_(fd) {}
    /// Writes bytes as they are; a client that went away is no error.
    void send(std::string_view bytes);
    /// `200 OK` with a Content-Length.
    void ok(std::string_view body, const std::string& headers = "");
    void status(int code, std::string_view body, const std::string& headers = "");
    /// No more requests on this connection; `reset` ends it without a goodbye.
    void close() { closed_ = true; }
    void reset();
    bool closed() const { return closed_; }

   private:
    int fd_;
    bool closed_ = false;
  };
  using Handler = std::function<void(const RecordedRequest&, Exchange&)>;

  explicit RawServer(Handler handler);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  /// `http://127.0.0.1:PORT`.
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
  int port() const { return port_; }
  std::vector<RecordedRequest> requests() const { return requests_.all(); }
  std::size_t connections() const { return requests_.connections(); }
  /// Those that are not closed; each has a thread.
  std::size_t open_connections() const { return requests_.open_connections().size(); }

 private:
  void accept_all();
  void serve(int fd);

  const Handler handler_;
  RecordedRequests requests_;
  int listener_ = -1;
  int port_ = 0;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace portside::testing
