// SPDX-License-Identifier: Apache-2.0
// `portside secret` as a person or a script uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

using Result = testing::ProgramResult;

class SecretProgram : public ::testing::Test {
 protected:
  /// Nothing that anybody runs here may show the secret.
  static Result run(const std::string& arguments, const std::string& environment = "",
                    const std::string& input = "canary") {
    Result result = testing::run_program(
        "(printf '%s' '" + input + "' | env -u PORTSIDE_SEALING_KEY -u PORTSIDE_SEALING_KEY_FILE " +
        environment + " " PORTSIDE_PROGRAM " " + arguments + ")");
    EXPECT_THAT(result.output, Not(HasSubstr("canary"))) << arguments;
    return result;
  }

  /// A new key in a file of its own.
  std::string key_file(const std::string& name) {
    const Result made = run("secret new-key -o " + (folder_ / name));
    EXPECT_EQ(made.code, 0) << made.output;
    return folder_ / name;
  }

  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// `${SEALED:...}` for a place.
  std::string seal(const std::string& place, const std::string& key,
                   const std::string& plain = "canary") {
    const Result sealed =
        run("secret seal " + place + " --key-file " + key + " 2>" + (folder_ / "said"), "", plain);
    EXPECT_EQ(sealed.code, 0) << sealed.output << content(folder_ / "said");
    return sealed.output.substr(0, sealed.output.find('\n'));
  }

  static Result check(const std::string& file, const std::string& environment) {
    return run("config check --no-plugins " + file, environment);
  }

  testing::TempFolder folder_;
};

TEST_F(SecretProgram, SealsWhatTheConfigurationThenHolds) {
  const std::string key = key_file("key");
  const std::string sealed = seal("adapters.clair.psk", key);
  EXPECT_THAT(sealed, MatchesRegex("\\$\\{SEALED:v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]+\\}"));
  EXPECT_THAT(content(folder_ / "said"),
              MatchesRegex("sealed for /adapters/clair/psk with the key [0-9a-f]{8}\n"));
  const std::string file =
      folder_.write("p.yaml", "adapters:\n  clair:\n    psk: " + sealed + "\n");
  EXPECT_EQ(check(file, "PORTSIDE_SEALING_KEY_FILE=" + key).code, 0);
  EXPECT_EQ(check(file, "PORTSIDE_SEALING_KEY=" + content(key).substr(0, 44)).code, 0);

  folder_.write("p.yaml", "adapters:\n  clair:\n    token: " + sealed + "\n");
  const Result moved = check(file, "PORTSIDE_SEALING_KEY_FILE=" + key);
  EXPECT_EQ(moved.code, 5);
  EXPECT_THAT(moved.output,
              StartsWith(file + ":3: adapters.clair.token: found " + sealed.substr(0, 20) +
                         "...}, which cannot be resolved: the sealed secret was "
                         "sealed for another place, or was changed since"));
}

// A URL does not end with a line end or a space.
TEST_F(SecretProgram, LeavesOneLineEndOutAndKeepsTheRest) {
  const std::string key = key_file("key");
  const auto check_host = [&](const std::string& plain) {
    const std::string file =
        folder_.write("p.yaml", "registry: {url: \"" + seal("registry.url", key, plain) + "\"}\n");
    return check(file, "PORTSIDE_SEALING_KEY_FILE=" + key).code;
  };
  EXPECT_EQ(check_host("https://r.example"), 0);
  EXPECT_EQ(check_host("https://r.example\n"), 0);
  EXPECT_EQ(check_host("https://r.example\n\n"), 5);
  EXPECT_EQ(check_host("https://r.example "), 5);
}

TEST_F(SecretProgram, NewKeysAreForTheirOwnerAndOverwriteNothing) {
  const std::string key = key_file("key");
  EXPECT_EQ(fs::status(key).permissions(), fs::perms(0600));
  EXPECT_THAT(content(key), MatchesRegex("[A-Za-z0-9+/]{43}=\n"));
  const std::string before = content(key);
  const Result again = run("secret new-key -o " + key);
  EXPECT_EQ(again.code, 1);
  EXPECT_EQ(again.output, "portside: " + key + ": exists already; expected a new name\n");
  EXPECT_EQ(content(key), before);
  const Result printed = run("secret new-key");
  EXPECT_THAT(printed.output, MatchesRegex("[A-Za-z0-9+/]{43}=\n"));
  EXPECT_NE(printed.output, before);
  const Result other = run("secret new-key -o " + (folder_ / "other"));
  EXPECT_THAT(other.output, AllOf(StartsWith((folder_ / "other") + ": a new key, "),
                                  Not(HasSubstr(content(folder_ / "other").substr(0, 43)))));
}

TEST_F(SecretProgram, NeedsAKey) {
  const Result none = run("secret seal a.b");
  EXPECT_EQ(none.code, 1);
  EXPECT_EQ(none.output,
            "portside: no sealing key was given; expected --key-file FILE, or "
            "PORTSIDE_SEALING_KEY_FILE (its path) in the environment\n");
  const std::string key = key_file("key");
  const std::string file = folder_.write(
      "p.yaml", "adapters: {clair: {psk: '" + seal("adapters.clair.psk", key) + "'}}\n");
  EXPECT_THAT(check(file, "").output,
              HasSubstr("...}, which cannot be resolved: the environment names no sealing key; "
                        "expected PORTSIDE_SEALING_KEY_FILE (the path of a key file) or "
                        "PORTSIDE_SEALING_KEY (the key)\n"));
  const Result both =
      run("secret seal a.b", "PORTSIDE_SEALING_KEY=x PORTSIDE_SEALING_KEY_FILE=" + key);
  EXPECT_EQ(both.code, 1);
  EXPECT_THAT(both.output, HasSubstr("expected one of them"));
  EXPECT_THAT(run("secret seal a.b", "PORTSIDE_SEALING_KEY=canary").output,
              HasSubstr("PORTSIDE_SEALING_KEY: line 1 is no sealing key; expected 32 bytes"));
}

