// SPDX-License-Identifier: Apache-2.0
// `${SEALED:...}` in a configuration.
#include "parse.hpp"
#include "sealed_keys.hpp"

namespace portside::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// In the key `v` of the adapter `a`.
std::string yaml(const std::string& text) {
  return "adapters:\n  a:\n    v: '" + text + "'\n";
}

class SealedTest : public ::testing::Test {
 protected:
  std::vector<std::string> mistakes(const std::string& text) const {
    return mistakes_in(yaml(text), ConfigFormat::kYaml, keys_.lookup());
  }
  /// `f:3: adapters.a.v: found ${SEALED:v1.ID...}` and more.
  std::string found(const std::string& sentence) const {
    return "f:3: adapters.a.v: found ${SEALED:v1." + keys_.id() + "...}" + sentence;
  }

  const SealingKeys keys_;
};

TEST_F(SealedTest, StandsForWhatWasSealed) {
  const Config config = parse_config(yaml(keys_.seal("canary", "/adapters/a/v")),
                                     ConfigFormat::kYaml, "f", keys_.lookup());
  EXPECT_EQ(config.adapters.at("a").reveal(), R"({"v":"canary"})");
}

TEST_F(SealedTest, WorksInEveryRoomAtAnyDepthAndInJson) {
  const Config config =
      parse_config(R"({"registry":{"url":"https://r.example","user":"u","password":")" +
                       keys_.seal("geheim", "/registry/password") +
                       R"("},"adapters":{"a.b@c":{"x/y":[1,{"~":")" +
                       keys_.seal("deep", "/adapters/a.b@c/x~1y/1/~0") + R"("}]}}})",
                   ConfigFormat::kJson, "f", keys_.lookup());
  EXPECT_EQ(config.registry.password.reveal(), "geheim");
  EXPECT_EQ(config.adapters.at("a.b@c").reveal(), R"({"x/y":[1,{"~":"deep"}]})");
}

TEST_F(SealedTest, IsAlwaysATextAndNotReadAgain) {
  const Config config =
      parse_config("adapters: {a: {n: '" + keys_.seal("5", "/adapters/a/n") + "', m: '" +
                       keys_.seal("${ENV:T}", "/adapters/a/m") + "'}}",
                   ConfigFormat::kYaml, "f", keys_.lookup());
  EXPECT_EQ(config.adapters.at("a").reveal(), R"({"n":"5","m":"${ENV:T}"})");
}

TEST_F(SealedTest, OpensInItsOwnPlaceOnly) {
  for (const char* place : {"/adapters/a/w", "/adapters/b/v", "/adapters/a", "/v", ""}) {
    EXPECT_THAT(
        mistakes(keys_.seal("canary", place)),
        ElementsAre(found(", which cannot be resolved: the sealed secret was sealed for another "
                          "place, or was changed since; expected the text that was sealed for this "
                          "place")));
  }
}

// Keys that messages would cut differ all the same.
TEST_F(SealedTest, PlacesWithLongKeysAreNotMixedUp) {
  const std::string key(200, 'k');
  const std::string text = keys_.seal("canary", "/adapters/a/" + key + "1");
  const auto in = [&](const std::string& name) {
    return mistakes_in("adapters: {a: {" + name + ": '" + text + "'}}", ConfigFormat::kYaml,
                       keys_.lookup());
  };
  EXPECT_THAT(in(key + "1"), IsEmpty());
  EXPECT_THAT(in(key + "2"), ElementsAre(HasSubstr("for another place")));
}

TEST_F(SealedTest, IsTheWholeTextOfItsKey) {
  const std::string sealed = keys_.seal("canary", "/adapters/a/v");
  const std::string sentence =
      found(" with other text around it; expected it to be the whole text of its key");
  EXPECT_THAT(mistakes("Bearer " + sealed), ElementsAre(sentence));
  EXPECT_THAT(mistakes(sealed + "$${"), ElementsAre(sentence));
  EXPECT_THAT(mistakes(sealed + sealed), ElementsAre(sentence, sentence));
  EXPECT_THAT(mistakes_in("adapters:\n  a:\n    v: |\n      " + sealed + "\n", ConfigFormat::kYaml,
                          keys_.lookup()),
              ElementsAre(sentence))
      << "a line end is text";
  EXPECT_THAT(mistakes_in("adapters:\n  a:\n    v: >-\n      " + sealed + "\n", ConfigFormat::kYaml,
                          keys_.lookup()),
              IsEmpty());
}

