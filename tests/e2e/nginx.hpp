// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server_process.hpp"
#include "temp_folder.hpp"

namespace portside::testing {

/// An nginx of its own on 127.0.0.1, with TLS (TLS 1.2 at most) and HTTP/2 at one port and without
/// at another.
class Nginx {
 public:
  static bool is_installed();

  /// `locations` and what else stands in both `server` blocks.
  explicit Nginx(const std::string& locations);

  std::string https() const { return "https://127.0.0.1:" + std::to_string(tls_port_); }
  std::string http() const { return "http://127.0.0.1:" + std::to_string(plain_port_); }
  std::string host() const { return "127.0.0.1:" + std::to_string(plain_port_); }
  std::string tls_host() const { return "127.0.0.1:" + std::to_string(tls_port_); }
  std::string ca_file() const { return folder_ / "ca.pem"; }

  /// One line a request: `PROTOCOL METHOD PATH authorization=...`, "-" for none. Waits for `count`
  /// lines.
  std::vector<std::string> requests(std::size_t count) const;

 private:
  TempFolder folder_;
  const int tls_port_ = free_port();
  const int plain_port_ = free_port();
  std::unique_ptr<ServerProcess> process_;
};

}  // namespace portside::testing
