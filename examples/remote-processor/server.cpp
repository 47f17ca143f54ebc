// SPDX-License-Identifier: Apache-2.0
#include "server.hpp"

#include <atomic>
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

/// For one request, from the end of the one before: whoever sends it byte by byte is not waited for
/// longer. And for one answer.
constexpr std::chrono::seconds kReading{60};
constexpr std::chrono::seconds kWriting{30};
constexpr std::uint32_t kLargestHeader = 16 * 1024;
/// Each may hold a request of the largest size.
constexpr int kMostConnections = 64;
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

HttpResponse refusal(std::int32_t status, const std::string& sentence) {
  HttpResponse answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = "{\"Error\":\"" + sentence + "\"}";
  return answer;
}

/// The other side sent something, and it cannot be read; not that it left, or was too slow.
bool is_bad_request(beast::error_code error) {
  const auto of_http = http::make_error_code(http::error::end_of_stream);
  return error.category() == of_http.category() && error != of_http;
}

/// What to say to a request that was not read to its end.
HttpResponse answer_to(beast::error_code error) {
  if (error == http::error::body_limit) return refusal(413, "the request is too large");
  if (error == http::error::header_limit) return refusal(431, "the header is too large");
  return refusal(400, "this is no HTTP");
}

/// One connection: request after request. Owned by the operation that it waits for.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, std::uint64_t max_body, const Handler& handler,
          std::atomic<int>& connections)
      : stream_(std::move(socket)),
        max_body_(max_body),
        handler_(handler),
        connections_(connections) {
    ++connections_;
  }
  ~Session() { --connections_; }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void read() {
    parser_.emplace();
    parser_->header_limit(kLargestHeader);
    parser_->body_limit(max_body_);
    stream_.expires_after(kReading);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (!error) {
                         self->answer();
                       } else if (is_bad_request(error)) {
                         self->write(beast_response(answer_to(error), 11, false));
                       }
                     });
  }

 private:
  void answer() {
    const auto& message = parser_->get();
    auto response =
        beast_response(handler_(plain_request(message)), message.version(), message.keep_alive());
    if (message.method() == http::verb::head) response.body().clear();
    write(std::move(response));
  }

  void write(http::response<http::string_body> response) {
    response_.emplace(std::move(response));
    stream_.expires_after(kWriting);
    http::async_write(stream_, *response_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        if (!error && self->response_->keep_alive()) self->read();
                      });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  const std::uint64_t max_body_;
  const Handler& handler_;
  std::atomic<int>& connections_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> response_;
};

class Listener {
 public:
  Listener(asio::io_context& context, std::uint16_t port, std::uint64_t max_body,
           const Handler& handler, std::atomic<int>& connections)
      : context_(context),
        acceptor_(context, {asio::ip::address_v4::loopback(), port}),
        max_body_(max_body),
        handler_(handler),
        connections_(connections) {}

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void accept() {
    acceptor_.async_accept(
        asio::make_strand(context_), [this](beast::error_code error, tcp::socket socket) {
          if (!error && connections_ < kMostConnections) {
            socket.set_option(tcp::no_delay(true), error);
            std::make_shared<Session>(std::move(socket), max_body_, handler_, connections_)->read();
          }
          accept();
        });
  }

 private:
  asio::io_context& context_;
  tcp::acceptor acceptor_;
  const std::uint64_t max_body_;
  const Handler& handler_;
  std::atomic<int>& connections_;
};

}  // namespace

void serve(std::uint16_t port, std::uint64_t max_body, const Handler& handler,
           const std::function<void(std::uint16_t)>& listening) {
  std::atomic<int> connections{0};  // before the context, which sessions may end with
  asio::io_context context;
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&context](beast::error_code, int) { context.stop(); });
  Listener listener(context, port, max_body, handler, connections);
  listener.accept();
  listening(listener.port());
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < kThreads; ++i) threads.emplace_back([&context] { context.run(); });
  context.run();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace rocket
