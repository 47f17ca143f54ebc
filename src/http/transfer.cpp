// SPDX-License-Identifier: Apache-2.0
#include "http/transfer.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <exception>
#include <string_view>

#include "http/egress.hpp"
#include "http/request_rules.hpp"
#include "portside/api/abi.hpp"
#include "portside/api/error.hpp"

namespace portside::http {
namespace {

using Clock = std::chrono::steady_clock;

constexpr long kConnectMs = 10'000;
constexpr long kBufferBytes = 128 * 1024;
constexpr std::size_t kMaxHeaderBytes = 256 * 1024;
/// How often a cancellation is looked for where it has no descriptor to wake us.
constexpr Millis kPoll = 50;
constexpr Millis kLongestPoll = 1'000;

struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw AdapterError(ErrorCode::kInternal, "no memory for HTTP headers");
  static_cast<void>(list.release());
  list.reset(longer);
}

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

class Transfer {
 public:
  Transfer(EasyHandle& handle, const HttpRequest& request, ByteSink* body, const Wants& wants)
      : handle_(handle), request_(request), body_(body), wants_(wants) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  /// Nothing of this transfer stays in the handle but its connections.
  ~Transfer() {
    if (added_) curl_multi_remove_handle(handle_.multi(), easy());
    curl_easy_reset(easy());
  }

  void prepare(const Transport& transport, const CallContext& context, Millis limit) {
    set_target(transport, limit);
    if (request_.url.starts_with("https:")) set_tls(transport);
    set_message(context);
    set(easy(), CURLOPT_HEADERFUNCTION, &on_header);
    set(easy(), CURLOPT_HEADERDATA, this);
    set(easy(), CURLOPT_WRITEFUNCTION, &on_body);
    set(easy(), CURLOPT_WRITEDATA, this);
  }

  Attempt run(const CallContext& context, Millis limit) {
    if (curl_multi_add_handle(handle_.multi(), easy()) != CURLM_OK) {
      throw AdapterError(ErrorCode::kInternal, "libcurl cannot begin a transfer");
    }
    added_ = true;
    const auto end = Clock::now() + std::chrono::milliseconds(limit);
    int running = 1;
    while (true) {
      if (curl_multi_perform(handle_.multi(), &running) != CURLM_OK) {
        throw AdapterError(ErrorCode::kInternal, "libcurl cannot go on with a transfer");
      }
      if (thrown_) std::rethrow_exception(thrown_);
      if (running == 0) return ended(code());
      const Millis left =
          std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
      if (context.cancelled() && context.time_left() > 0) return given_up(Attempt::End::kCancelled);
      if (left <= 0 || context.time_left() <= 0) return given_up(Attempt::End::kOverdue);
      wait(context, left);
    }
  }

 private:
  CURL* easy() const noexcept { return handle_.easy(); }