TEST_F(SealedTest, NeedsAKeyThatTheProgramHas) {
  const std::string text = yaml(keys_.seal("canary", "/adapters/a/v"));
  EXPECT_THAT(mistakes_in(text, ConfigFormat::kYaml),
              ElementsAre(found(", and this program opens no sealed secrets; expected ${ENV:NAME}, "
                                "${FILE:/path} or the value itself")));
  const SealingKeys others(2);
  EXPECT_THAT(mistakes_in(text, ConfigFormat::kYaml, others.lookup()),
              ElementsAre(found(", which cannot be resolved: the sealed secret needs the key " +
                                keys_.id() + ", and those given are " + others.id(0) + ", " +
                                others.id(1) + "; expected that one among them")));
  SecretLookup none;
  none.sealing_keys = []() -> Secret {
    throw AdapterError(ErrorCode::kConfigInvalid, "/k: the key file cannot be read");
  };
  EXPECT_THAT(mistakes_in(text, ConfigFormat::kYaml, none),
              ElementsAre(found(", which cannot be resolved: /k: the key file cannot be read")));
  none.sealing_keys = [] { return Secret("canary"); };
  EXPECT_THAT(mistakes_in(text, ConfigFormat::kYaml, none),
              ElementsAre(HasSubstr("line 1 is no sealing key; expected 32 bytes")));
}

TEST_F(SealedTest, OpensWithAnOlderKeyWhileKeysAreExchanged) {
  const SealingKeys both(2);
  const Config config = parse_config(yaml(both.seal("canary", "/adapters/a/v", 1)),
                                     ConfigFormat::kYaml, "f", both.lookup());
  EXPECT_EQ(config.adapters.at("a").reveal(), R"({"v":"canary"})");
}

TEST_F(SealedTest, KeysAreLookedUpOnceAndOnlyWhenNeeded) {
  int looks = 0;
  SecretLookup secrets;
  secrets.sealing_keys = [&] {
    ++looks;
    return Secret(keys_.text());
  };
  EXPECT_THAT(mistakes_in("scanner: '$${SEALED:x}'", ConfigFormat::kYaml, secrets),
              ElementsAre(HasSubstr("scanner")));
  EXPECT_EQ(looks, 0);
  const std::string text = "adapters: {a: {v: '" + keys_.seal("x", "/adapters/a/v") + "', w: '" +
                           keys_.seal("y", "/adapters/a/w") + "'}}";
  EXPECT_THAT(mistakes_in(text, ConfigFormat::kYaml, secrets), IsEmpty());
  EXPECT_EQ(looks, 1);
}

TEST_F(SealedTest, ThatIsMalformedIsAMistakeThatShowsNothingOfIt) {
  for (const char* text : {"", "canary", "v1.canary", "v2.0123abcd.AAAA", "canary canary"}) {
    EXPECT_THAT(mistakes("${SEALED:" + std::string(text) + "}"),
                ElementsAre("f:3: adapters.a.v: found ${SEALED:...}, which cannot be resolved: the "
                            "sealed secret is malformed; expected v1.KEYID.TEXT as portside secret "
                            "seal prints it"))
        << text;
  }
}

TEST_F(SealedTest, StandsForNoMoreThanOtherReferencesDo) {
  EXPECT_THAT(mistakes(keys_.seal("canary\x01", "/adapters/a/v")),
              ElementsAre(found(", which stands for a text with control characters; expected plain "
                                "text")));
  EXPECT_THAT(mistakes(keys_.seal("canary\xff", "/adapters/a/v")),
              ElementsAre(found(", which stands for bytes that are not UTF-8; expected plain "
                                "text")));
  std::string text = "adapters:\n  a:\n";
  for (int i = 0; i < 17; ++i) {
    const std::string key = "k" + std::to_string(i);
    text += "    " + key + ": '" + keys_.seal(std::string(64 * 1024, 'x'), "/adapters/a/" + key) +
            "'\n";
  }
  EXPECT_THAT(mistakes_in(text, ConfigFormat::kYaml, keys_.lookup()),
              ElementsAre(HasSubstr("f:19: adapters.a.k16: found ${SEALED:v1.")));
}

TEST_F(SealedTest, IsInNoMessageOfOtherMistakes) {
  const auto lines = mistakes_in("trust: {mode: '" + keys_.seal("canary", "/trust/mode") + "'}",
                                 ConfigFormat::kYaml, keys_.lookup());
  EXPECT_THAT(lines, ElementsAre("f:1: trust.mode: found a secret text; expected strict, warn or "
                                 "off"));
}

}  // namespace
}  // namespace portside::testing
