// SPDX-License-Identifier: Apache-2.0
// A processor as a service: any class that a plugin could be made of, behind HTTP.
//
//   remote-processor [PORT [AUTHORIZATION-FILE]]
//   portside processor check http://127.0.0.1:PORT
//       --media-type application/vnd.acme.rocket.config.v1+json
//
// To have a registry use it, name it in processor.yaml:
//
//   Processors:
//   - ProcessorUrl: "http://127.0.0.1:9090"
//     ArtifactMediaType: "application/vnd.acme.rocket.config.v1+json"
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>

#include "portside/sdk/deadline_call.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/remote_processor.hpp"
#include "portside/sdk/request_id.hpp"
#include "rocket.hpp"
#include "server.hpp"

namespace {

using portside::HttpRequest;
using portside::HttpResponse;

constexpr portside::Millis kDeadline = 30'000;

/// What callers have to show; nobody else is answered.
std::string read_authorization(const char* path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line.empty()) {
    throw std::runtime_error(std::string(path) + ": no authorization can be read");
  }
  return line;
}

/// The caller's name for the request, which goes back in the answer.
std::string request_id_of(const HttpRequest& request) {
  using namespace portside::sdk;
  return request_id(header_of(request.headers, "X-Request-Id").value_or(""));
}

}  // namespace

int main(int argc, char** argv) try {
  const auto port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 9090);
  portside::sdk::RemoteProcessorOptions options;
  if (argc > 2) options.authorization = read_authorization(argv[2]);
  rocket::RocketProcessor processor;
  const portside::sdk::RemoteProcessor api(processor, options);
  rocket::serve(
      port, options.max_body,
      [&api](const HttpRequest& request) {
        const std::string id = request_id_of(request);
        HttpResponse answer = api.handle(request, portside::sdk::DeadlineCall(kDeadline, id));
        answer.headers.emplace_back("X-Request-Id", id);
        return answer;
      },
      [](std::uint16_t used) { std::cout << "listening on 127.0.0.1:" << used << std::endl; });
  return 0;
} catch (const std::exception& error) {
  std::cerr << "remote-processor: " << error.what() << '\n';
  return 1;
}
