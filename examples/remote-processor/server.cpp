// SPDX-License-Identifier: Apache-2.0
#include "server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace rocket {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using portside::HttpRequest;
using portside::HttpResponse;

constexpr std::chrono::seconds kIdle{60};
constexpr unsigned kThreads = 8;

std::string text_of(beast::string_view text) {
  return {text.data(), text.size()};
}

HttpRequest plain_request(const http::request<http::string_body>& message) {
  HttpRequest request;
  request.method = text_of(message.method_string());
  request.url = text_of(message.target());
  for (const auto& field : message) {
    request.headers.emplace_back(text_of(field.name_string()), text_of(field.value()));
  }
  request.body = message.body();
  return request;
}

http::response<http::string_body> beast_response(HttpResponse answer, unsigned version,
                                                 bool keep_alive) {
  http::response<http::string_body> response(http::status(answer.status), version);
  for (const auto& field : answer.headers) response.insert(field.first, field.second);
  response.keep_alive(keep_alive);
  response.body() = std::move(answer.body);
  response.prepare_payload();
  return response;
}

HttpResponse too_large() {
  HttpResponse answer;
  answer.status = 413;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = R"({"Error":"the request is too large"})";
  return answer;
}

/// One connection: request after request. Owned by the operation that it waits for.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, std::uint64_t max_body, const Handler& handler)
      : stream_(std::move(socket)), max_body_(max_body), handler_(handler) {}

  void read() {
    parser_.emplace();
    parser_->body_limit(max_body_);
    stream_.expires_after(kIdle);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (error == http::error::body_limit) {
                         self->write(beast_response(too_large(), 11, false));
                       } else if (!error) {
                         self->answer();
                       }
                     });
  }

 private:
  void answer() {
    const auto& message = parser_->get();
    write(
        beast_response(handler_(plain_request(message)), message.version(), message.keep_alive()));
  }

  void write(http::response<http::string_body> response) {
    response_.emplace(std::move(response));
    http::async_write(stream_, *response_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        if (!error && self->response_->keep_alive()) self->read();
                      });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  const std::uint64_t max_body_;
  const Handler& handler_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> response_;
};

class Listener {
 public:
  Listener(asio::io_context& context, std::uint16_t port, std::uint64_t max_body,
           const Handler& handler)
      : context_(context),
        acceptor_(context, {asio::ip::address_v4::loopback(), port}),
        max_body_(max_body),
        handler_(handler) {}

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void accept() {
    acceptor_.async_accept(
        asio::make_strand(context_), [this](beast::error_code error, tcp::socket socket) {
          if (!error) {
            socket.set_option(tcp::no_delay(true), error);
            std::make_shared<Session>(std::move(socket), max_body_, handler_)->read();
          }
          accept();
        });
  }

 private:
  asio::io_context& context_;
  tcp::acceptor acceptor_;
  const std::uint64_t max_body_;
  const Handler& handler_;
};

}  // namespace

void serve(std::uint16_t port, std::uint64_t max_body, const Handler& handler,
           const std::function<void(std::uint16_t)>& listening) {
  asio::io_context context;
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&context](beast::error_code, int) { context.stop(); });
  Listener listener(context, port, max_body, handler);
  listener.accept();
  listening(listener.port());
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < kThreads; ++i) threads.emplace_back([&context] { context.run(); });
  context.run();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace rocket
