// SPDX-License-Identifier: Apache-2.0
#include "cli/secret_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <variant>
#include <vector>

namespace portside::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::variant<Command, EarlyExit> parse(std::vector<const char*> words) {
  words.insert(words.begin(), {"portside", "secret"});
  return parse_arguments(static_cast<int>(words.size()), words.data());
}

template <typename Chosen>
Chosen command(std::vector<const char*> words) {
  return std::get<Chosen>(std::get<Command>(parse(std::move(words))));
}

std::string here(const char* name) {
  return (std::filesystem::current_path() / name).string();
}

TEST(SecretArguments, NewKeyGoesToStandardOutputUnlessAFileIsNamed) {
  EXPECT_EQ(command<NewKeyCommand>({"new-key"}).output, "");
  EXPECT_EQ(command<NewKeyCommand>({"new-key", "-o", "k"}).output, here("k"));
}

TEST(SecretArguments, SealTakesAPlaceInEitherForm) {
  EXPECT_EQ(command<SealCommand>({"seal", "adapters.clair.psk"}).place, "/adapters/clair/psk");
  EXPECT_EQ(command<SealCommand>({"seal", "/adapters/a.b@c/psk"}).place, "/adapters/a.b@c/psk");
  EXPECT_EQ(command<SealCommand>({"seal", "adapters.\"a.b\".x[1]"}).place, "/adapters/a.b/x/1");
  EXPECT_THAT(command<SealCommand>({"seal", "a"}).key_files, IsEmpty());
}

TEST(SecretArguments, KeyFilesKeepTheirOrder) {
  const auto seal = command<SealCommand>(
      {"seal", "--key-file", "new", "--key-file", "/old", "registry.password"});
  EXPECT_THAT(seal.key_files, ElementsAre(here("new"), "/old"));
  const auto rekey = command<RekeyCommand>({"rekey", "p.yaml", "--key-file", "/k"});
  EXPECT_EQ(rekey.file, here("p.yaml"));
  EXPECT_THAT(rekey.key_files, ElementsAre("/k"));
}

TEST(SecretArguments, WrongOnesAreNamed) {
  const std::vector<std::vector<const char*>> wrong = {
      {}, {"seal"}, {"rekey"}, {"seal", "a..b"}, {"seal", "a", "b"}, {"new-key", "x"}, {"open"}};
  for (const auto& words : wrong) {
    EXPECT_EQ(std::get<EarlyExit>(parse(words)).code, ExitCode::kUsage);
  }
  EXPECT_THAT(std::get<EarlyExit>(parse({"seal", "a b"})).text,
              HasSubstr("\"a b\" is no place in a configuration; expected adapters.clair.psk"));
}

TEST(SecretArguments, HelpSaysWhatBecomesOfALineEnd) {
  EXPECT_THAT(std::get<EarlyExit>(parse({"seal", "--help"})).text,
              HasSubstr("A line end at its end is left out"));
}

}  // namespace
}  // namespace portside::cli
