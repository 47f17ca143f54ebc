// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <sstream>

#include "cli/commands.hpp"
#include "parsed_words.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

using ::testing::HasSubstr;

TEST(NewPlugin, TheFolderIsNamedLikeThePlugin) {
  const NewPluginCommand made =
      command<NewPluginCommand>({"plugins", "new", "acme", "--kind", "scanner"});
  EXPECT_EQ(made.name, "acme");
  EXPECT_EQ(made.kind, "scanner");
  EXPECT_EQ(made.dir, std::filesystem::current_path() / "acme");
  EXPECT_EQ(
      command<NewPluginCommand>({"plugins", "new", "acme", "--kind", "processor", "--dir", "/p/q/"})
          .dir,
      "/p/q");
}

TEST(NewPlugin, WrongArgumentsAreUsageErrors) {
  const std::vector<std::pair<std::vector<const char*>, std::string>> wrong = {
      {{"plugins", "new", "acme"}, "--kind"},
      {{"plugins", "new", "--kind", "scanner"}, "NAME"},
      {{"plugins", "new", "acme", "--kind", "printer"}, "printer"},
      {{"plugins", "new", "Acme", "--kind", "scanner"}, "'Acme' is not a plugin name"},
      {{"plugins", "new", "test", "--kind", "scanner"}, "CMake's own targets"}};
  for (const auto& [words, expected] : wrong) {
    const auto exit = std::get<EarlyExit>(parse(words));
    EXPECT_EQ(exit.code, ExitCode::kUsage);
    EXPECT_THAT(exit.text, HasSubstr(expected));
  }
}

class RunNewPlugin : public ::testing::Test {
 protected:
  std::string run_with(const std::string& dir, const Program& program) {
    std::ostringstream out;
    std::ostringstream error;
    EXPECT_EQ(run(NewPluginCommand{"acme", "scanner", dir}, program, {out, error, false}),
              ExitCode::kFine);
    return out.str();
  }

  const testing::TempFolder folder_;
};

TEST_F(RunNewPlugin, SaysWhatToDoNext) {
  const std::string dir = folder_ / "acme";
  EXPECT_EQ(run_with(dir, {}), "Made the scanner plugin acme. Next:\n  cd " + dir +
                                   "\n  cmake -B build && cmake --build build\n"
                                   "  ctest --test-dir build --output-on-failure\n");
  EXPECT_TRUE(std::filesystem::exists(dir + "/CMakeLists.txt"));
}

TEST_F(RunNewPlugin, NamesThePrefixThatCMakeWouldNotFind) {
  EXPECT_THAT(run_with(folder_ / "acme", {"", "/opt/portside"}),
              HasSubstr("cmake -B build -DCMAKE_PREFIX_PATH=/opt/portside && "));
}

TEST_F(RunNewPlugin, QuotesForTheShell) {
  EXPECT_THAT(run_with(folder_ / "it's here", {}),
              HasSubstr("  cd '" + (folder_ / "it'\\''s here") + "'\n"));
}

}  // namespace
}  // namespace portside::cli
