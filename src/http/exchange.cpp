// SPDX-License-Identifier: Apache-2.0
#include "http/exchange.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <type_traits>
#include <utility>

#include "http/egress.hpp"
#include "http/request_rules.hpp"
#include "portside/api/abi.hpp"
#include "portside/api/error.hpp"

namespace portside::http {
namespace {

constexpr Millis kConnectMs = 10'000;
constexpr Millis kIdleMs = 60'000;
/// Far away, and no clock overflows.
constexpr Millis kLongestIdleMs = Millis{24} * 3'600 * 1'000;
constexpr std::size_t kMaxAnswerHeaderBytes = 256 * 1024;

static_assert(CURL_ERROR_SIZE == 256);
static_assert(std::is_same_v<curl_socket_t, int>);

template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OK) return;
  throw AdapterError(ErrorCode::kInternal,
                     std::string("libcurl refuses an option: ") + curl_easy_strerror(code));
}

/// `text` as a header value of one line, trimmed (RFC 9110 section 5.5).
std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1));
}

/// To take them out libcurl copies a path byte by byte.
bool may_have_dot_segments(const std::string& url) {
  return url.find("/.") != std::string::npos || url.find("/%2") != std::string::npos;
}

CURLcode use_trust_store(CURL*, void* ssl_ctx, void* store) noexcept {
  static_cast<const TrustStore*>(store)->use_in(ssl_ctx);
  return CURLE_OK;
}

}  // namespace

void Exchange::FreeList::operator()(curl_slist* list) const noexcept {
  curl_slist_free_all(list);
}

void Exchange::append(List& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw AdapterError(ErrorCode::kInternal, "no memory for HTTP headers");
  static_cast<void>(list.release());
  list.reset(longer);
}

Exchange::Exchange(CURL* easy, const Transport& transport, const HttpRequest& request,
                   ExchangeOptions options)
    : easy_(easy), request_(request), options_(std::move(options)), last_byte_(Clock::now()) {
  try {
    set_target(transport);
    set_tls(transport);
    set_message();
    set_callbacks();
  } catch (...) {
    curl_easy_reset(easy_);
    throw;
  }
}

Exchange::~Exchange() {
  curl_easy_reset(easy_);
}

void Exchange::set_target(const Transport& transport) {
  set(easy_, CURLOPT_URL, request_.url.c_str());
  if (!may_have_dot_segments(request_.url)) set(easy_, CURLOPT_PATH_AS_IS, 1L);
  set(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy_, CURLOPT_ERRORBUFFER, error_.data());
  set(easy_, CURLOPT_NOSIGNAL, 1L);
  // Else a name server that does not answer would hold whoever cancels.
  set(easy_, CURLOPT_QUICK_EXIT, 1L);
  set(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  // A handle that a failed lookup left has its buffer still, of this size, and refuses.
  if (options_.buffer_bytes > 0) {
    curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, options_.buffer_bytes);
  }
  set(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(options_.limit, kConnectMs)));
  // Set even where they are empty: libcurl would ask the environment.
  set(easy_, CURLOPT_PROXY, transport.proxy.c_str());
  set(easy_, CURLOPT_NOPROXY, transport.no_proxy.c_str());
  // What a proxy says to CONNECT is not the server's answer.
  set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // HTTP/2 where TLS negotiates it; never without TLS.
  set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  if (options_.share_connection) set(easy_, CURLOPT_PIPEWAIT, 1L);
}

void Exchange::set_tls(const Transport& transport) {
  if (request_.url.starts_with("http://")) return;
  set(easy_, CURLOPT_SSLVERSION,
      static_cast<long>(transport.min_tls == TlsVersion::kTls13 ? CURL_SSLVERSION_TLSv1_3
                                                                : CURL_SSLVERSION_TLSv1_2));
  set(easy_, CURLOPT_SSL_VERIFYPEER, transport.insecure ? 0L : 1L);
  set(easy_, CURLOPT_SSL_VERIFYHOST, transport.insecure ? 0L : 2L);
  // The store is given below; libcurl is to read no file.
  set(easy_, CURLOPT_CAINFO, static_cast<const char*>(nullptr));
  set(easy_, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  if (transport.trust) {
    set(easy_, CURLOPT_SSL_CTX_FUNCTION, &use_trust_store);
    set(easy_, CURLOPT_SSL_CTX_DATA, const_cast<TrustStore*>(transport.trust.get()));
  }
  if (transport.client_cert.empty()) return;
  set(easy_, CURLOPT_SSLCERT, transport.client_cert.c_str());
  set(easy_, CURLOPT_SSLKEY, transport.client_key.c_str());
}

void Exchange::set_message() {
  const bool posts = !request_.body.empty() || request_.method == "POST" ||
                     request_.method == "PUT" || request_.method == "PATCH";
  if (request_.method == "HEAD") {
    set(easy_, CURLOPT_NOBODY, 1L);
  } else if (posts) {
    set(easy_, CURLOPT_POST, 1L);
    set(easy_, CURLOPT_POSTFIELDS, request_.body.data());
    set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  }
  if (request_.method != "HEAD") set(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  const auto given = [this](std::string_view name) {
    return find_header(request_.headers, name) != nullptr;
  };
  for (const auto& [name, value] : request_.headers) {
    // libcurl takes `Name:` for "leave it out", and `Name;` for an empty one.
    append(headers_, value.empty() ? name + ";" : name + ": " + value);
  }
  // Whoever asks for an encoding himself gets the body as it was sent.
  if (!given("Accept-Encoding")) set(easy_, CURLOPT_ACCEPT_ENCODING, "gzip, zstd");
  if (!given("User-Agent")) {
    append(headers_, std::string("User-Agent: portside/") + abi::kSdkVersion);
  }
  if (!options_.traceparent.empty() && !given("traceparent")) {
    append(headers_, "traceparent: " + options_.traceparent);
  }
  // libcurl's own: a form's type, and a pause of a second for servers that do not know it.
  if (posts && !given("Content-Type")) append(headers_, "Content-Type:");
  append(headers_, "Expect:");
  set(easy_, CURLOPT_HTTPHEADER, headers_.get());
}

void Exchange::set_callbacks() {
  set(easy_, CURLOPT_HEADERFUNCTION, &on_header);
  set(easy_, CURLOPT_HEADERDATA, this);
  set(easy_, CURLOPT_WRITEFUNCTION, &on_body);
  set(easy_, CURLOPT_WRITEDATA, this);
  set(easy_, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set(easy_, CURLOPT_OPENSOCKETDATA, this);
  set(easy_, CURLOPT_PREREQFUNCTION, &on_connection);
  set(easy_, CURLOPT_PREREQDATA, this);
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
  if (++exchange.sent_ > 1 && !exchange.request_.idempotent) return CURL_PREREQFUNC_ABORT;
  try {
    if (exchange.options_.resolved) exchange.options_.resolved();
  } catch (...) {
    return CURL_PREREQFUNC_ABORT;
  }
  return CURL_PREREQFUNC_OK;
}

}  // namespace portside::http
