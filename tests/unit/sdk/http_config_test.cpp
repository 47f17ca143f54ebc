// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/http_config.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::sdk {
namespace {

using ::testing::HasSubstr;

TEST(HttpConfigTest, ReadsWhatIsThere) {
  ConfigDocument document({R"({"ca_file":"/ca.pem","client_cert":"/c.pem","client_key":"/k.pem",
                               "insecure":true,"proxy":"http://proxy:3128"})"},
                          "the test");
  const HttpOptions http = read_http_options(document);
  document.finish();
  EXPECT_EQ(http.ca_file, "/ca.pem");
  EXPECT_EQ(http.client_cert, "/c.pem");
  EXPECT_EQ(http.client_key, "/k.pem");
  EXPECT_TRUE(http.insecure);
  EXPECT_EQ(http.proxy, "http://proxy:3128");
}

TEST(HttpConfigTest, ChecksCertificatesUnlessToldOtherwise) {
  ConfigDocument document({"{}"}, "the test");
  EXPECT_FALSE(read_http_options(document).insecure);
  document.finish();
}

TEST(HttpConfigTest, WantsTheKeyOfACertificate) {
  for (const char* const text : {R"({"client_cert":"/c.pem"})", R"({"client_key":"/k.pem"})"}) {
    ConfigDocument document({text}, "the test");
    read_http_options(document);
    EXPECT_THAT(testing::error_of([&] { document.finish(); }).message,
                HasSubstr("'client_cert' and 'client_key' go together"));
  }
}

}  // namespace
}  // namespace portside::sdk
