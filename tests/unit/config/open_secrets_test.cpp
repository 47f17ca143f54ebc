// SPDX-License-Identifier: Apache-2.0
#include "config/open_secrets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/document.hpp"
#include "portside/api/error.hpp"

namespace portside::config {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<std::string> open_secrets_in(const std::string& text) {
  SecretLookup secrets;
  secrets.environment = [](const std::string&) { return std::optional<std::string>("canary"); };
  const Document document(text, ConfigFormat::kYaml, "f", secrets);
  const auto schema_of = [](const std::string& id) -> std::optional<std::string> {
    if (id == "nobody") throw AdapterError(ErrorCode::kPluginNotFound, "there is no plugin");
    return R"({"properties":{"key":{"writeOnly":true},"url":{"type":"string"},
                             "token":{"writeOnly":false}}})";
  };
  Mistakes warnings("f", ConfigFormat::kYaml);
  note_open_secrets(document.tree(), schema_of, warnings);
  std::vector<std::string> lines;
  for (const auto& each : warnings.all()) lines.push_back(warnings.line_of(each));
  return lines;
}

TEST(OpenSecrets, AreNamedWithTheirLineAndNotShown) {
  EXPECT_THAT(
      open_secrets_in("registry: {url: 'http://r', user: u, password: canary}\nadapters:\n"
                      "  clair:\n    url: x\n    key: canary\n    token: y\n"),
      ElementsAre("f:1: registry.password: found a secret in a file that others may read; expected "
                  "a reference (${ENV:NAME}, ${FILE:/path}, ${SEALED:...}), or a file that only "
                  "its owner can read",
                  StartsWith("f:5: adapters.clair.key: found a secret in a file")));
}

TEST(OpenSecrets, AreNoReferencesAndNoOtherValues) {
  EXPECT_THAT(open_secrets_in("registry: {password: '${ENV:P}'}\nadapters: {clair: {key: "
                              "'${ENV:K}'}, clair@b: {key: 5}, clair@c: {key: ''}, clair@d: }"),
              IsEmpty());
  EXPECT_THAT(open_secrets_in("adapters: {nobody: {key: x}, UPPER: {key: x}}"), IsEmpty());
  EXPECT_THAT(open_secrets_in("registry: 5\nadapters: [key]"), IsEmpty());
}

}  // namespace
}  // namespace portside::config
