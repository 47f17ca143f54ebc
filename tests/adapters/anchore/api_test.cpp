// SPDX-License-Identifier: Apache-2.0
#include "anchore/api.hpp"

#include <gmock/gmock.h>

#include <utility>

#include "error_of.hpp"
#include "portside/testing/scripted_host_services.hpp"

namespace portside::anchore {
namespace {

using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

const std::string kAskedDigest = "sha256:" + std::string(64, 'd');

class AnchoreApiTest : public ::testing::Test {
 protected:
  AnchoreApiTest() {
    config_.url = "http://anchore";
    config_.authorization = "Basic c2VjcmV0";
    name_.repository = "core:443/p/r";
  }
  Api v1() const { return {anchore_, 1}; }
  Api v2() const { return {anchore_, 2}; }

  testing::ScriptedHostServices host_;
  AnchoreConfig config_;
  ImageName name_;
  Anchore anchore_{config_, host_, host_.http_client()};
};

TEST_F(AnchoreApiTest, EveryCallHasCredentialsAndATimeout) {
  const HttpRequest request = v1().get_image(kAskedDigest);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url, "http://anchore/v1/images/" + kAskedDigest);
  EXPECT_THAT(request.headers, Contains(Pair("Authorization", "Basic c2VjcmV0")));
  EXPECT_THAT(request.headers, Not(Contains(Pair("x-anchore-account", ::testing::_))));
  EXPECT_EQ(request.timeout, 60'000);
  EXPECT_TRUE(request.idempotent);
}

TEST_F(AnchoreApiTest, WhatBelongsToAnAccountIsAskedForInIt) {
  config_.account = "team";
  const auto named = Contains(Pair("x-anchore-account", "team"));
  for (const HttpRequest& request :
       {v1().get_image(kAskedDigest), v1().post_image("{}"), v1().delete_image(kAskedDigest),
        v1().get_vulnerabilities(kAskedDigest), v1().get_check(kAskedDigest, "t"),
        v1().post_registry(name_, "{}"), v1().put_registry(name_, "{}")}) {
    EXPECT_THAT(request.headers, named) << request.url;
  }
  for (const HttpRequest& request :
       {v1().get_feeds(), v1().get_descriptions({"CVE-1"}, {}, ""), get_version(anchore_)}) {
    EXPECT_THAT(request.headers, Not(named)) << request.url;
  }
}

TEST_F(AnchoreApiTest, TheVersionIsAskedForWithoutOneAndWithoutCredentials) {
  EXPECT_EQ(get_version(anchore_).url, "http://anchore/version");
  EXPECT_EQ(get_first_version(anchore_).url, "http://anchore/v1/");
  for (const HttpRequest& request : {get_version(anchore_), get_first_version(anchore_)}) {
    EXPECT_THAT(request.headers, Not(Contains(Pair("Authorization", ::testing::_))));
  }
  EXPECT_THAT(v2().get_status().headers, Contains(Pair("Authorization", "Basic c2VjcmV0")));
}

TEST_F(AnchoreApiTest, TheVersionsDifferInNames) {
  EXPECT_EQ(v1().post_image("{}").url, "http://anchore/v1/images?force=false&autosubscribe=false");
  EXPECT_EQ(v2().post_image("{}").url, "http://anchore/v2/images?force=false&auto_subscribe=false");
  config_.policy_id = "my policy";
  EXPECT_THAT(v1().get_check(kAskedDigest, "core:443/p/r:1").url,
              EndsWith("/v1/images/" + kAskedDigest +
                       "/check?tag=core%3A443%2Fp%2Fr%3A1&detail=true&history=false"
                       "&interactive=true&policyId=my%20policy"));
  EXPECT_THAT(v2().get_check(kAskedDigest, "t").url, EndsWith("&policy_id=my%20policy"));
  EXPECT_EQ(name_in(1, "a", "b"), "a");
  EXPECT_EQ(name_in(2, "a", "b"), "b");
}

TEST_F(AnchoreApiTest, VulnerabilitiesAreAllUnlessTheVendorsAreWanted) {
  const std::string url = "/images/" + kAskedDigest + "/vuln/all?vendor_only=";
  EXPECT_EQ(v1().get_vulnerabilities(kAskedDigest).url, "http://anchore/v1" + url + "false");
  EXPECT_EQ(v1().refresh_vulnerabilities(kAskedDigest).url,
            "http://anchore/v1" + url + "false&force_refresh=true");
  EXPECT_EQ(v2().get_vulnerabilities(kAskedDigest).url,
            "http://anchore/v2" + url + "false&include_vuln_description=true");
  config_.vendor_only = true;
  config_.descriptions = false;
  EXPECT_EQ(v2().get_vulnerabilities(kAskedDigest).url, "http://anchore/v2" + url + "true");
}

TEST_F(AnchoreApiTest, DescriptionsAndTheVendorsOpinionAreTwoSwitches) {
  for (const bool vendor_only : {false, true}) {
    for (const bool descriptions : {false, true}) {
      config_.vendor_only = vendor_only;
      config_.descriptions = descriptions;
      EXPECT_EQ(v1().get_vulnerabilities(kAskedDigest).url,
                "http://anchore/v1/images/" + kAskedDigest +
                    "/vuln/all?vendor_only=" + (vendor_only ? "true" : "false"));
    }
  }
}

TEST_F(AnchoreApiTest, ADeletionIsAlwaysForced) {
  const HttpRequest request = v2().delete_image(kAskedDigest);
  EXPECT_EQ(request.method, "DELETE");
  EXPECT_EQ(request.url, "http://anchore/v2/images/" + kAskedDigest + "?force=true");
}

TEST_F(AnchoreApiTest, WhatIsSlowMayTakeAsLongAsAnchoreLetsIt) {
  EXPECT_EQ(v1().post_image("{}").timeout, 185'000);
  EXPECT_EQ(v1().post_registry(name_, "{}").timeout, 185'000);
  EXPECT_EQ(v1().refresh_vulnerabilities(kAskedDigest).timeout, 185'000);
  config_.timeout = 600'000;
  EXPECT_EQ(v1().post_image("{}").timeout, 600'000);
}

TEST_F(AnchoreApiTest, ARegistryIsNamedInThePathWithItsSlashes) {
  const HttpRequest post = v1().post_registry(name_, R"({"a":1})");
  EXPECT_EQ(post.url, "http://anchore/v1/registries?validate=true");
  EXPECT_EQ(post.body, R"({"a":1})");
  EXPECT_THAT(post.headers, Contains(Pair("Content-Type", "application/json")));
  const HttpRequest put = v2().put_registry(name_, "{}");
  EXPECT_EQ(put.method, "PUT");
  EXPECT_EQ(put.url, "http://anchore/v2/registries/core:443/p/r?validate=true");
}

TEST_F(AnchoreApiTest, CredentialsOfAPlainRegistryAreNotTriedOverHttps) {
  name_.is_plain_http = true;
  EXPECT_THAT(v1().post_registry(name_, "").url, EndsWith("?validate=false"));
  name_.is_plain_http = false;
  config_.validate_credentials = false;
  EXPECT_THAT(v1().put_registry(name_, "").url, EndsWith("?validate=false"));
}

TEST_F(AnchoreApiTest, WhatGoesIntoAQueryIsEscaped) {
  const HttpRequest request = v1().get_descriptions({"CVE-1", "a&b=c,d"}, {"debian:12", "n"}, "");
  EXPECT_EQ(request.url,
            "http://anchore/v1/query/vulnerabilities?id=CVE-1,a%26b%3Dc%2Cd"
            "&namespace=debian%3A12,n");
  EXPECT_EQ(v1().get_descriptions({"CVE-1"}, {}, "2&x").url,
            "http://anchore/v1/query/vulnerabilities?id=CVE-1&page=2%26x");
}

TEST_F(AnchoreApiTest, NothingButADigestGoesIntoAPath) {
  for (const char* const digest : {"", "latest", "sha256:../../registries", "sha256:"}) {
    const auto code = [&](auto request) { return testing::code_of(request); };
    EXPECT_EQ(code([&] { v1().get_image(digest); }), ErrorCode::kInvalidArgument);
    EXPECT_EQ(code([&] { v1().delete_image(digest); }), ErrorCode::kInvalidArgument);
    EXPECT_EQ(code([&] { v1().get_check(digest, "t"); }), ErrorCode::kInvalidArgument);
    EXPECT_EQ(code([&] { v1().get_vulnerabilities(digest); }), ErrorCode::kInvalidArgument);
  }
  EXPECT_TRUE(is_image_digest("sha256:" + std::string(64, 'F')));
}

}  // namespace
}  // namespace portside::anchore
