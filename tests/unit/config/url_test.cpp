// SPDX-License-Identifier: Apache-2.0
#include "config/url.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portside::config {
namespace {

TEST(Url, HasParts) {
  const auto url = parse_url("https://user:p%40ss@registry.example:5000");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->user_info, "user:p%40ss");
  EXPECT_EQ(url->host, "registry.example");
  EXPECT_EQ(url->port, "5000");
}

TEST(Url, HostsAreNamesAndAddresses) {
  EXPECT_EQ(parse_url("http://localhost")->host, "localhost");
  EXPECT_EQ(parse_url("http://127.0.0.1:80")->host, "127.0.0.1");
  EXPECT_EQ(parse_url("http://[::1]:65535")->host, "[::1]");
  EXPECT_EQ(parse_url("http://[::1]:65535")->port, "65535");
  EXPECT_EQ(parse_url("http://[fe80::1]")->port, "");
  EXPECT_EQ(parse_url("http://a_b.c-d")->host, "a_b.c-d");
}

TEST(Url, EverythingElseIsNone) {
  for (const char* text : {"",
                           "registry.example",
                           "https:/x",
                           "https://",
                           "https://:80",
                           "https://a:",
                           "https://a:0",
                           "https://a:65536",
                           "https://a:8o",
                           "https://a/",
                           "https://a?x",
                           "https://a#x",
                           "https://a b",
                           "https://-a",
                           "https://[::1",
                           "https://[]",
                           "https://[::g]",
                           "https://@a",
                           "https://u@",
                           "https://a:80:80",
                           "https://u/x@a",
                           "https://u\n@a"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
  EXPECT_FALSE(parse_url("https://" + std::string(254, 'a')));
}

TEST(Url, UsersAndPasswordsCanBeHidden) {
  EXPECT_EQ(without_user_info("https://u:p@h/x"), "https://[hidden]@h/x");
  EXPECT_EQ(without_user_info("https://u:p@ss@h"), "https://[hidden]@h");
  EXPECT_EQ(without_user_info("see http://a@b and http://c:d@e."),
            "see http://[hidden]@b and http://[hidden]@e.");
  EXPECT_EQ(without_user_info("https://h/x"), "https://h/x");
  EXPECT_EQ(without_user_info("me@example.com"), "me@example.com");
  EXPECT_EQ(without_user_info("http://u:a/b@h"), "http://[hidden]@h");
  EXPECT_EQ(without_user_info(""), "");
}

}  // namespace
}  // namespace portside::config
