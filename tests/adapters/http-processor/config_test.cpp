// SPDX-License-Identifier: Apache-2.0
#include "http-processor/config.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "error_of.hpp"

namespace portside::http_processor {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(HttpProcessorConfig, HasDefaults) {
  const HttpProcessorConfig config = parse_config({R"({"url":"https://rocket:9090/api/"})"});
  EXPECT_EQ(config.url, "https://rocket:9090/api");
  EXPECT_THAT(config.http.origins, ElementsAre("https://rocket:9090"));
  EXPECT_EQ(config.timeout, 30'000);
  EXPECT_EQ(config.get_timeout, 5'000);
  EXPECT_EQ(config.retries, 2);
  EXPECT_EQ(config.max_concurrency, 8);
  EXPECT_EQ(config.cache_time, 300'000);
  EXPECT_EQ(config.stale_time, 86'400'000);
  EXPECT_EQ(config.on_failure, OnFailure::kFallback);
  EXPECT_EQ(config.registry_access, RegistryUse::kNone);
  EXPECT_EQ(config.manifest_key, "manifest");
  EXPECT_EQ(config.max_metadata_bytes, 8U << 20U);
  EXPECT_EQ(config.max_addition_bytes, 32U << 20U);
  EXPECT_FALSE(config.strict || config.send_media_type_query || config.http.insecure);
}

TEST(HttpProcessorConfig, TakesWhatIsWritten) {
  const HttpProcessorConfig config = parse_config({R"({
    "url": "http://rocket", "query": "tenant=a&x=%20", "media_types": ["Application/Vnd.A+json"],
    "authorization": "Basic: dXNlcjpwdw==", "authorization_header": "X-Api-Key",
    "registry_access": "basic", "ca_file": "/ca", "client_cert": "/c", "client_key": "/k",
    "insecure": true, "proxy": "http://proxy:3128", "timeout_seconds": 1,
    "get_timeout_seconds": 2, "retries": 0, "max_concurrency": 3, "on_failure": "skip",
    "cache_seconds": 4, "stale_seconds": 0, "max_metadata_bytes": 1024,
    "max_addition_bytes": 2048, "strict": true, "manifest_key": "Manifest",
    "send_media_type_query": true})"});
  EXPECT_EQ(config.query, "tenant=a&x=%20");
  EXPECT_THAT(config.media_types, ElementsAre("application/vnd.a+json"));
  EXPECT_EQ(config.authorization, "Basic dXNlcjpwdw==");
  EXPECT_EQ(config.authorization_header, "X-Api-Key");
  EXPECT_EQ(config.registry_access, RegistryUse::kBasic);
  EXPECT_EQ(config.http.client_key, "/k");
  EXPECT_EQ(config.http.proxy, "http://proxy:3128");
  EXPECT_EQ(config.timeout, 1'000);
  EXPECT_EQ(config.get_timeout, 2'000);
  EXPECT_EQ(config.retries, 0);
  EXPECT_EQ(config.max_concurrency, 3);
  EXPECT_EQ(config.on_failure, OnFailure::kSkip);
  EXPECT_EQ(config.cache_time, 4'000);
  EXPECT_EQ(config.stale_time, 0);
  EXPECT_EQ(config.max_metadata_bytes, 1'024U);
  EXPECT_EQ(config.max_addition_bytes, 2'048U);
  EXPECT_EQ(config.manifest_key, "Manifest");
  EXPECT_TRUE(config.strict && config.send_media_type_query && config.http.insecure);
}

TEST(HttpProcessorConfig, SaysAllMistakesAtOnceAndNoSecret) {
  const AdapterError error = testing::error_of([] {
    parse_config({R"({"url":"http://u:pw@rocket","query":"a b","media_types":["json"],
        "authorization":"Bearer s3cr3t\n","authorization_header":"a b","client_cert":"/c",
        "retries":11,"max_concurrency":0,"on_failure":"no","manifest_key":"m","speed":1})"});
  });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_THAT(error.detail,
              AllOf(HasSubstr("'url' is not a URL"), HasSubstr("'query' is not"),
                    HasSubstr("'media_types' has a text"),
                    HasSubstr("'authorization' has a control character"),
                    HasSubstr("'authorization_header' is not"), HasSubstr("go together"),
                    HasSubstr("'retries' is not"), HasSubstr("'max_concurrency' is not")));
  EXPECT_THAT(error.detail, AllOf(HasSubstr("'on_failure' is not"), HasSubstr("'manifest_key' is"),
                                  HasSubstr("'speed' is not known"), Not(HasSubstr("s3cr3t"))));
}

TEST(HttpProcessorConfig, NeedsAUrl) {
  for (const char* text : {"", "{}", R"({"url":""})", R"({"url":"ftp://rocket"})",
                           R"({"url":"http://rocket?x"})", R"({"url":"http:///x"})"}) {
    EXPECT_THAT(testing::error_of([&] { parse_config({text}); }).message, HasSubstr("'url' is"))
        << text;
  }
}

TEST(HttpProcessorConfig, TheSchemaIsTheFile) {
  std::ifstream file(PORTSIDE_HTTP_PROCESSOR_SCHEMA);
  const auto schema = nlohmann::json::parse(file);
  EXPECT_EQ(nlohmann::json::parse(kConfigSchema), schema);
  const HttpProcessorConfig defaults;
  const auto& properties = schema.at("properties");
  EXPECT_EQ(properties["timeout_seconds"]["default"], defaults.timeout / 1'000);
  EXPECT_EQ(properties["get_timeout_seconds"]["default"], defaults.get_timeout / 1'000);
  EXPECT_EQ(properties["cache_seconds"]["default"], defaults.cache_time / 1'000);
  EXPECT_EQ(properties["stale_seconds"]["default"], defaults.stale_time / 1'000);
  EXPECT_EQ(properties["retries"]["default"], defaults.retries);
  EXPECT_EQ(properties["max_concurrency"]["default"], defaults.max_concurrency);
  EXPECT_EQ(properties["max_metadata_bytes"]["default"], defaults.max_metadata_bytes);
  EXPECT_EQ(properties["max_addition_bytes"]["default"], defaults.max_addition_bytes);
  for (const char* secret : {"query", "authorization"}) {
    EXPECT_EQ(properties[secret]["writeOnly"], true) << secret;
  }
}

}  // namespace
}  // namespace portside::http_processor
