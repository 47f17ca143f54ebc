// SPDX-License-Identifier: Apache-2.0
#include "anchore/config.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "error_of.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::anchore {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A document with `more` beside what it needs.
AnchoreConfig configured_with(const std::string& more) {
  return parse_config({R"({"url":"http://anchore:8228","username":"u","password":"p")" +
                       (more.empty() ? "" : "," + more) + "}"});
}

std::string mistake_in(const std::string& document) {
  const AdapterError error = testing::error_of([&] { parse_config({document}); });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  return error.message + '\n' + error.detail;
}

TEST(AnchoreConfigTest, NeedsAUrlAndCredentials) {
  const AnchoreConfig config = configured_with("");
  EXPECT_EQ(config.api_version, ApiVersion::kAuto);
  EXPECT_EQ(config.url, "http://anchore:8228");
  EXPECT_THAT(config.http.origins, ElementsAre("http://anchore:8228"));
  EXPECT_EQ(config.authorization, "Basic " + sdk::base64("u:p"));
  EXPECT_EQ(config.account + config.registry + config.policy_id + config.owner, "");
  EXPECT_FALSE(config.use_anchore_configured_credentials);
  EXPECT_TRUE(config.validate_credentials);
  EXPECT_FALSE(config.vendor_only);
  EXPECT_TRUE(config.descriptions);
  EXPECT_TRUE(config.policy_check);
  EXPECT_EQ(config.on_delete, OnDelete::kDeleteOwn);
  EXPECT_EQ(config.analysis_timeout, 1'800'000);
  EXPECT_EQ(config.timeout, 60'000);
}

TEST(AnchoreConfigTest, CertificatesAreCheckedUnlessItSaysOtherwise) {
  EXPECT_FALSE(configured_with("").http.insecure);
  EXPECT_TRUE(configured_with("").registry_tls_verify);
  EXPECT_FALSE(configured_with(R"("insecure":false)").http.insecure);
  EXPECT_TRUE(configured_with(R"("insecure":true)").http.insecure);
}

TEST(AnchoreConfigTest, TakesWhatIsWritten) {
  const AnchoreConfig config = parse_config({R"({
    "url": "https://anchore.example/api/", "api_version": "v2", "api_key": "k:e\"y",
    "account": "team", "ca_file": "/ca.pem", "client_cert": "/c.pem", "client_key": "/k.pem",
    "proxy": "http://proxy:3128", "registry": "core:8080",
    "validate_credentials": false, "registry_tls_verify": false, "vendor_only": true, "descriptions": false,
    "policy_check": false, "policy_id": "pol", "on_delete": "delete", "owner": "harbor-eu",
    "webhook_token": "0123456789abcdef", "analysis_timeout_seconds": 60, "timeout_seconds": 5})"});
  EXPECT_EQ(config.url, "https://anchore.example/api");
  EXPECT_THAT(config.http.origins, ElementsAre("https://anchore.example"));
  EXPECT_EQ(config.api_version, ApiVersion::kV2);
  EXPECT_EQ(config.authorization, "Basic " + sdk::base64("_api_key:k:e\"y"));
  EXPECT_EQ(config.account, "team");
  EXPECT_EQ(config.http.ca_file + config.http.client_cert + config.http.client_key,
            "/ca.pem/c.pem/k.pem");
  EXPECT_EQ(config.http.proxy, "http://proxy:3128");
  EXPECT_EQ(config.registry, "core:8080");
  EXPECT_FALSE(config.is_registry_plain_http);
  EXPECT_FALSE(config.validate_credentials);
  EXPECT_FALSE(config.registry_tls_verify);
  EXPECT_TRUE(config.vendor_only);
  EXPECT_FALSE(config.descriptions);
  EXPECT_FALSE(config.policy_check);
  EXPECT_EQ(config.policy_id, "pol");
  EXPECT_EQ(config.on_delete, OnDelete::kDelete);
  EXPECT_EQ(config.owner, "harbor-eu");
  EXPECT_EQ(config.webhook_token, "0123456789abcdef");
  EXPECT_EQ(config.analysis_timeout, 60'000);
  EXPECT_EQ(config.timeout, 5'000);
}

TEST(AnchoreConfigTest, SaysAllMistakesAtOnceAndNoSecret) {
  const std::string found = mistake_in(
      R"({"api_version":"3","url":"ftp://x","username":"a:b","password":"hush-hush",
          "api_key":"very-secret","account":"line\nend","client_cert":"/c","registry":"core",
          "policy_check":"yes","on_delete":"sometimes","owner":"ü","webhook_token":"short-token",
          "analysis_timeout_seconds":1,"timeout_seconds":0,"tls_verify":true})");
  for (const char* const part :
       {"api_version", "'url'", "username", "'api_key' alone", "account", "client_key",
        "'registry'", "policy_check", "on_delete", "owner", "webhook_token",
        "analysis_timeout_seconds", "timeout_seconds", "tls_verify"}) {
    EXPECT_THAT(found, HasSubstr(part));
  }
  EXPECT_THAT(found, AllOf(Not(HasSubstr("hush-hush")), Not(HasSubstr("very-secret")),
                           Not(HasSubstr("short-token"))));
}

TEST(AnchoreConfigTest, CredentialsAreAUserOrAKey) {
  for (const char* const more :
       {"", R"(,"username":"u")", R"(,"password":"p")", R"(,"username":"","password":"p")",
        R"(,"api_key":"k","password":"p")", R"(,"api_key":"k","username":"u")"}) {
    EXPECT_THAT(mistake_in(std::string(R"({"url":"http://a")") + more + "}"),
                HasSubstr("'api_key' alone"))
        << more;
  }
}

TEST(AnchoreConfigTest, AKeyIsForTheSecondVersion) {
  EXPECT_THAT(mistake_in(R"({"url":"http://a","api_key":"k","api_version":"v1"})"),
              HasSubstr("'api_key' is for Anchore Enterprise"));
}

TEST(AnchoreConfigTest, WhatWouldHaveNoEffectIsAMistake) {
  for (const char* const more :
       {R"("validate_credentials":true)", R"("registry_tls_verify":false)"}) {
    EXPECT_THAT(mistake_in(R"({"url":"http://a","api_key":"k",)"
                           R"("use_anchore_configured_credentials":true,)" +
                           std::string(more) + "}"),
                HasSubstr("beside 'use_anchore_configured_credentials'"));
  }
  EXPECT_TRUE(configured_with(R"("use_anchore_configured_credentials":true)")
                  .use_anchore_configured_credentials);
  EXPECT_THAT(
      mistake_in(R"({"url":"https://a","api_key":"k","insecure":true,"ca_file":"/ca.pem"})"),
      HasSubstr("'ca_file'"));
}

TEST(AnchoreConfigTest, TheVersionIsNoPartOfTheUrl) {
  for (const char* const url : {"http://a/v1", "http://a/v2/", "https://a/anchore/v2"}) {
    EXPECT_THAT(mistake_in(std::string(R"({"api_key":"k","url":")") + url + "\"}"),
                HasSubstr("the URL without it"))
        << url;
  }
}

TEST(AnchoreConfigTest, ARegistryIsNamedAsAnchoreTakesIt) {
  for (const char* const name : {"core:8080", "registry.example", "localhost", "10.0.0.1:5000"}) {
    EXPECT_EQ(configured_with(R"("registry":")" + std::string(name) + "\"").registry, name);
  }
  EXPECT_EQ(configured_with(R"("registry":"core:8080/")").registry, "core:8080");
  EXPECT_EQ(configured_with(R"("registry":"http://core")").registry, "core:80");
  EXPECT_EQ(configured_with(R"("registry":"https://core/")").registry, "core:443");
  const AnchoreConfig plain = configured_with(R"("registry":"http://core:8080")");
  EXPECT_EQ(plain.registry, "core:8080");
  EXPECT_TRUE(plain.is_registry_plain_http);
  const AnchoreConfig secure = configured_with(R"("registry":"https://core:8443")");
  EXPECT_EQ(secure.registry, "core:8443");
  EXPECT_FALSE(secure.is_registry_plain_http);
  for (const char* const name :
       {"core", "ftp://core:443", "http://core:8080/p", "core:8080/p", "core:", "core:0",
        "core:65536", "core:http", "[::1]:5000", "a b:1", "core:123456", ":80"}) {
    EXPECT_THAT(
        mistake_in(R"({"url":"http://a","api_key":"k","registry":")" + std::string(name) + "\"}"),
        HasSubstr("HOST:PORT"))
        << name;
  }
  EXPECT_THAT(mistake_in(R"({"url":"http://a","api_key":"k","registry":"http://"})"),
              HasSubstr("no host"));
}

TEST(AnchoreConfigTest, TheSchemaHasTheSameDefaultsAndHidesSecrets) {
  const auto properties = nlohmann::json::parse(kConfigSchema)["properties"];
  nlohmann::json document = {{"url", "http://a"}, {"username", "u"}, {"password", "p"}};
  for (const auto& [key, property] : properties.items()) {
    if (property.contains("default")) document[key] = property["default"];
    const bool is_secret =
        property["description"].get<std::string>().find("secret") != std::string::npos;
    EXPECT_EQ(is_secret, property.value("writeOnly", false)) << key;
  }
  const AnchoreConfig said = parse_config({document.dump()});
  const AnchoreConfig unsaid = configured_with("");
  EXPECT_EQ(said.validate_credentials, unsaid.validate_credentials);
  EXPECT_EQ(said.registry_tls_verify, unsaid.registry_tls_verify);
  EXPECT_EQ(said.vendor_only, unsaid.vendor_only);
  EXPECT_EQ(said.descriptions, unsaid.descriptions);
  EXPECT_EQ(said.policy_check, unsaid.policy_check);
  EXPECT_EQ(said.on_delete, unsaid.on_delete);
  EXPECT_EQ(said.analysis_timeout, unsaid.analysis_timeout);
  EXPECT_EQ(said.timeout, unsaid.timeout);
}

}  // namespace
}  // namespace portside::anchore
