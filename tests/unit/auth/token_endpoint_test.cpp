// SPDX-License-Identifier: Apache-2.0
#include "auth/token_endpoint.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "test_keys.hpp"
#include "test_time.hpp"

namespace portside::auth {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

class TokenEndpointTest : public ::testing::Test {
 protected:
  static TokenServiceOptions options() {
    TokenServiceOptions options;
    options.issuer = "issuer";
    options.service = "my registry";
    options.key = testing::make_ec_key().private_key;
    options.now = [] { return kNow; };
    return options;
  }

  HttpResponse get(const std::string& query, const std::string& authorization = "") {
    HttpRequest request;
    request.url = "/token?" + query;
    if (!authorization.empty()) request.headers = {{"authorization", authorization}};
    return serve_token(request, issuer_, policy_);
  }

  HttpResponse post(const std::string& form) {
    HttpRequest request;
    request.method = "POST";
    request.url = "/token";
    request.body = form;
    return serve_token(request, issuer_, policy_);
  }

  Claims claims_in(const HttpResponse& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    const std::string token = json::parse(response.body)["token"];
    return verify_jwt(token, issuer_.rules(), kNow).value_or(Claims{});
  }

  TokenIssuer issuer_{options()};
  /// alice may do all, everybody may pull what is public.
  TokenPolicy policy_{.authenticate = [](const std::string& user,
                                         const Secret& password) -> std::optional<std::string> {
                        if (user == "alice" && password == Secret("p:w")) return "Alice";
                        return std::nullopt;
                      },
                      .authenticate_token = [](const Secret& token) -> std::optional<std::string> {
                        if (token == Secret("identity")) return "Alice";
                        return std::nullopt;
                      },
                      .authorize = [](const std::string& subject,
                                      const Access& wanted) -> std::vector<std::string> {
                        if (subject == "Alice") return {"pull", "push", "delete"};
                        if (wanted.name.starts_with("public/")) return {"pull"};
                        return {};
                      }};
};

constexpr char kAlice[] = "Basic YWxpY2U6cDp3";  // alice:p:w

TEST_F(TokenEndpointTest, GivesWhatIsAllowedOfWhatIsAsked) {
  const HttpResponse response =
      get("service=my+registry&scope=repository%3Aa%2Fb%3Apull,push%20repository:c:pull&scope="
          "registry:catalog:*",
          kAlice);
  const Claims claims = claims_in(response);
  EXPECT_EQ(claims.subject, "Alice");
  EXPECT_THAT(claims.access, ElementsAre(Access{"repository", "a/b", {"pull", "push"}},
                                         Access{"repository", "c", {"pull"}}));
  const json body = json::parse(response.body);
  EXPECT_EQ(body["access_token"], body["token"]);
  EXPECT_EQ(body["expires_in"], 300);
  EXPECT_EQ(body["issued_at"], "2023-11-14T22:13:20Z");
  EXPECT_THAT(response.headers, Contains(Pair("Cache-Control", "no-store")));
}

TEST_F(TokenEndpointTest, GivesNobodyWhatIsPublic) {
  const Claims claims = claims_in(
      get("service=my%20registry&scope=repository:public/a:pull,push&scope=repository:b:pull"));
  EXPECT_EQ(claims.subject, "");
  EXPECT_THAT(claims.access, ElementsAre(Access{"repository", "public/a", {"pull"}}));
}

TEST_F(TokenEndpointTest, APolicyCannotGiveMoreThanIsAsked) {
  EXPECT_THAT(claims_in(get("service=my+registry&scope=repository:a:pull", kAlice)).access,
              ElementsAre(Access{"repository", "a", {"pull"}}));
  EXPECT_THAT(claims_in(get("service=my+registry", kAlice)).access, IsEmpty()) << "docker login";
}

TEST_F(TokenEndpointTest, TakesAForm) {
  const Claims claims = claims_in(
      post("grant_type=password&username=alice&password=p%3Aw&service=my+registry&client_id=x&"
           "scope=repository:a:pull repository:b:pull"));
  EXPECT_EQ(claims.subject, "Alice");
  EXPECT_EQ(claims.access.size(), 2U);
  EXPECT_EQ(post("grant_type=client_credentials&service=my+registry").status, 400);
}

TEST_F(TokenEndpointTest, TakesAnIdentityToken) {
  const std::string form = "grant_type=refresh_token&service=my+registry&scope=repository:a:pull";
  EXPECT_EQ(claims_in(post(form + "&refresh_token=identity")).subject, "Alice");
  EXPECT_EQ(post(form + "&refresh_token=canary").status, 401);
  EXPECT_EQ(post(form + "&refresh_token=").status, 401);
  EXPECT_EQ(post(form).status, 401);
}

TEST_F(TokenEndpointTest, TakesNoPasswordOutOfAUrl) {
  EXPECT_EQ(get("grant_type=password&username=alice&password=p%3Aw&service=my+registry").status,
            401);
  EXPECT_EQ(get("grant_type=refresh_token&refresh_token=identity&service=my+registry").status, 401);
}

TEST_F(TokenEndpointTest, APolicyThatSaysNothingRefuses) {
  policy_ = {};
  EXPECT_EQ(get("service=my+registry&scope=repository:a:pull", kAlice).status, 401);
  EXPECT_EQ(post("grant_type=refresh_token&service=my+registry&refresh_token=identity").status,
            401);
  EXPECT_THAT(claims_in(get("service=my+registry&scope=repository:public/a:pull")).access,
              IsEmpty());
}

TEST_F(TokenEndpointTest, RefusesWrongCredentials) {
  for (const char* authorization : {"Basic YWxpY2U6Y2FuYXJ5", "Basic Ym9iOnB3"}) {
    const HttpResponse response =
        get("service=my+registry&scope=repository:public/a:pull", authorization);
    EXPECT_EQ(response.status, 401) << authorization;
    EXPECT_THAT(response.headers, Contains(Pair("WWW-Authenticate", "Basic realm=\"registry\"")));
    EXPECT_THAT(response.body, Not(HasSubstr("canary")));
  }
  for (const char* authorization : {"Basic", "Basic ", "Basic !", "Basic YQ==", "Bearer x"}) {
    EXPECT_EQ(get("service=my+registry&scope=repository:public/a:pull", authorization).status, 401)
        << authorization;
  }
  EXPECT_EQ(get("service=my+registry").status, 401) << "nobody asks for nothing";
}

TEST_F(TokenEndpointTest, RefusesWhatItCannotRead) {
  EXPECT_EQ(get("scope=repository:a:pull", kAlice).status, 400);
  EXPECT_EQ(get("service=other&scope=repository:a:pull", kAlice).status, 400);
  EXPECT_EQ(get("service=my+registry&scope=x", kAlice).status, 400);
  EXPECT_EQ(get("service=my+registry&scope=" + std::string(70'000, 'a'), kAlice).status, 400);
  std::string many = "service=my+registry";
  for (int i = 0; i < 101; ++i) many += "&scope=a:b:c";
  EXPECT_EQ(get(many, kAlice).status, 400);
  HttpRequest request;
  request.method = "DELETE";
  EXPECT_EQ(serve_token(request, issuer_, policy_).status, 400);
  request = {};
  EXPECT_EQ(serve_token(request, issuer_, policy_).status, 400) << "no query";
  EXPECT_EQ(get("service=%&&&=%zz&%", kAlice).status, 400);
}

}  // namespace
}  // namespace portside::auth
