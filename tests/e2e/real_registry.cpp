// SPDX-License-Identifier: Apache-2.0
#include "real_registry.hpp"

#include <unistd.h>

#include <stdexcept>
#include <vector>

#include "digest_of.hpp"
#include "http/request_rules.hpp"
#include "http/url.hpp"
#include "portside/testing/test_call_context.hpp"
#include "run_program.hpp"

namespace portside::testing {
namespace {

constexpr char kRegistry[] = "/usr/bin/docker-registry";
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

}  // namespace

bool RealRegistry::is_installed() {
  return ::access(kRegistry, X_OK) == 0;
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

std::string RealRegistry::configuration(const std::string& data) {
  return "version: 0.1\nlog: {level: info}\nstorage: {filesystem: {rootdirectory: '" + data +
         "'}}\nhttp:\n  addr: '127.0.0.1:0'\n  secret: any\n  relativeurls: true\n";
}

void RealRegistry::start(const std::string& configuration) {
  process_ = std::make_unique<ServerProcess>(
      std::vector<std::string>{kRegistry, "serve", folder_.write("config.yml", configuration)},
      folder_ / "log");
  host_ = process_->word_in_log("listening on ");
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
