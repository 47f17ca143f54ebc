// SPDX-License-Identifier: Apache-2.0
#include "http/exchange.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <type_traits>
#include <utility>

#include "http/egress.hpp"
#include "http/request_rules.hpp"
#include "http/set_option.hpp"
#include "portside/api/abi.hpp"
#include "portside/api/error.hpp"

namespace portside::http {
namespace {

constexpr Millis kConnectMs = 10'000;
constexpr Millis kIdleMs = 60'000;
/// Far away, and no clock overflows.
constexpr Millis kLongestIdleMs = Millis{24} * 3'600 * 1'000;
constexpr std::size_t kMaxAnswerHeaderBytes = 256 * 1024;
/// Of an answer.
constexpr std::size_t kUsualHeaders = 8;

static_assert(CURL_ERROR_SIZE == 256);
static_assert(std::is_same_v<curl_socket_t, int>);

/// `text` as a header value of one line, trimmed (RFC 9110 section 5.5).
std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1));
}

/// Where the path of `url` begins that needs nothing taken out: no dot segments, no fragment; npos
/// where libcurl is to look at it.
std::size_t plain_path(const std::string& url) {
  const std::size_t scheme = url.find(':');
  if (scheme == std::string::npos || url.compare(scheme, 3, "://") != 0) return std::string::npos;
  const std::size_t path = url.find_first_of("/?#", scheme + 3);
  if (path == std::string::npos || url[path] != '/') return std::string::npos;
  for (const char* const other : {"/.", "/%2", "#"}) {
    if (url.find(other, path) != std::string::npos) return std::string::npos;
  }
  return path;
}

}  // namespace

void Exchange::FreeList::operator()(curl_slist* list) const noexcept {
  curl_slist_free_all(list);
}

void Exchange::append(List& list, const char* line) {
  curl_slist* const longer = curl_slist_append(list.get(), line);
  if (longer == nullptr) throw AdapterError(ErrorCode::kInternal, "no memory for HTTP headers");
  static_cast<void>(list.release());
  list.reset(longer);
}

Exchange::Exchange(CURL* easy, const Transport& transport, const HttpRequest& request,
                   ExchangeOptions options)
    : easy_(easy), request_(request), options_(std::move(options)), last_byte_(Clock::now()) {
  try {
    set_url(transport);
    set_message();
    set_callbacks();
  } catch (...) {
    clear();
    throw;
  }
}

Exchange::~Exchange() {
  clear();
}

/// What the next exchange does not set in any case, and what libcurl could look at in the meantime.
void Exchange::clear() noexcept {
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, nullptr);
  curl_easy_setopt(easy_, CURLOPT_HTTPGET, 1L);  // takes back HEAD and POST, which that sets
  curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, nullptr);
  curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, nullptr);
  curl_easy_setopt(easy_, CURLOPT_REQUEST_TARGET, nullptr);
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, nullptr);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, nullptr);
}

/// What libcurl knows as the URL it takes apart, puts together again and copies byte by byte.
void Exchange::set_url(const Transport& transport) {
  // A proxy is asked for a whole URL.
  const std::size_t path = transport.proxy.empty() ? plain_path(request_.url) : std::string::npos;
  if (path == std::string::npos) {
    set_option(easy_, CURLOPT_URL, request_.url.c_str());
  } else {
    set_option(easy_, CURLOPT_URL, request_.url.substr(0, path + 1).c_str());
    set_option(easy_, CURLOPT_REQUEST_TARGET, request_.url.c_str() + path);
  }
  set_option(easy_, CURLOPT_CONNECTTIMEOUT_MS,
             static_cast<long>(std::clamp<Millis>(options_.limit, 1, kConnectMs)));
  set_option(easy_, CURLOPT_PIPEWAIT, options_.share_connection ? 1L : 0L);
}

