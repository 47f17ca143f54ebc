// SPDX-License-Identifier: Apache-2.0
#include "config/reseal.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "error_of.hpp"
#include "parse.hpp"
#include "sealed_keys.hpp"

namespace portside::config {
namespace {

using testing::error_of;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SealingKeys;
using ::testing::StartsWith;

constexpr const char* kPlace = "/adapters/clair/psk";

/// Keys in the order in which they seal: the new one, and the one that sealed until now.
class ResealTest : public ::testing::Test {
 protected:
  std::string old(std::string_view plain, std::string_view place = kPlace) const {
    return keys_.seal(plain, place, 1);
  }
  Resealed resealed(const std::string& text, ConfigFormat format = ConfigFormat::kYaml) const {
    return reseal(text, format, "f", keys_.all());
  }
  std::string refusal(const std::string& text, ConfigFormat format = ConfigFormat::kYaml) const {
    const AdapterError error = error_of([&] { resealed(text, format); });
    EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
    EXPECT_THAT(error.message + error.detail, Not(HasSubstr("canary")));
    return error.detail;
  }
  /// What the configuration says with the new key alone.
  Config read(const Secret& text, ConfigFormat format = ConfigFormat::kYaml) const {
    SecretLookup secrets;
    secrets.sealing_keys = [this] { return Secret(keys_.text().substr(0, 45)); };
    return parse_config(text.reveal(), format, "f", secrets);
  }

