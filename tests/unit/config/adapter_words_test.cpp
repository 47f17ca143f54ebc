// SPDX-License-Identifier: Apache-2.0
#include "config/adapter_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/document.hpp"
#include "portside/api/error.hpp"

namespace portside::config {
namespace {

using ::testing::ElementsAre;

/// `LINE: SENTENCE` for each mistake of the adapter `clair` in a YAML document.
std::vector<std::string> heard(const AdapterError& error, const std::string& text) {
  SecretLookup secrets;
  secrets.environment = [](const std::string& name) { return std::optional("secret-" + name); };
  const Document document("clair:\n" + text, ConfigFormat::kYaml, "f", secrets);
  std::vector<std::string> lines;
  for (const auto& each : refusals_of(error, document.tree().children.front())) {
    lines.push_back(std::to_string(each.line) + ": " + each.sentence);
  }
  return lines;
}

AdapterError refusal(const std::string& message, const std::string& detail = "") {
  return AdapterError(ErrorCode::kConfigInvalid, message, detail);
}

TEST(AdapterWords, AreWithoutWhatThePlaceSays) {
  EXPECT_THAT(heard(refusal("the configuration of the Clair adapter is wrong: 'psk' is empty"),
                    "  url: x\n  psk: ''\n"),
              ElementsAre("3: 'psk' is empty"));
  EXPECT_THAT(heard(AdapterError(ErrorCode::kPluginException, "clair: configure let x escape", "y"),
                    "  url: x\n"),
              ElementsAre("1: configure let x escape"));
  EXPECT_THAT(heard(refusal("clairvoyance is wrong: no"), "  url: x\n"),
              ElementsAre("1: clairvoyance is wrong: no"));
}

TEST(AdapterWords, AreASentenceForEachMistakeWithItsLine) {
  EXPECT_THAT(heard(refusal("the configuration of the Clair adapter is wrong: 'a' is bad",
                            "'a' is bad\n'b.c' is bad\n'b.x' is bad\n'' is bad\n'nothing is bad"),
                    "  a: 1\n  b:\n    c: 2\n"),
              ElementsAre("2: 'a' is bad", "4: 'b.c' is bad", "3: 'b.x' is bad", "1: '' is bad",
                          "1: 'nothing is bad"));
}

TEST(AdapterWords, KeepAMessageThatTheDetailDoesNotRepeat) {
  EXPECT_THAT(heard(refusal("two are bad", "a\n\nb\n"), "  a: 1\n"),
              ElementsAre("1: two are bad", "1: a", "1: b"));
}

TEST(AdapterWords, AreThereWhereTheAdapterHasNone) {
  const auto wordless =
      ElementsAre("1: it is refused, without a word about why; ask the plugin's vendor");
  EXPECT_THAT(heard(refusal(""), "  a: 1\n"), wordless);
  EXPECT_THAT(heard(refusal("clair: ", "\n"), "  a: 1\n"), wordless);
  EXPECT_THAT(heard(refusal("clair: ", "'a' is bad"), "  a: 1\n"), ElementsAre("2: 'a' is bad"));
}

TEST(AdapterWords, HideSecrets) {
  EXPECT_THAT(heard(refusal("found secret-X, canary, canary and plain; abc"),
                    "  url: ${ENV:X}\n  token: canary\n  keys: {password: [plain]}\n  pwd: abc\n"),
              ElementsAre("1: found [hidden], [hidden], [hidden] and [hidden]; abc"));
  EXPECT_THAT(heard(refusal("two", "found\nFirst\nsecond\n;\nbad"),
                    "  key: {secret: \"First\\nsecond\"}\n"),
              ElementsAre("1: two", "1: found", "1: [hidden]", "1: ;", "1: bad"));
  EXPECT_THAT(heard(refusal("found plain text"), "  url: plain\n"),
              ElementsAre("1: found plain text"));
}

}  // namespace
}  // namespace portside::config
