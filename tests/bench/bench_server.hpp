// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>

namespace portside::bench {

/// A process that serves while this lives: http_server.cpp, or another that prints its port and
/// ends with its standard input.
class BenchServer {
 public:
  explicit BenchServer(std::string program = PORTSIDE_BENCH_HTTP_SERVER);
  ~BenchServer();
  BenchServer(const BenchServer&) = delete;
  BenchServer& operator=(const BenchServer&) = delete;

  int port() const noexcept { return port_; }
  /// `http://127.0.0.1:PORT`.
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int port_ = 0;
  int input_ = -1;
  int pid_ = -1;
};

/// A connected socket to a port of 127.0.0.1. Throws std::runtime_error.
int connect_to(int port);

}  // namespace portside::bench
