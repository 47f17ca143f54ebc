// SPDX-License-Identifier: Apache-2.0
#include "real_registry.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <vector>

#include "crypto/digest.hpp"
#include "http/request_rules.hpp"
#include "http/url.hpp"
#include "portside/testing/test_call_context.hpp"
#include "run_program.hpp"

namespace portside::testing {
namespace {

constexpr char kProgram[] = "/usr/bin/docker-registry";
/// htpasswd -nbB alice alice-pw
constexpr char kUsers[] = "alice:$2y$05$d6TwzPxM8RpFfNqsTtwKle3fX4PA1sTdOngqRzpGf5GlwlbL6v.qu\n";

HttpResponse send(const std::string& method, const std::string& url, const std::string& type,
                  const std::string& body) {
  http::Client client({.http = {{http::parse_url(url).origin()}, "", "", "", "", false, {}, {}}});
  const TestCallContext context;
  HttpRequest request;
  request.method = method;
  request.url = url;
  request.body = body;
  request.headers = {{"Content-Type", type}};
  HttpResponse response = client.send(request, nullptr, context);
  if (response.status / 100 != 2) {
    throw std::runtime_error(method + " " + url + ": " + std::to_string(response.status) + " " +
                             response.body);
  }
  return response;
}

std::string digest_of(const std::string& content) {
  return "sha256:" + crypto::hex(crypto::sha256(content));
}

}  // namespace

bool RealRegistry::is_installed() {
  return ::access(kProgram, X_OK) == 0;
}

RealRegistry::RealRegistry(const std::string& data, Login login, Encryption encryption) {
  std::string text = configuration(data);
  if (encryption == Encryption::kTls) {
    const auto made = run_program(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-subj /CN=registry -addext subjectAltName=IP:127.0.0.1 -keyout " +
        folder_ / "key.pem" + " -out " + ca_file());
    if (made.code != 0) throw std::runtime_error(made.output);
    text += "  tls: {certificate: '" + ca_file() + "', key: '" + folder_ / "key.pem" + "'}\n";
  }
  if (login == Login::kHtpasswd) {
    text += "auth: {htpasswd: {realm: test, path: '" + folder_.write("users", kUsers) + "'}}\n";
  }
  start(text);
}

RealRegistry::RealRegistry(const std::string& data, const TokenAuth& auth) {
  start(configuration(data) + "auth: {token: {realm: '" + auth.realm + "', service: '" +
        auth.service + "', issuer: '" + auth.issuer + "', rootcertbundle: '" +
        folder_.write("bundle.pem", auth.certificate) + "'}}\n");
}

RealRegistry::~RealRegistry() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::string RealRegistry::configuration(const std::string& data) {
  return "version: 0.1\nlog: {level: info}\nstorage: {filesystem: {rootdirectory: '" + data +
         "'}}\nhttp:\n  addr: '127.0.0.1:0'\n  secret: any\n  relativeurls: true\n";
}

void RealRegistry::start(const std::string& configuration) {
  folder_.write("config.yml", configuration);
  spawn();
  host_ = address_in_log();
}

void RealRegistry::spawn() {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  const std::string log = folder_ / "log";
  for (const int fd : {1, 2}) {
    ::posix_spawn_file_actions_addopen(&actions, fd, log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                       0600);
  }
  std::string words[] = {kProgram, "serve", folder_ / "config.yml"};
  char* const arguments[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
  // It takes each variable REGISTRY_* for a part of its configuration.
  std::string path = "PATH=/usr/bin:/bin";
  char* const environment[] = {path.data(), nullptr};
  const int error = ::posix_spawn(&pid_, kProgram, &actions, nullptr, arguments, environment);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("docker-registry did not start");
}

std::string RealRegistry::address_in_log() {
  constexpr char kWords[] = "listening on ";
  for (int i = 0; i < 1'000; ++i) {
    std::ifstream file(folder_ / "log");
    const std::string log{std::istreambuf_iterator<char>(file), {}};
    const std::size_t at = log.find(kWords);
    const std::size_t end = log.find_first_of(",\" \n", at + sizeof(kWords));
    if (at != std::string::npos && end != std::string::npos) {
      const std::size_t begin = at + sizeof(kWords) - 1;
      return log.substr(begin, end - begin);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  throw std::runtime_error("docker-registry did not say where it listens");
}

std::string RealRegistry::put_blob(const std::string& repository, const std::string& content) {
  const std::string url = "http://" + host_ + "/v2/" + repository + "/blobs/uploads/";
  const HttpResponse begun = send("POST", url, "application/octet-stream", "");
  const std::string* const location = http::find_header(begun.headers, "Location");
  if (location == nullptr) throw std::runtime_error("no place to upload to");
  send("PUT", http::resolve_location(url, *location) + "&digest=" + digest_of(content),
       "application/octet-stream", content);
  return digest_of(content);
}

std::string RealRegistry::put_manifest(const std::string& repository, const std::string& tag,
                                       const std::string& media_type, const std::string& content) {
  send("PUT", "http://" + host_ + "/v2/" + repository + "/manifests/" + tag, media_type, content);
  return digest_of(content);
}

}  // namespace portside::testing
