// SPDX-License-Identifier: Apache-2.0
#include "http/request_rules.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::http {
namespace {

constexpr std::size_t kMaxHeaderBytes = 64 * 1024;
constexpr std::array<std::string_view, 6> kMethods = {"GET", "HEAD",  "POST",
                                                      "PUT", "PATCH", "DELETE"};
/// What the client itself writes, or what would break the framing of the connection.
constexpr std::array<std::string_view, 9> kOwnHeaders = {
    "Host",    "Content-Length", "Transfer-Encoding", "Connection", "Expect",
    "Upgrade", "Keep-Alive",     "Proxy-Connection",  "TE"};

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_token(std::string_view text) noexcept {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

[[noreturn]] void refuse_request(const std::string& why) {
  throw AdapterError(ErrorCode::kInvalidArgument, "the request cannot be sent: " + why);
}

}  // namespace

bool same_header(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, &lower, &lower);
}

const std::string* find_header(const Headers& headers, std::string_view name) noexcept {
  const auto found = std::ranges::find_if(
      headers, [name](const auto& header) { return same_header(header.first, name); });
  return found == headers.end() ? nullptr : &found->second;
}

void check_request(const HttpRequest& request) {
  if (std::ranges::find(kMethods, request.method) == kMethods.end()) {
    refuse_request("the method is " + words::quoted(request.method) +
                   "; expected GET, HEAD, POST, PUT, PATCH or DELETE");
  }
  std::size_t bytes = 0;
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name)) refuse_request("the header name " + words::quoted(name) + " is no token");
    const auto is_own = [&header = name](std::string_view own) { return same_header(own, header); };
    if (std::ranges::any_of(kOwnHeaders, is_own)) {
      refuse_request("the header " + name + " is the client's own; leave it out");
    }
    // The value is not repeated: it may be a credential.
    const bool control = std::ranges::any_of(value, [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
    if (control) refuse_request("the value of the header " + name + " has control characters");
    bytes += name.size() + value.size();
  }
  if (bytes > kMaxHeaderBytes) refuse_request("its headers are longer than 64 KiB");
}

}  // namespace portside::http
