// SPDX-License-Identifier: Apache-2.0
#include "config/listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "config/read_tree.hpp"
#include "portside/api/error.hpp"

namespace portside::config {
namespace {

using ::testing::HasSubstr;

constexpr const char* kListedSchema = R"({
  "definitions": {"seconds": {"type": "integer", "default": 30, "description": "how long"}},
  "properties": {
    "url": {"type": "string", "description": "where it listens"},
    "timeout": {"$ref": "#/definitions/seconds"},
    "key": {"type": "string", "writeOnly": true, "default": "canary", "description": "pre-shared"},
    "token": {"type": "string"},
    "validate_credentials": {"type": "boolean", "default": true},
    "token_seconds": {"type": "integer"},
    "secret_kind": {"enum": ["file", "text"], "default": "text"},
    "hosts": {"type": "array", "default": ["a"]},
    "tls": {"properties": {"ca": {"type": "string"}, "pin": {"writeOnly": true}}},
    "loop": {"$ref": "#/properties/loop"},
    "any": true
  }})";

class ListingTest : public ::testing::Test {
 protected:
  void list(const std::string& yaml) {
    Mistakes mistakes("f", ConfigFormat::kYaml);
    keys_ = list_keys(read_tree(yaml, ConfigFormat::kYaml, mistakes), schema_of);
  }

  static std::optional<std::string> schema_of(const std::string& id) {
    if (id == "clair") return kListedSchema;
    if (id == "plain") return "";
    if (id == "broken") return "{";
    throw AdapterError(ErrorCode::kPluginNotFound, "there is no plugin " + id);
  }

  /// The row of `room.key`.
  ListedKey row(const std::string& place) const {
    for (const ListedKey& key : keys_) {
      std::string here;
      for (const std::string& each : key.path) here += each + '.';
      if (here + key.key == place) return key;
    }
    ADD_FAILURE() << "not listed: " << place;
    return {};
  }

  std::vector<ListedKey> keys_;
};

TEST_F(ListingTest, WithoutAFileAllDefaultsAreListed) {
  list("");
  EXPECT_EQ(row("plugins.probe").value, "first-use");
  EXPECT_FALSE(row("plugins.probe").written);
  EXPECT_EQ(row("log.level").value, "warning");
  EXPECT_EQ(row("registry.password").value, "");
  EXPECT_EQ(row("adapters").value, "{}");
  EXPECT_EQ(row("scanner").description, "id of the adapter that scans");
  EXPECT_THAT(row("log.format").description, HasSubstr("json"));
}

TEST_F(ListingTest, WrittenKeysHaveTheirLines) {
  list("trust:\n  mode: warn\nscanner: clair\nplugins:\n  dirs: [/a, /b]\n  files: {x: /x.so}\n");
  EXPECT_EQ(row("trust.mode").value, "warn");
  EXPECT_EQ(row("trust.mode").line, 2);
  EXPECT_EQ(row("trust.mode").default_text, "strict");
  EXPECT_TRUE(row("trust.mode").written);
  EXPECT_EQ(row("scanner").line, 3);
  EXPECT_EQ(row("plugins.dirs").value, "[/a, /b]");
  EXPECT_EQ(row("plugins.files").value, "{x: /x.so}");
}

TEST_F(ListingTest, SecretsOfTheHostAreHidden) {
  list(
      "registry: {url: 'https://u:canary@r', user: u, password: canary}\n"
      "http: {proxy: 'http://u:canary@p:1'}\n");
  EXPECT_EQ(row("registry.password").value, "[hidden]");
  EXPECT_EQ(row("registry.url").value, "https://[hidden]@r");
  EXPECT_EQ(row("http.proxy").value, "http://[hidden]@p:1");
  EXPECT_EQ(row("registry.user").value, "u");
  list("registry: {password: '${FILE:/run/secret}'}");
  EXPECT_EQ(row("registry.password").value, "${FILE:/run/secret}");
  list("registry: {password: '${SEALED:v1.0123abcd.canary}', user: '${SEALED:canary}'}");
  EXPECT_EQ(row("registry.password").value, "${SEALED:v1.0123abcd...}");
  EXPECT_EQ(row("registry.user").value, "${SEALED:...}");
}

TEST_F(ListingTest, UnknownKeysAreListedAndHidden) {
  list("registry: {pasword: canary}\nregistri: canary\n");
  EXPECT_EQ(row("registry.pasword").value, "[hidden]");
  EXPECT_EQ(row("registry.pasword").description, "an unknown key");
  EXPECT_EQ(row("registri").value, "[hidden]");
}