  void set_target(const Transport& transport, Millis limit) {
    set(easy(), CURLOPT_URL, request_.url.c_str());
    set(easy(), CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy(), CURLOPT_ERRORBUFFER, error_.data());
    set(easy(), CURLOPT_NOSIGNAL, 1L);
    // Else a name server that does not answer would hold whoever cancels.
    set(easy(), CURLOPT_QUICK_EXIT, 1L);
    set(easy(), CURLOPT_TCP_KEEPALIVE, 1L);
    set(easy(), CURLOPT_BUFFERSIZE, kBufferBytes);
    set(easy(), CURLOPT_CONNECTTIMEOUT_MS,
        std::min<long>(kConnectMs, static_cast<long>(std::min<Millis>(limit, kConnectMs))));
    // Set even where they are empty: libcurl would ask the environment.
    set(easy(), CURLOPT_PROXY, transport.proxy.c_str());
    set(easy(), CURLOPT_NOPROXY, transport.no_proxy.c_str());
    set(easy(), CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(easy(), CURLOPT_OPENSOCKETDATA, this);
    // HTTP/2 where TLS negotiates it; never without TLS.
    set(easy(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  }

  void set_tls(const Transport& transport) {
    set(easy(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(easy(), CURLOPT_SSL_VERIFYPEER, transport.insecure ? 0L : 1L);
    set(easy(), CURLOPT_SSL_VERIFYHOST, transport.insecure ? 0L : 2L);
    // The store is given below; libcurl is to read no file.
    set(easy(), CURLOPT_CAINFO, static_cast<const char*>(nullptr));
    set(easy(), CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    if (transport.trust) {
      set(easy(), CURLOPT_SSL_CTX_FUNCTION, &use_trust_store);
      set(easy(), CURLOPT_SSL_CTX_DATA, const_cast<TrustStore*>(transport.trust.get()));
    }
    if (transport.client_cert.empty()) return;
    set(easy(), CURLOPT_SSLCERT, transport.client_cert.c_str());
    set(easy(), CURLOPT_SSLKEY, transport.client_key.c_str());
  }

  void set_message(const CallContext& context) {
    const bool posts = !request_.body.empty() || request_.method == "POST" ||
                       request_.method == "PUT" || request_.method == "PATCH";
    if (request_.method == "HEAD") {
      set(easy(), CURLOPT_NOBODY, 1L);
    } else if (posts) {
      set(easy(), CURLOPT_POST, 1L);
      set(easy(), CURLOPT_POSTFIELDS, request_.body.data());
      set(easy(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    }
    if (request_.method != "HEAD") set(easy(), CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    const auto given = [this](std::string_view name) {
      return find_header(request_.headers, name) != nullptr;
    };
    for (const auto& [name, value] : request_.headers) {
      // libcurl takes `Name:` for "leave it out", and `Name;` for an empty one.
      append(headers_, value.empty() ? name + ";" : name + ": " + value);
    }
    // Whoever asks for an encoding himself gets the body as it was sent.
    if (!given("Accept-Encoding")) set(easy(), CURLOPT_ACCEPT_ENCODING, "gzip, zstd");
    if (!given("User-Agent")) {
      append(headers_, std::string("User-Agent: portside/") + abi::kSdkVersion);
    }
    const std::string traceparent = context.traceparent();
    if (!traceparent.empty() && !given("traceparent")) {
      append(headers_, "traceparent: " + traceparent);
    }
    // libcurl's own: a form's type, and a pause of a second for servers that do not know it.
    if (posts && !given("Content-Type")) append(headers_, "Content-Type:");
    append(headers_, "Expect:");
    set(easy(), CURLOPT_HTTPHEADER, headers_.get());
  }

  void wait(const CallContext& context, Millis left) {
    curl_waitfd cancel{context.cancel_fd(), CURL_WAIT_POLLIN, 0};
    const bool wakes = cancel.fd >= 0;
    const Millis slice = std::min(left, wakes ? kLongestPoll : kPoll);
    const CURLMcode code = curl_multi_poll(handle_.multi(), wakes ? &cancel : nullptr,
                                           wakes ? 1 : 0, static_cast<int>(slice), nullptr);
    if (code != CURLM_OK) {
      throw AdapterError(ErrorCode::kInternal, "libcurl cannot wait for a transfer");
    }
  }

  /// How libcurl says the transfer ended.
  CURLcode code() const {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(handle_.multi(), &left)) {
      if (message->msg == CURLMSG_DONE) return message->data.result;
    }
    return CURLE_RECV_ERROR;
  }

  Attempt ended(CURLcode code) {
    Attempt attempt;
    if (!has_header_) {
      attempt.reason = why_unreachable(code);
      return attempt;
    }
    // The header came whole. A body that is not, or cannot be decoded, is the caller's to judge.
    response_.cut_short = code != CURLE_OK;
    attempt.end = Attempt::End::kAnswered;
    attempt.response = std::move(response_);
    return attempt;
  }

  std::string why_unreachable(CURLcode code) const {
    if (!forbidden_.empty()) return forbidden_;
    if (code == CURLE_OK) return "the connection ended before the answer's header did";
    return error_.front() != '\0' ? error_.data() : curl_easy_strerror(code);
  }

  static Attempt given_up(Attempt::End end) {
    Attempt attempt;
    attempt.end = end;
    return attempt;
  }

  void take_header(std::string_view line) {
    if (line.starts_with("HTTP/")) {
      // Another one follows a 1xx, and the answer of a proxy to CONNECT.
      response_.headers.clear();
      has_header_ = false;
      const std::size_t blank = std::min(line.find(' '), line.size() - 1);
      response_.status = 0;
      std::from_chars(line.data() + blank + 1, line.data() + line.size(), response_.status);
      return;
    }
    if (line == "\r\n" || line == "\n") has_header_ = true;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    response_.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }

  /// False ends the transfer.
  bool take_body(std::string_view piece) {
    if (body_ != nullptr && (!wants_ || wants_(response_))) {
      body_->write(piece);
      return true;
    }
    const std::uint64_t room = request_.max_body - response_.body.size();
    response_.body.append(
        piece.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(room, piece.size()))));
    return piece.size() <= room;
  }

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.header_bytes_ += size;
    if (transfer.header_bytes_ > kMaxHeaderBytes) return 0;
    try {
      transfer.take_header({data, size});
    } catch (...) {
      transfer.thrown_ = std::current_exception();
      return 0;
    }
    return size;
  }

  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    try {
      return transfer.take_body({data, size}) ? size : CURL_WRITEFUNC_ERROR;
    } catch (...) {
      transfer.thrown_ = std::current_exception();
      return CURL_WRITEFUNC_ERROR;
    }
  }

  static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
    try {
      std::string why = forbidden_address(address->addr);
      if (!why.empty()) {
        static_cast<Transfer*>(self)->forbidden_ =
            "it is at " + why + ", to which no connection is made";
        return CURL_SOCKET_BAD;
      }
    } catch (...) {
      return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }

  static CURLcode use_trust_store(CURL*, void* ssl_ctx, void* store) noexcept {
    static_cast<const TrustStore*>(store)->use_in(ssl_ctx);
    return CURLE_OK;
  }

  EasyHandle& handle_;
  const HttpRequest& request_;
  ByteSink* const body_;
  const Wants& wants_;
  List headers_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  bool added_ = false;

  HttpResponse response_;
  /// The header of the last answer came to its end.
  bool has_header_ = false;
  std::size_t header_bytes_ = 0;
  /// Why an address was not connected to.
  std::string forbidden_;
  std::exception_ptr thrown_;
};

}  // namespace

Attempt transfer(EasyHandle& handle, const Transport& transport, const HttpRequest& request,
                 ByteSink* body, const Wants& wants, const CallContext& context, Millis limit) {
  Transfer transfer(handle, request, body, wants);
  transfer.prepare(transport, context, limit);
  return transfer.run(context, limit);
}

}  // namespace portside::http
