// SPDX-License-Identifier: Apache-2.0
#include "http/url.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::http {
namespace {

using testing::error_of;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Url, NamesTheOrigin) {
  EXPECT_EQ(parse_url("http://Example.COM/a?b#c").origin(), "http://example.com");
  EXPECT_EQ(parse_url("https://h:443").origin(), "https://h");
  EXPECT_EQ(parse_url("https://h:80/x").origin(), "https://h:80");
  EXPECT_EQ(parse_url("http://[::1]:5000/v2/").origin(), "http://[::1]:5000");
  EXPECT_EQ(parse_url("HTTP://h/").origin(), "http://h");
  EXPECT_EQ(parse_url("HTTP://h/r?to=http:///x").origin(), "http://h");
}

TEST(Url, RefusesWhatMustNotBeSent) {
  for (const std::string text :
       {"", "h", "/path", "ftp://h", "file:///etc/passwd", "gopher://h", "http://", "http:///x",
        "http://canary:pw@h", "http://canary@h", "http://h/a b", "http://h/\r\nX: canary",
        "http://h\t", "http://h/\x80", "http://h\\@x", "http://h:99999/", "http://h:port/",
        "javascript:canary"}) {
    const AdapterError error = error_of([&] { parse_url(text); });
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument) << text;
    EXPECT_THAT(error.message, Not(HasSubstr("canary"))) << text;
  }
  EXPECT_EQ(testing::code_of([] { parse_url("http://h/" + std::string(9'000, 'a')); }),
            ErrorCode::kInvalidArgument);
}

TEST(Url, BeginsWithItsOriginOrDoesNotTell) {
  const std::string origin = "http://h.example:80";
  EXPECT_TRUE(begins_with_origin("http://h.example:80/", origin));
  EXPECT_TRUE(begins_with_origin("http://h.example:80/a?b#c", origin));
  for (const std::string url :
       {"http://h.example:80", "http://h.example:8080/", "http://h.example:80@evil/",
        "http://h.example:80?/", "http://h.example:80\\@evil/", "HTTP://h.example:80/", "/", ""}) {
    EXPECT_FALSE(begins_with_origin(url, origin)) << url;
  }
}

TEST(Url, AProxyMayHaveAUser) {
  EXPECT_NO_THROW(check_proxy("http://u:p@proxy.example:3128"));
  for (const char* text : {"https://p:1", "socks5://p:1", "p:1", "http://", "http://p:1\r\n"}) {
    EXPECT_EQ(testing::code_of([&] { check_proxy(text); }), ErrorCode::kInvalidArgument) << text;
  }
}

TEST(Url, FollowsALocation) {
  const std::string base = "https://r.example/v2/a/blobs/x?y=1";
  EXPECT_EQ(resolve_location(base, "https://s.example/z?sig=1"), "https://s.example/z?sig=1");
  EXPECT_EQ(resolve_location(base, "/other"), "https://r.example/other");
  EXPECT_EQ(resolve_location(base, "z"), "https://r.example/v2/a/blobs/z");
  EXPECT_EQ(resolve_location(base, "//s.example/z"), "https://s.example/z");
  for (const char* location : {"ftp://s/z", "https://u:p@s/z", "/a b", "/a\r\nX: y"}) {
    EXPECT_EQ(testing::code_of([&] { resolve_location(base, location); }),
              ErrorCode::kInvalidArgument)
        << location;
  }
}

TEST(Url, IsShownWithoutSecrets) {
  EXPECT_EQ(shown_url("https://h:5/a/b?sig=canary#x"), "https://h:5/a/b");
  EXPECT_EQ(shown_url("https://u:canary@h/"), "an unreadable URL");
}

}  // namespace
}  // namespace portside::http