TEST_F(ListingTest, DocumentsAreShownAsFarAsTheirSchemaDescribesThem) {
  list(
      "adapters:\n  clair:\n    url: https://u:canary@c\n    key: canary\n    token: canary\n"
      "    other: canary\n    any: canary\n    tls: {ca: /c.pem, pin: canary, x: canary}\n"
      "    loop: canary\n");
  EXPECT_EQ(row("adapters.clair.url").value, "https://[hidden]@c");
  EXPECT_EQ(row("adapters.clair.url").description, "where it listens");
  EXPECT_EQ(row("adapters.clair.url").line, 3);
  for (const char* key : {"key", "token", "other", "any", "loop", "tls.pin", "tls.x"}) {
    EXPECT_EQ(row("adapters.clair." + std::string(key)).value, "[hidden]") << key;
  }
  EXPECT_EQ(row("adapters.clair.tls").value, "");
  EXPECT_EQ(row("adapters.clair.tls.ca").value, "/c.pem");
  EXPECT_EQ(row("adapters.clair.key").default_text, "");
}

TEST_F(ListingTest, KeysThatTheSchemaDescribesAreListedWithTheirDefaults) {
  list("adapters: {clair: {url: x}}");
  EXPECT_EQ(row("adapters.clair.timeout").value, "30");
  EXPECT_EQ(row("adapters.clair.timeout").description, "how long");
  EXPECT_FALSE(row("adapters.clair.timeout").written);
  EXPECT_EQ(row("adapters.clair.hosts").value, "[\"a\"]");
  EXPECT_EQ(row("adapters.clair.key").value, "");
  EXPECT_EQ(row("adapters.clair.key").description, "pre-shared");
}

TEST_F(ListingTest, WhatIsNoSecretIsShownWhateverItsKeySoundsLike) {
  list("adapters: {clair: {}}");
  EXPECT_EQ(row("adapters.clair.validate_credentials").value, "true");
  EXPECT_EQ(row("adapters.clair.secret_kind").value, "text");
  list(
      "adapters: {clair: {validate_credentials: false, token_seconds: 5, secret_kind: file, "
      "token: true}}");
  EXPECT_EQ(row("adapters.clair.validate_credentials").value, "false");
  EXPECT_EQ(row("adapters.clair.validate_credentials").default_text, "true");
  EXPECT_EQ(row("adapters.clair.token_seconds").value, "5");
  EXPECT_EQ(row("adapters.clair.secret_kind").value, "file");
  EXPECT_EQ(row("adapters.clair.token").value, "true");
}

TEST_F(ListingTest, WhatMayBeASecretInTheWrongPlaceIsHidden) {
  list(
      "adapters: {clair: {validate_credentials: canary, token_seconds: canary, secret_kind: "
      "canary, token: 12345, key: true}}");
  for (const char* key : {"validate_credentials", "token_seconds", "secret_kind", "token", "key"}) {
    EXPECT_EQ(row("adapters.clair." + std::string(key)).value, "[hidden]") << key;
  }
}

TEST_F(ListingTest, ListsAreShownUnlessTheyHoldMapsOrLists) {
  list("adapters: {clair: {hosts: [a, b]}}");
  EXPECT_EQ(row("adapters.clair.hosts").value, "[a, b]");
  list("adapters: {clair: {hosts: [a, {password: canary}]}}");
  EXPECT_EQ(row("adapters.clair.hosts").value, "[hidden]");
}

TEST_F(ListingTest, WithoutASchemaDocumentsAreHidden) {
  list(
      "adapters: {plain: {url: canary, key: '${ENV:K}'}, broken: {a: canary}, nobody: {a: "
      "canary}}");
  EXPECT_EQ(row("adapters.plain.url").value, "[hidden]");
  EXPECT_EQ(row("adapters.plain.key").value, "${ENV:K}");
  EXPECT_EQ(row("adapters.broken.a").value, "[hidden]");
  EXPECT_EQ(row("adapters.nobody.a").value, "[hidden]");
  EXPECT_THAT(row("adapters.nobody").description, HasSubstr("there is no plugin nobody"));
}

TEST_F(ListingTest, SealedSecretsAreCutWhereverTheyStand) {
  list("adapters: {clair: {key: '${SEALED:v1.0123abcd.canary}', url: '${SEALED:canary}'}}");
  EXPECT_EQ(row("adapters.clair.key").value, "${SEALED:v1.0123abcd...}");
  EXPECT_EQ(row("adapters.clair.url").value, "${SEALED:...}");
}

TEST_F(ListingTest, ProcessorsAreListedById) {
  list("processors: {helm: [a/b, c/d]}");
  EXPECT_EQ(row("processors.helm").value, "[a/b, c/d]");
}

TEST_F(ListingTest, WrongKindsDoNotStopIt) {
  list(
      "plugins: 5\nadapters: [canary]\nprocessors: canary\ntrust: {mode: {a: canary}}\n"
      "registry: {user: [canary], url: canary}\n");
  EXPECT_EQ(row("trust.mode").value, "[hidden]");
  EXPECT_EQ(row("registry.user").value, "[hidden]");
  EXPECT_EQ(row("adapters").value, "[hidden]");
  EXPECT_EQ(row("processors").value, "[hidden]");
  EXPECT_EQ(row("plugins.probe").value, "first-use");
  const bool shown = std::ranges::any_of(
      keys_, [](const ListedKey& key) { return key.value.find("canary") != std::string::npos; });
  EXPECT_FALSE(shown);
}

}  // namespace
}  // namespace portside::config
