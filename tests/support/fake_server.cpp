// SPDX-License-Identifier: Apache-2.0
#include "fake_server.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace portside::testing {
namespace {

std::string chunk_of(const std::string& body) {
  if (body.empty()) return {};
  std::array<char, 24> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", body.size());
  return size.data() + body + "\r\n";
}

bool may_have_body(std::int32_t status) {
  return status != 204 && status != 304;
}

}  // namespace

void FakeServer::hold(std::string method) {
  const std::scoped_lock lock(mutex_);
  held_method_ = std::move(method);
}

void FakeServer::release() {
  const std::scoped_lock lock(mutex_);
  held_method_.clear();
  changed_.notify_all();
}

bool FakeServer::wait_for_held(std::size_t count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return held_ >= count; });
}

std::size_t FakeServer::held() const {
  const std::scoped_lock lock(mutex_);
  return held_;
}

void FakeServer::wait_if_held(const std::string& method) {
  std::unique_lock lock(mutex_);
  if (held_method_ != method) return;
  ++held_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return held_method_ != method; });
  --held_;
}

void FakeServer::serve(const RecordedRequest& received, RawServer::Exchange& exchange) {
  HttpRequest request;
  request.method = received.method;
  request.url = received.target;
  for (const auto& field : received.headers) request.headers.push_back(field);
  request.body = received.body;
  wait_if_held(request.method);
  const HttpResponse response = handler_(request);
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " Status\r\n";
  for (const auto& field : response.headers) head += field.first + ": " + field.second + "\r\n";
  if (may_have_body(response.status)) head += "Transfer-Encoding: chunked\r\n";
  exchange.send(head + "\r\n");
  if (!may_have_body(response.status)) return;
  exchange.send(chunk_of(response.body));
  if (response.cut_short) {
    exchange.close();
  } else {
    exchange.send("0\r\n\r\n");
  }
}

}  // namespace portside::testing