TEST_F(SecretProgram, RefusesAKeyFileThatOthersCanRead) {
  const std::string key = key_file("key");
  fs::permissions(key, fs::perms(0644));
  const std::string sentence = key +
                               ": the key file is open to others than its owner (mode 0644); "
                               "expected mode 0600: chmod 600 " +
                               key + "\n";
  EXPECT_EQ(run("secret seal a.b --key-file " + key).output, "portside: " + sentence);
  EXPECT_EQ(run("secret seal a.b", "PORTSIDE_SEALING_KEY_FILE=" + key).output,
            "portside: " + sentence);
}

TEST_F(SecretProgram, RefusesAnEmptySecret) {
  const Result empty = run("secret seal a.b --key-file " + key_file("key"), "", "");
  EXPECT_EQ(empty.code, 1);
  EXPECT_EQ(empty.output, "portside: standard input holds nothing; expected the secret\n");
}

/// A configuration with two secrets under an old key.
class RekeyProgram : public SecretProgram {
 protected:
  void SetUp() override {
    old_ = key_file("old");
    new_ = key_file("new");
    text_ = "# begin\nregistry: {url: 'https://r.example', user: u, password: '" +
            seal("registry.password", old_) +
            "'}   # behind\n\nadapters:\n  a.b@c:\n    list: [x,\n" + "      \"" +
            seal("/adapters/a.b@c/list/1", old_) + "\"]\n";
    file_ = folder_.write("p.yaml", text_);
    fs::permissions(file_, fs::perms(0640));
  }

  Result rekey(const std::string& options) { return run("secret rekey " + file_ + options); }
  std::string both() const { return " --key-file " + new_ + " --key-file " + old_; }
  void expect_untouched() const {
    EXPECT_EQ(content(file_), text_);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()),
              files_);
  }

  std::string old_, new_, text_, file_;
  // Two keys, the configuration, and what `seal` said.
  const std::ptrdiff_t files_ = 4;
};

TEST_F(RekeyProgram, PutsAllSecretsUnderTheFirstKey) {
  const Result done = rekey(both());
  EXPECT_EQ(done.code, 0) << done.output;
  EXPECT_THAT(done.output, MatchesRegex(".*p\\.yaml: 2 of 2 sealed secrets resealed with the key "
                                        "[0-9a-f]{8}\n"));
  EXPECT_EQ(check(file_, "PORTSIDE_SEALING_KEY_FILE=" + new_).code, 0);
  EXPECT_EQ(check(file_, "PORTSIDE_SEALING_KEY_FILE=" + old_).code, 5);
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms(0640));

  const std::string after = content(file_);
  EXPECT_EQ(after.size(), text_.size());
  for (const char* kept : {"# begin\n", "'}   # behind\n\nadapters:\n", "list: [x,\n      \"$"}) {
    EXPECT_THAT(after, HasSubstr(kept));
  }
  EXPECT_THAT(rekey(both()).output, HasSubstr(": 0 of 2 sealed secrets resealed"));
  EXPECT_EQ(content(file_), after);
}

TEST_F(RekeyProgram, TakesBothKeysFromOneFileToo) {
  const std::string keys = folder_.write("keys", "# new\n" + content(new_) + content(old_));
  fs::permissions(keys, fs::perms(0600));
  EXPECT_EQ(check(file_, "PORTSIDE_SEALING_KEY_FILE=" + keys).code, 0) << "before";
  EXPECT_EQ(run("secret rekey " + file_, "PORTSIDE_SEALING_KEY_FILE=" + keys).code, 0);
  EXPECT_EQ(check(file_, "PORTSIDE_SEALING_KEY_FILE=" + new_).code, 0);
}

TEST_F(RekeyProgram, WithoutTheOldKeyChangesNothing) {
  const Result refused = rekey(" --key-file " + new_);
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.output,
              AllOf(StartsWith("portside: " + file_ + ":2: registry.password: found ${SEALED:v1."),
                    HasSubstr("...}, which cannot be resealed: the sealed secret needs the key "),
                    HasSubstr("\n" + file_ + ":7: adapters.\"a.b@c\".list[1]: found ")));
  expect_untouched();
}

TEST_F(RekeyProgram, WithOneSecretInAWrongPlaceChangesNothing) {
  const std::string moved = seal("registry.url", old_);
  text_ += "    moved: '" + moved + "'\n";
  folder_.write("p.yaml", text_);
  const Result refused = rekey(both());
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.output, "portside: " + file_ + ":8: adapters.\"a.b@c\".moved: found " +
                                moved.substr(0, 20) +
                                "...}, which cannot be resealed: the sealed secret was sealed for "
                                "another place, or was changed since; expected the text that was "
                                "sealed for this place\n");
  expect_untouched();
}

TEST_F(RekeyProgram, SaysWhenThereIsNothingToDo) {
  folder_.write("p.yaml", "scanner: x\n");
  EXPECT_EQ(rekey(both()).output, file_ + ": no sealed secrets\n");
  EXPECT_THAT(run("secret rekey /nowhere.yaml" + both()).output,
              HasSubstr("/nowhere.yaml: the configuration cannot be read"));
}

}  // namespace
}  // namespace portside::cli