void Exchange::set_message() {
  const bool posts = !request_.body.empty() || request_.method == "POST" ||
                     request_.method == "PUT" || request_.method == "PATCH";
  if (request_.method == "HEAD") {
    set_option(easy_, CURLOPT_NOBODY, 1L);
  } else if (posts) {
    set_option(easy_, CURLOPT_POST, 1L);
    set_option(easy_, CURLOPT_POSTFIELDS, request_.body.data());
    set_option(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  }
  if (request_.method != "HEAD") set_option(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  const auto given = [this](std::string_view name) {
    return find_header(request_.headers, name) != nullptr;
  };
  std::string line;
  for (const auto& [name, value] : request_.headers) {
    line = name;
    // libcurl takes `Name:` for "leave it out", and `Name;` for an empty one.
    line += value.empty() ? ";" : ": ";
    line += value;
    append(headers_, line.c_str());
  }
  // Whoever asks for an encoding himself gets the body as it was sent.
  if (!given("Accept-Encoding")) set_option(easy_, CURLOPT_ACCEPT_ENCODING, "gzip, zstd");
  if (!given("User-Agent")) {
    line = "User-Agent: portside/";
    line += abi::kSdkVersion;
    append(headers_, line.c_str());
  }
  if (!options_.traceparent.empty() && !given("traceparent")) {
    append(headers_, ("traceparent: " + options_.traceparent).c_str());
  }
  // libcurl's own: a form's type, and a pause of a second for servers that do not know it.
  if (posts && !given("Content-Type")) append(headers_, "Content-Type:");
  append(headers_, "Expect:");
  set_option(easy_, CURLOPT_HTTPHEADER, headers_.get());
}

void Exchange::set_callbacks() {
  set_option(easy_, CURLOPT_ERRORBUFFER, error_.data());
  set_option(easy_, CURLOPT_HEADERFUNCTION, &on_header);
  set_option(easy_, CURLOPT_HEADERDATA, this);
  set_option(easy_, CURLOPT_WRITEFUNCTION, &on_body);
  set_option(easy_, CURLOPT_WRITEDATA, this);
  set_option(easy_, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set_option(easy_, CURLOPT_OPENSOCKETDATA, this);
  set_option(easy_, CURLOPT_PREREQFUNCTION, &on_connection);
  set_option(easy_, CURLOPT_PREREQDATA, this);
}

Attempt Exchange::ended(int code) {
  Attempt attempt;
  if (!has_header_) {
    attempt.reason = why_unreachable(code);
    attempt.in_vain = !forbidden_.empty() || code == CURLE_PEER_FAILED_VERIFICATION ||
                      code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_ISSUER_ERROR;
    return attempt;
  }
  // The header came whole. A body that is not, or cannot be decoded, is the caller's to judge.
  response_.cut_short = code != CURLE_OK;
  attempt.end = Attempt::End::kAnswered;
  attempt.response = std::move(response_);
  return attempt;
}

Attempt Exchange::given_up(Attempt::End end) {
  if (end == Attempt::End::kAnswered) return ended(CURLE_OPERATION_TIMEDOUT);
  Attempt attempt;
  attempt.end = end;
  return attempt;
}

Exchange::Clock::time_point Exchange::silent_at() const noexcept {
  return has_header_ ? last_byte_ + idle_limit() : Clock::time_point::max();
}

std::chrono::milliseconds Exchange::idle_limit() const noexcept {
  return std::chrono::milliseconds(
      request_.idle_timeout > 0 ? std::min(request_.idle_timeout, kLongestIdleMs) : kIdleMs);
}

std::string Exchange::why_unreachable(int code) const {
  if (!forbidden_.empty()) return forbidden_;
  if (sent_ > 1) {
    return "the connection ended before the answer, and the request must not be sent twice";
  }
  if (code == CURLE_OK) return "the connection ended before the answer's header did";
  std::string reason =
      error_.front() != '\0' ? error_.data() : curl_easy_strerror(static_cast<CURLcode>(code));
  // What OpenSSL says of an answer that is no TLS.
  if (reason.find("wrong version number") != std::string::npos) {
    reason +=
        "; if the server speaks plain http, write http:// before its address (on the command line: "
        "--plain-http)";
  }
  return reason;
}

void Exchange::take_header(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    // Another one follows a 1xx, and the answer of a proxy to CONNECT.
    response_.headers.clear();
    has_header_ = false;
    const std::size_t blank = std::min(line.find(' '), line.size() - 1);
    response_.status = 0;
    std::from_chars(line.data() + blank + 1, line.data() + line.size(), response_.status);
    return;
  }
  if (line == "\r\n" || line == "\n") {
    // After a 1xx another header follows.
    has_header_ = response_.status >= 200;
    last_byte_ = Clock::now();
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  if (response_.headers.empty()) response_.headers.reserve(kUsualHeaders);
  response_.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
}

/// False ends the transfer.
bool Exchange::take_body(std::string_view piece) {
  if (options_.body != nullptr && (!options_.wants || options_.wants(response_))) {
    options_.body->write(piece);
    return true;
  }
  const std::uint64_t room = request_.max_body - response_.body.size();
  response_.body.append(
      piece.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(room, piece.size()))));
  return piece.size() <= room;
}

std::size_t Exchange::on_header(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  exchange.header_bytes_ += size;
  if (exchange.header_bytes_ > kMaxAnswerHeaderBytes) return 0;
  try {
    exchange.take_header({data, size});
  } catch (...) {
    exchange.thrown_ = std::current_exception();
    return 0;
  }
  return size;
}

std::size_t Exchange::on_body(char* data, std::size_t, std::size_t size, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  try {
    const bool more = exchange.take_body({data, size});
    // Not before: the time that a sink takes is not the server's silence.
    exchange.last_byte_ = Clock::now();
    return more ? size : CURL_WRITEFUNC_ERROR;
  } catch (...) {
    exchange.thrown_ = std::current_exception();
    return CURL_WRITEFUNC_ERROR;
  }
}

int Exchange::open_socket(void* self, int, curl_sockaddr* address) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  exchange.was_repeated_ |= exchange.sent_ > 0;
  try {
    if (exchange.options_.resolved) exchange.options_.resolved();
    std::string why = forbidden_address(address->addr);
    if (!why.empty()) {
      exchange.forbidden_ = "it is at " + why + ", to which no connection is made";
      return CURL_SOCKET_BAD;
    }
  } catch (...) {
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int Exchange::on_connection(void* self, char*, char*, int, int) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  // libcurl sends a request again by itself when an open connection ends before the answer.
  exchange.was_repeated_ |= exchange.sent_ > 0;
  if (++exchange.sent_ > 1 && !exchange.request_.idempotent) return CURL_PREREQFUNC_ABORT;
  try {
    if (exchange.options_.resolved) exchange.options_.resolved();
  } catch (...) {
    return CURL_PREREQFUNC_ABORT;
  }
  return CURL_PREREQFUNC_OK;
}

}  // namespace portside::http
