// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/webhook_token.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/api/error.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/config_document.hpp"

namespace portside::sdk {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Counts comparisons, so that none is made in another way.
class CountingCrypto final : public Crypto {
 public:
  std::string sha256(std::string_view) override { return {}; }
  std::string hmac_sha256(std::string_view, std::string_view) override { return {}; }
  bool equal(std::string_view a, std::string_view b) override {
    ++comparisons;
    return a == b;
  }

  int comparisons = 0;
};

constexpr char kToken[] = "0123456789abcdef";

class WebhookTokenTest : public ::testing::Test {
 protected:
  bool shown_by_path(const std::string& path) {
    Notification call;
    call.path = path;
    return shows_webhook_token(call, kToken, crypto_);
  }
  bool shown_by_header(const std::string& name, const std::string& value) {
    Notification call;
    call.path = "/hooks/anchore";
    call.headers = {{"Content-Type", "application/json"}, {name, value}};
    return shows_webhook_token(call, kToken, crypto_);
  }
  bool shown_by_basic(const std::string& pair) {
    return shown_by_header("Authorization", "Basic " + base64(pair));
  }

  CountingCrypto crypto_;
};

TEST_F(WebhookTokenTest, IsShownInTheQuery) {
  EXPECT_TRUE(shown_by_path("/hooks?token=0123456789abcdef"));
  EXPECT_TRUE(shown_by_path("/hooks?a=b&token=0123456789abcdef&c"));
  EXPECT_GT(crypto_.comparisons, 0);
  for (const char* path : {"", "/hooks", "/hooks?", "/hooks?&&", "/hooks?token", "/hooks?token=",
                           "/hooks?token=0123456789abcdefg", "/hooks?token=0123456789abcde",
                           "/hooks?xtoken=0123456789abcdef", "/hooks?token=&token=0123456789abcdef",
                           "/hooks/token=0123456789abcdef", "/hooks?Token=0123456789abcdef"}) {
    EXPECT_FALSE(shown_by_path(path)) << path;
  }
}

TEST_F(WebhookTokenTest, IsShownInAHeader) {
  EXPECT_TRUE(shown_by_header("x-portside-token", kToken));
  EXPECT_FALSE(shown_by_header("x-portside-token", ""));
  EXPECT_FALSE(shown_by_header("x-portside-token", "0123456789abcdef "));
  EXPECT_FALSE(shown_by_header("x-portside", kToken));
}

TEST_F(WebhookTokenTest, IsThePasswordOfBasicAuthentication) {
  EXPECT_TRUE(shown_by_basic("anchore:0123456789abcdef"));
  EXPECT_TRUE(shown_by_basic(":0123456789abcdef")) << "whatever the user";
  EXPECT_TRUE(shown_by_header("authorization", "bAsIc " + base64("u:0123456789abcdef")));
  EXPECT_FALSE(shown_by_basic("0123456789abcdef"));
  EXPECT_FALSE(shown_by_basic("0123456789abcdef:"));
  EXPECT_FALSE(shown_by_basic("u:v:0123456789abcdef")) << "the first colon parts them";
  for (const char* value : {"", "Basic", "Basic ", "Basic !", "Basic 0123456789abcdef",
                            "Bearer dTowMTIzNDU2Nzg5YWJjZGVm", "0123456789abcdef"}) {
    EXPECT_FALSE(shown_by_header("Authorization", value)) << value;
  }
}

TEST_F(WebhookTokenTest, WhereNoneIsAskedForEveryCallWillDo) {
  EXPECT_TRUE(shows_webhook_token(Notification(), "", crypto_));
  EXPECT_FALSE(shows_webhook_token(Notification(), kToken, crypto_));
}

std::string mistake_of_token(const std::string& token) {
  ConfigDocument document({R"({"webhook_token":")" + token + "\"}"}, "the test");
  EXPECT_EQ(read_webhook_token(document), token);
  try {
    document.finish();
  } catch (const AdapterError& error) {
    EXPECT_THAT(error.message + error.detail, Not(HasSubstr(token)));
    return error.message;
  }
  return {};
}

TEST(WebhookTokenInAConfiguration, MayStandInAQueryAsItIs) {
  EXPECT_EQ(mistake_of_token("0123456789abcdef"), "");
  EXPECT_EQ(mistake_of_token("aZ09-._~+/=AAAAA=="), "");
  for (const char* mark : {"&", "%", "#", " ", "?", "ü", "'", ":", "\\n"}) {
    const std::string json = std::string("0123456789abcdef") + mark;
    ConfigDocument document({R"({"webhook_token":")" + json + "\"}"}, "the test");
    read_webhook_token(document);
    EXPECT_THROW(document.finish(), AdapterError) << mark;
  }
  EXPECT_THAT(mistake_of_token("0123456789abcdef&x"), HasSubstr("letters, digits and -._~+/="));
}

TEST(WebhookTokenInAConfiguration, CannotBeGuessed) {
  EXPECT_THAT(mistake_of_token("0123456789abcde"), HasSubstr("shorter than 16"));
}

TEST(WebhookTokenInAConfiguration, MayBeLeftOut) {
  ConfigDocument document({"{}"}, "the test");
  EXPECT_EQ(read_webhook_token(document), "");
  EXPECT_NO_THROW(document.finish());
}

}  // namespace
}  // namespace portside::sdk
