// SPDX-License-Identifier: Apache-2.0
//
// Nobody changes a header of the plugin boundary without thinking of the ABI version: the text of
// all of them, without comments and white space, is hashed and compared with the last line of
// abi_revisions.txt.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "portside/api/abi.hpp"
#include "source_text.hpp"

namespace portside::testing {
namespace {

namespace fs = std::filesystem;

struct Revision {
  int major = 0;
  int minor = 0;
  std::string hash;
  std::pair<int, int> version() const { return {major, minor}; }
};

std::string hash_of_headers() {
  std::vector<fs::path> headers;
  for (const auto& entry : fs::directory_iterator(PORTSIDE_API_HEADERS)) {
    if (entry.path().extension() == ".hpp") headers.push_back(entry.path());
  }
  std::sort(headers.begin(), headers.end());
  std::string text;
  for (const fs::path& header : headers) {
    text += header.filename().string() + '\n' + stripped_source(read_file(header.string())) + '\n';
  }
  return fnv1a(text);
}

std::vector<Revision> recorded_revisions() {
  std::vector<Revision> revisions;
  std::istringstream lines(read_file(PORTSIDE_ABI_REVISIONS));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    Revision revision;
    char dot = '\0';
    std::istringstream words(line);
    words >> revision.major >> dot >> revision.minor >> revision.hash;
    EXPECT_TRUE(words && dot == '.' && revision.hash.size() == 16) << "malformed line: " << line;
    revisions.push_back(revision);
  }
  return revisions;
}

TEST(AbiRevision, WasConsideredWhenAHeaderChanged) {
  const std::vector<Revision> revisions = recorded_revisions();
  ASSERT_FALSE(revisions.empty());
  const std::string hash = hash_of_headers();
  const std::string line =
      std::to_string(abi::kMajor) + "." + std::to_string(abi::kMinor) + " " + hash;
  EXPECT_EQ(revisions.back().hash, hash) << "The code in include/portside/api changed.\n"
                                            "1. If what crosses the plugin boundary changed (a "
                                            "type, a virtual method, what an inline\n"
                                            "   function does), raise kMajor in abi.hpp; if a "
                                            "class that the host implements grew at its\n"
                                            "   end, raise kMinor. Run this test again.\n"
                                            "2. Add this line to "
                                         << PORTSIDE_ABI_REVISIONS << ":\n   " << line;
  EXPECT_EQ(revisions.back().version(), std::pair(int{abi::kMajor}, int{abi::kMinor}))
      << "The last line of " << PORTSIDE_ABI_REVISIONS
      << " must be of the version in abi.hpp: " << line;
}

TEST(AbiRevision, NeverGoesDown) {
  const std::vector<Revision> revisions = recorded_revisions();
  EXPECT_TRUE(std::is_sorted(
      revisions.begin(), revisions.end(),
      [](const Revision& a, const Revision& b) { return a.version() < b.version(); }));
}

}  // namespace
}  // namespace portside::testing
