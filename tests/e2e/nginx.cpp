// SPDX-License-Identifier: Apache-2.0
#include "nginx.hpp"

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "run_program.hpp"

namespace portside::testing {
namespace {

constexpr char kNginx[] = "/usr/sbin/nginx";

}  // namespace

bool Nginx::is_installed() {
  return ::access(kNginx, X_OK) == 0;
}

Nginx::Nginx(const std::string& locations) {
  const auto made = run_program(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
      "-subj /CN=nginx -addext subjectAltName=IP:127.0.0.1 -keyout " +
      folder_ / "key.pem" + " -out " + ca_file());
  if (made.code != 0) throw std::runtime_error(made.output);
  const std::string root = folder_.str() + "/";
  std::string text = ::geteuid() == 0 ? "user root;\n" : "";
  text += "daemon off; worker_processes 1; pid " + root + "pid; error_log " + root +
          "error.log;\nevents { worker_connections 512; }\nhttp {\n"
          "log_format seen '$server_protocol $request_method $request_uri "
          "authorization=$http_authorization';\naccess_log " +
          root + "access.log seen;\nserver_tokens off;\n";
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    text += std::string(kind) + "_temp_path " + root + kind + ";\n";
  }
  text += "limit_req_zone $binary_remote_addr zone=few:1m rate=1r/s;\n";
  const std::string common = locations + "\n}\n";
  text += "server { listen 127.0.0.1:" + std::to_string(tls_port_) +
          " ssl http2; ssl_protocols TLSv1.2; ssl_certificate " + ca_file() +
          "; ssl_certificate_key " + folder_ / "key.pem" + "; ssl_client_certificate " + ca_file() +
          "; ssl_verify_client optional;\n" + common;
  text += "server { listen 127.0.0.1:" + std::to_string(plain_port_) + ";\n" + common + "}\n";
  const std::string file = folder_.write("nginx.conf", text);
  process_ = std::make_unique<ServerProcess>(
      std::vector<std::string>{kNginx, "-p", root, "-c", file}, folder_ / "log");
  wait_for_port(plain_port_);
}

std::vector<std::string> Nginx::requests(std::size_t count) const {
  std::vector<std::string> lines;
  for (int i = 0; i < 500; ++i) {
    lines.clear();
    std::ifstream file(folder_ / "access.log");
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    if (lines.size() >= count) return lines;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return lines;
}

}  // namespace portside::testing
