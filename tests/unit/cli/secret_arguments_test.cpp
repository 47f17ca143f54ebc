// SPDX-License-Identifier: Apache-2.0
#include "cli/secret_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <variant>
#include <vector>

#include "parsed_words.hpp"

namespace portside::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SecretArguments, NewKeyGoesToStandardOutputUnlessAFileIsNamed) {
  EXPECT_EQ(command<NewKeyCommand>({"secret", "new-key"}).output, "");
  EXPECT_EQ(command<NewKeyCommand>({"secret", "new-key", "-o", "k"}).output, here("k"));
}

TEST(SecretArguments, SealTakesAPlaceInEitherForm) {
  EXPECT_EQ(command<SealCommand>({"secret", "seal", "adapters.clair.psk"}).place,
            "/adapters/clair/psk");
  EXPECT_EQ(command<SealCommand>({"secret", "seal", "/adapters/a.b@c/psk"}).place,
            "/adapters/a.b@c/psk");
  EXPECT_EQ(command<SealCommand>({"secret", "seal", "adapters.\"a.b\".x[1]"}).place,
            "/adapters/a.b/x/1");
  EXPECT_THAT(command<SealCommand>({"secret", "seal", "a"}).key_files, IsEmpty());
}

TEST(SecretArguments, KeyFilesKeepTheirOrder) {
  const auto seal = command<SealCommand>(
      {"secret", "seal", "--key-file", "new", "--key-file", "/old", "registry.password"});
  EXPECT_THAT(seal.key_files, ElementsAre(here("new"), "/old"));
  const auto rekey = command<RekeyCommand>({"secret", "rekey", "p.yaml", "--key-file", "/k"});
  EXPECT_EQ(rekey.file, here("p.yaml"));
  EXPECT_THAT(rekey.key_files, ElementsAre("/k"));
}

TEST(SecretArguments, WrongOnesAreNamed) {
  const std::vector<std::vector<const char*>> wrong = {{"secret"},
                                                       {"secret", "seal"},
                                                       {"secret", "rekey"},
                                                       {"secret", "seal", "a..b"},
                                                       {"secret", "seal", "a", "b"},
                                                       {"secret", "new-key", "x"},
                                                       {"secret", "open"}};
  for (const auto& words : wrong) {
    refusal(words);
  }
  EXPECT_THAT(std::get<EarlyExit>(parse({"secret", "seal", "a b"})).text,
              HasSubstr("\"a b\" is no place in a configuration; expected adapters.clair.psk"));
}

TEST(SecretArguments, HelpSaysWhatBecomesOfALineEnd) {
  EXPECT_THAT(std::get<EarlyExit>(parse({"secret", "seal", "--help"})).text,
              HasSubstr("A line end at its end is left out"));
}

}  // namespace
}  // namespace portside::cli
