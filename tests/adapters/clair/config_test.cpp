// SPDX-License-Identifier: Apache-2.0
#include "clair/config.hpp"

#include "error_of.hpp"

namespace portside::clair {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ClairConfigTest, NeedsNothingButAUrl) {
  const ClairConfig config = parse_config({R"({"url":"http://clair:6060/"})"});
  EXPECT_EQ(config.version, Version::kAuto);
  EXPECT_EQ(config.indexer_url, "http://clair:6060");
  EXPECT_EQ(config.matcher_url, "http://clair:6060");
  EXPECT_EQ(config.notifier_url, "http://clair:6060");
  EXPECT_THAT(config.http.origins, ElementsAre("http://clair:6060"));
  EXPECT_EQ(config.timeout, 60'000);
  EXPECT_EQ(config.index_timeout, 0);
  EXPECT_TRUE(config.severity_from_cvss);
  EXPECT_FALSE(config.check.enabled);
  EXPECT_EQ(config.on_delete, OnDelete::kDefault);
}

TEST(ClairConfigTest, TakesWhatIsWritten) {
  const ClairConfig config = parse_config({R"({
    "version": "4", "indexer_url": "https://indexer/clair", "matcher_url": "https://matcher",
    "notifier_url": "https://notifier:8443", "psk": "c2VjcmV0", "issuer": "quay",
    "ca_file": "/ca.pem", "client_cert": "/c.pem", "client_key": "/k.pem", "insecure": true,
    "proxy": "http://proxy:3128", "layer_base_url": "http://core:8080/", "resolve_redirects": true,
    "foreign_layers": true, "severity_from_cvss": false, "on_delete": "remove",
    "on_unknown_layer": "all", "ignore_cosmetic": true, "webhook_token": "0123456789abcdef",
    "verify_signature": true, "index_timeout_seconds": 30, "timeout_seconds": 5,
    "max_matcher_wait_seconds": 0,
    "check": {"fail_on": "High", "fixable_only": true, "max_vulnerabilities": 3,
              "allow": ["CVE-1"]}})"});
  EXPECT_EQ(config.version, Version::k4);
  EXPECT_EQ(config.indexer_url, "https://indexer/clair");
  EXPECT_EQ(config.psk, "secret");
  EXPECT_EQ(config.issuer, "quay");
  EXPECT_THAT(config.http.origins,
              ElementsAre("https://indexer", "https://matcher", "https://notifier:8443"));
  EXPECT_EQ(config.http.ca_file, "/ca.pem");
  EXPECT_EQ(config.http.client_key, "/k.pem");
  EXPECT_TRUE(config.http.insecure);
  EXPECT_EQ(config.http.proxy, "http://proxy:3128");
  EXPECT_EQ(config.layer_base_url, "http://core:8080");
  EXPECT_TRUE(config.resolve_redirects);
  EXPECT_TRUE(config.foreign_layers);
  EXPECT_FALSE(config.severity_from_cvss);
  EXPECT_EQ(config.on_delete, OnDelete::kRemove);
  EXPECT_EQ(config.on_unknown_layer, OnUnknownLayer::kAll);
  EXPECT_TRUE(config.ignore_cosmetic);
  EXPECT_EQ(config.webhook_token, "0123456789abcdef");
  EXPECT_EQ(config.index_timeout, 30'000);
  EXPECT_EQ(config.timeout, 5'000);
  EXPECT_EQ(config.max_matcher_wait, 0);
  EXPECT_TRUE(config.check.enabled);
  EXPECT_EQ(config.check.fail_on, Severity::kHigh);
  EXPECT_TRUE(config.check.fixable_only);
  EXPECT_EQ(config.check.max_vulnerabilities, 3U);
  EXPECT_THAT(config.check.allow, ElementsAre("CVE-1"));
}

TEST(ClairConfigTest, SaysAllMistakesAtOnceAndNoSecret) {
  const AdapterError error = testing::error_of([] {
    parse_config({R"({"version":"3","url":"ftp://x","psk":"n0t base64!","ca_file":"rel",
                      "client_cert":"/c","resolve_redirects":true,"webhook_token":"short-token",
                      "timeout_seconds":0,"colour":"red",
                      "check":{"fail_on":"Awful","more":1,"max_vulnerabilities":-1}})"});
  });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_THAT(error.message, HasSubstr("the Clair adapter"));
  for (const char* part : {"version", "url", "issuer", "ca_file", "client_key", "layer_base_url",
                           "webhook_token", "timeout_seconds", "check.fail_on", "check.more",
                           "check.max_vulnerabilities", "colour", "base64"}) {
    EXPECT_THAT(error.detail, HasSubstr(part));
  }
  EXPECT_THAT(error.message + error.detail,
              AllOf(Not(HasSubstr("n0t base64!")), Not(HasSubstr("short-token"))));
}

TEST(ClairConfigTest, TakesTheKeyThatClairTakes) {
  for (const char* psk : {"c2VjcmV0MTI=", R"(c2Vj\ncmV0\r\nMTI=\n)", "c2VjcmV0MTJ="}) {
    const std::string text = R"({"url":"http://c","issuer":"i","psk":")" + std::string(psk) + "\"}";
    EXPECT_EQ(parse_config({text}).psk, "secret12") << psk;
  }
}

TEST(ClairConfigTest, AsksForAUrlAndForWhatBelongsTogether) {
  EXPECT_THAT(testing::error_of([] { parse_config({"{}"}); }).message,
              HasSubstr("'url' is missing"));
  EXPECT_THAT(testing::error_of([] { parse_config({}); }).message, HasSubstr("'url' is missing"));
  EXPECT_THAT(testing::error_of([] {
                parse_config({R"({"url":"http://c","verify_signature":true})"});
              }).message,
              HasSubstr("'verify_signature' needs 'psk'"));
  EXPECT_THAT(
      testing::error_of([] { parse_config({R"({"url":"http://c","issuer":"quay"})"}); }).message,
      HasSubstr("'psk' and 'issuer' go together"));
}

}  // namespace
}  // namespace portside::clair
