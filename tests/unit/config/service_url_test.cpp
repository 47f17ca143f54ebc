// SPDX-License-Identifier: Apache-2.0
#include "config/service_url.hpp"

#include <gmock/gmock.h>

namespace portside::config {
namespace {

using ::testing::HasSubstr;

ServiceUrl taken(std::string_view text) {
  ServiceUrl url;
  EXPECT_EQ(take_service_url(text, url), "") << text;
  return url;
}

TEST(ServiceUrl, IsTakenApart) {
  const ServiceUrl url = taken("https://rocket.example:9090/api/v1//?tenant=a&b=/c?");
  EXPECT_EQ(url.base, "https://rocket.example:9090/api/v1");
  EXPECT_EQ(url.authority, "rocket.example:9090");
  EXPECT_EQ(url.query, "tenant=a&b=/c?");
  EXPECT_EQ(taken("http://10.0.0.5:9090").base, "http://10.0.0.5:9090");
  EXPECT_EQ(taken("http://10.0.0.5:9090/").base, "http://10.0.0.5:9090");
  EXPECT_EQ(taken("http://[::1]:80?").query, "");
  EXPECT_EQ(taken("http://[::1]:80/a%20b").authority, "[::1]:80");
}

TEST(ServiceUrl, IsOfHttp) {
  for (const char* text :
       {"", "rocket:9090", "ftp://rocket", "//rocket", "http://", "http:///x", "http://rocket:0",
        "http://rocket:65536", "http://a b", "http://rocket/a b", "http://rocket/<x>",
        "http://rocket?a b", "http://rocket?\"", "http://rocket/\n"}) {
    ServiceUrl url;
    EXPECT_THAT(take_service_url(text, url), HasSubstr("found no such URL")) << text;
  }
}

TEST(ServiceUrl, HasNoUserAndNoFragment) {
  ServiceUrl url;
  const std::string problem = take_service_url("http://user:s3cr3t@rocket/x", url);
  EXPECT_THAT(problem, HasSubstr("user information"));
  EXPECT_THAT(problem, Not(HasSubstr("s3cr3t")));
  EXPECT_THAT(take_service_url("http://rocket#x", url), HasSubstr("fragment"));
}

}  // namespace
}  // namespace portside::config