  const SealingKeys keys_{2};
};

/// With every sealed text replaced.
std::string without_seals(std::string text) {
  for (std::size_t at = 0; (at = text.find("${SEALED:", at)) != std::string::npos; ++at) {
    text.replace(at, text.find('}', at) - at, "$");
  }
  return text;
}

TEST_F(ResealTest, PutsSecretsUnderTheFirstKeyAndLeavesAllElse) {
  const std::string text =
      "\xEF\xBB\xBF# begin  \r\n\nregistry: {url: 'https://r.example', user: u, "
      "password: '" +
      old("canary-1", "/registry/password") +
      "'}   # behind\nadapters:\n  clair:\n\n      psk:   \"" + old("canary-2") +
      "\"  # ${SEALED:v1.0123abcd.old}\n      list:\n      - >-\n        " +
      old("canary-3", "/adapters/clair/list/0") + "\n      plain: canary-4";
  const Resealed out = resealed(text);
  EXPECT_EQ(out.resealed, 3U);
  EXPECT_EQ(out.kept, 0U);
  EXPECT_EQ(without_seals(out.text.reveal()), without_seals(text));
  EXPECT_THAT(out.text.reveal(), Not(HasSubstr(keys_.id(1))));
  EXPECT_THAT(out.text.reveal(), HasSubstr("# ${SEALED:v1.0123abcd.old}"));
  const Config config = read(out.text);
  EXPECT_EQ(config.registry.password.reveal(), "canary-1");
  EXPECT_EQ(config.adapters.at("clair").reveal(),
            R"({"psk":"canary-2","list":["canary-3"],"plain":"canary-4"})");
}

TEST_F(ResealTest, WorksInJson) {
  const std::string text = "{\n\t\"adapters\" : {\"clair\":{ \"psk\":\"" + old("canary") +
                           "\" , \"n\": 1.50, \"u\":\"\\u00e4\"}}\n}\n";
  const Resealed out = resealed(text, ConfigFormat::kJson);
  EXPECT_EQ(out.resealed, 1U);
  EXPECT_EQ(without_seals(out.text.reveal()), without_seals(text));
  EXPECT_THAT(read(out.text, ConfigFormat::kJson).adapters.at("clair").reveal(),
              StartsWith(R"({"psk":"canary","n":1.50)"));
}

TEST_F(ResealTest, KeepsWhatIsUnderTheFirstKey) {
  const std::string text = "adapters: {clair: {psk: '" + keys_.seal("canary", kPlace, 0) +
                           "', b: '" + old("x", "/adapters/clair/b") + "'}}";
  const Resealed once = resealed(text);
  EXPECT_EQ(once.resealed, 1U);
  EXPECT_EQ(once.kept, 1U);
  const Resealed twice = resealed(once.text.reveal());
  EXPECT_EQ(twice.resealed, 0U);
  EXPECT_EQ(twice.kept, 2U);
  EXPECT_EQ(twice.text.reveal(), once.text.reveal());
}

TEST_F(ResealTest, TextsWithoutSecretsStayAsTheyAre) {
  for (const std::string text : {"", "# nothing\n", "scanner: ${ENV:S}\nother: $${SEALED:x}\n"}) {
    const Resealed out = resealed(text);
    EXPECT_EQ(out.resealed + out.kept, 0U);
    EXPECT_EQ(out.text.reveal(), text);
  }
}

TEST_F(ResealTest, NamesEverythingThatDoesNotOpen) {
  const SealingKeys other;
  const std::string lines =
      refusal("adapters:\n  clair:\n    psk: '" + old("canary", "/adapters/clair/other") +
              "'\n    b: '" + other.seal("canary", "/adapters/clair/b") + "'\n    c: 'x" +
              old("canary", "/adapters/clair/c") + "'\n    d: '${SEALED:canary}'\n    e: '" +
              keys_.seal("canary", "/e", 0) + "'\n");
  EXPECT_THAT(lines, StartsWith("f:3: adapters.clair.psk: found ${SEALED:v1." + keys_.id(1) +
                                "...}, which cannot be resealed: the sealed secret was sealed for "
                                "another place"));
  EXPECT_THAT(lines, HasSubstr("\nf:4: adapters.clair.b: found ${SEALED:v1." + other.id() +
                               "...}, which cannot be resealed: the sealed secret needs the key"));
  EXPECT_THAT(lines, HasSubstr("\nf:5: adapters.clair.c: found a sealed secret with other text "
                               "around it; expected it to be the whole text of its key"));
  EXPECT_THAT(lines, HasSubstr("\nf:6: adapters.clair.d: found ${SEALED:...}, which cannot be "
                               "resealed: the sealed secret is malformed"));
  EXPECT_THAT(lines, HasSubstr("\nf:7: adapters.clair.e: found ${SEALED:v1." + keys_.id(0) +
                               "...}, which cannot be resealed: the sealed secret was sealed for"));
}

TEST_F(ResealTest, RefusesTheSameTextInTwoPlaces) {
  const std::string sealed = old("canary");
  EXPECT_THAT(
      refusal("adapters: {clair: {psk: '" + sealed + "', copy: '" + sealed + "'}}"),
      HasSubstr("adapters.clair.copy: found ${SEALED:v1." + keys_.id(1) +
                "...}, which cannot be resealed: the sealed secret was sealed for another"));
}

TEST_F(ResealTest, RefusesWhatItCannotFindInTheText) {
  const std::string sealed = old("canary");
  const std::string sentence = "found ${SEALED:v1." + keys_.id(1) +
                               "...} written with escapes or over several lines; expected it in "
                               "one piece";
  EXPECT_EQ(refusal("adapters:\n  clair:\n    psk: \"\\u0024" + sealed.substr(1) + "\"\n"),
            "f:3: adapters.clair.psk: " + sentence);
  EXPECT_EQ(refusal("adapters:\n  clair:\n    psk: \"" + sealed.substr(0, 30) + "\\\n      " +
                    sealed.substr(30) + "\"\n"),
            "f:3: adapters.clair.psk: " + sentence);
  EXPECT_EQ(refusal(R"({"adapters":{"clair":{"psk":"\u0024)" + sealed.substr(1) + R"("}}})",
                    ConfigFormat::kJson),
            "f: /adapters/clair/psk: " + sentence);
}

TEST_F(ResealTest, RefusesWhereAnotherTextWouldChange) {
  const std::string sealed = old("canary");
  for (const std::string& other : {"'" + sealed + "': 1", "b: 'x $" + sealed + "'"}) {
    EXPECT_EQ(refusal("adapters: {clair: {psk: '" + sealed + "', " + other + "}}"),
              "f: found the text of a sealed secret also where it is no reference (in a key, or "
              "behind $$); remove it there")
        << other;
  }
}

TEST_F(ResealTest, CopiesInCommentsChangeToo) {
  const std::string sealed = old("canary");
  const Resealed out = resealed("# " + sealed + "\nadapters: {clair: {psk: '" + sealed + "'}}");
  EXPECT_THAT(out.text.reveal(), Not(HasSubstr(keys_.id(1))));
}

TEST_F(ResealTest, RefusesWhatCannotBeRead) {
  EXPECT_THAT(refusal("a: [\n"), HasSubstr("this is not YAML"));
  EXPECT_THAT(refusal("{", ConfigFormat::kJson), HasSubstr("this is not JSON"));
  EXPECT_THAT(refusal("a: &b " + old("canary")), HasSubstr("anchor"));
  EXPECT_THAT(refusal(std::string((4 << 20) + 1, ' ')), HasSubstr("more than 4 MiB"));
}

TEST_F(ResealTest, BeginningsThatNothingEndsArePassedOver) {
  std::string remark = "# ";
  for (int i = 0; i < 60'000; ++i) remark += "${SEALED:";
  const Resealed out = resealed(remark + "\nadapters: {clair: {psk: '" + old("canary") + "'}}\n");
  EXPECT_EQ(out.resealed, 1U);
  EXPECT_THAT(out.text.reveal(), StartsWith(remark + "\nadapters"));
  EXPECT_EQ(read(out.text).adapters.at("clair").reveal(), R"({"psk":"canary"})");
}

TEST_F(ResealTest, ReportsNoMoreThanAHundred) {
  std::string text = "a:\n";
  for (int i = 0; i < 150; ++i) text += "  - '${SEALED:canary}'\n";
  const std::string lines = refusal(text);
  EXPECT_EQ(std::ranges::count(lines, '\n'), 100);
  EXPECT_THAT(lines, HasSubstr("there are more mistakes"));
}

}  // namespace
}  // namespace portside::config
