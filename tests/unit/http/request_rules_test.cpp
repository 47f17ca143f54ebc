// SPDX-License-Identifier: Apache-2.0
#include "http/request_rules.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

HttpRequest with(const std::string& name, const std::string& value) {
  HttpRequest request;
  request.headers = {{name, value}};
  return request;
}

TEST(RequestRules, LetOrdinaryRequestsThrough) {
  for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
    HttpRequest request = with("Authorization", "Basic eDp5");
    request.method = method;
    EXPECT_NO_THROW(check_request(request)) << method;
  }
  EXPECT_NO_THROW(check_request(with("X-Empty", "")));
  EXPECT_NO_THROW(check_request(with("X-Utf8", "\xC3\xA4\t,")));
}

TEST(RequestRules, RefuseWhatWouldChangeTheMessage) {
  for (const auto& request :
       {with("X", "a\r\nY: canary"), with("X", "canary\n"), with("X", std::string("c\0anary", 7)),
        with("X\r\nY", "canary"), with("X ", "canary"), with("X:", "canary"), with("", "canary"),
        with("host", "canary"), with("Content-Length", "canary"),
        with("TRANSFER-ENCODING", "canary"), with("Connection", "canary"), with("Expect", "canary"),
        with("X", std::string(70'000, 'a'))}) {
    const AdapterError error = testing::error_of([&] { check_request(request); });
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.message, Not(HasSubstr("canary")));
  }
  for (const char* method : {"", "get", "CONNECT", "TRACE", "OPTIONS", "GET / HTTP/1.1\r\n"}) {
    HttpRequest request;
    request.method = method;
    EXPECT_EQ(testing::code_of([&] { check_request(request); }), ErrorCode::kInvalidArgument)
        << method;
  }
}

TEST(RequestRules, FindHeadersInAnyCase) {
  const Headers headers = {{"A", "1"}, {"Www-Authenticate", "x"}, {"a", "2"}};
  EXPECT_EQ(*find_header(headers, "WWW-AUTHENTICATE"), "x");
  EXPECT_EQ(*find_header(headers, "a"), "1");
  EXPECT_EQ(find_header(headers, "b"), nullptr);
}

}  // namespace
}  // namespace portside::http
