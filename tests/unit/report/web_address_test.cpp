// SPDX-License-Identifier: Apache-2.0
#include "report/web_address.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portside::report {
namespace {

TEST(WebAddress, IsAnyUriOfTheWeb) {
  for (const char* text :
       {"https://a", "http://a.example/", "https://a.example:8443/b/c?d=e&f#g",
        "https://a.example?b", "https://user@a.example/~b/c%20d;e=1,2?q='(*)'!$+:@/?#frag/?",
        "https://[2001:db8::1]:8080/a", "https://[::ffff:192.0.2.1]"}) {
    EXPECT_TRUE(is_web_address(text)) << text;
  }
}

TEST(WebAddress, IsOfTheWeb) {
  for (const char* text : {"", "https://", "http://", "https:///path", "https://?q", "https://:80",
                           "javascript:alert(1)", "ftp://a.example", "//a.example", "a.example"}) {
    EXPECT_FALSE(is_web_address(text)) << text;
  }
}

TEST(WebAddress, IsAUri) {
  for (const char* text : {"https://exa[mple/%zz",
                           "https://a.example/[b]",
                           "https://a.example/?b[]=1",
                           "https://a.example/#a#b",
                           "https://a.example/%",
                           "https://a.example/%4",
                           "https://%zz/",
                           "https://a.example/a b",
                           "https://a.example/\x7f",
                           "https://a.example/\n",
                           "https://a.example/\xc3\xbc",
                           "https://a.example/\"",
                           "https://a.example/<b>",
                           "https://a.example/{b}",
                           "https://a.example/a\\b",
                           "https://[::1/",
                           "https://::1]/",
                           "https://[::g]/",
                           "https://[]/",
                           "https://a[::1]/",
                           "https://[::1]a/",
                           "https://a:b/",
                           "https://a:1:2/",
                           "https://a@b@c/"}) {
    EXPECT_FALSE(is_web_address(text)) << text;
  }
  EXPECT_FALSE(is_web_address(std::string("https://a.example/\0", 19)));
  EXPECT_FALSE(is_web_address("https://a.example/" + std::string(3'000, 'x'))) << "too long";
}

TEST(HostOf, IsAHostAndItsPort) {
  EXPECT_EQ(host_of("https://Registry.example:5000/v2/"), "registry.example:5000");
  EXPECT_EQ(host_of("http://a"), "a");
  EXPECT_EQ(host_of("/a/folder"), "");
}

TEST(PercentEncoded, KeepsWhatStandsForItself) {
  EXPECT_EQ(percent_encoded("a-b/c_d~.1"), "a-b/c_d~.1");
  EXPECT_EQ(percent_encoded("a b%\xc3\xbc"), "a%20b%25%C3%BC");
}

}  // namespace
}  // namespace portside::report
