// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "error_of.hpp"
#include "feeds/changelog.hpp"
#include "feeds/changelog_feed.hpp"
#include "packed_files.hpp"
#include "recorded_feed.hpp"
#include "temp_folder.hpp"

namespace portside::feeds {
namespace {

using testing::deb_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::packed;
using testing::Packing;
using ::testing::StartsWith;

constexpr const char* kChangelog = R"(lib (2.0-1) unstable; urgency=medium

  * New release. Fixes CVE-2024-1000.
  * Mentions CVE-2023-1000 again.

 -- A <a@example.org>  Mon, 01 Jan 2024 00:00:00 +0000

lib (1.0-2) bookworm-security; urgency=high

  * CVE-2023-1000,   CVE-2023-2000: the
    overflow.

 -- A <a@example.org>  Sun, 01 Jan 2023 00:00:00 +0000

oldlib (1:0.9) unstable stable; urgency=low

  * No id: CVE-2020-XXXX
  * CVE-2020-3000 closed
)";

/// `PACKAGE VERSION ID`.
std::vector<std::string> named(const std::string& text) {
  std::vector<std::string> all;
  read_changelog(text, [&](const ChangelogLine& line) {
    all.push_back(std::string(line.source_package) + ' ' + std::string(line.version) + ' ' +
                  std::string(line.id));
  });
  return all;
}

/// What a feed says to the reader of OSV records.
RecordedFeed read_back(const ChangelogFeed& feed) {
  std::ostringstream out;
  feed.write(out, "Debian:12", 1'704'067'200'000);
  RecordedFeed read;
  EXPECT_EQ(read_text(out.str(), read), Format::kOsv);
  return read;
}

TEST(Changelog, NamesIssuesUnderTheirEntries) {
  EXPECT_THAT(named(kChangelog), ElementsAre("lib 2.0-1 CVE-2024-1000", "lib 2.0-1 CVE-2023-1000",
                                             "lib 1.0-2 CVE-2023-1000", "lib 1.0-2 CVE-2023-2000",
                                             "oldlib 1:0.9 CVE-2020-3000"));
}

TEST(Changelog, ABackportHasWhatIsBelowItsEntry) {
  const auto entry = [](const std::string& head, const std::string& line) {
    return head + " stable; urgency=low\n\n  * " + line + "\n\n";
  };
  const std::string text =
      entry("demo (1.0-4~deb12u1)", "Rebuild.") + entry("demo (1.0-4)", "CVE-2024-0002") +
      entry("demo (1.0-3)", "CVE-2024-0001") + entry("older (1.0-9)", "CVE-2024-0003");
  std::vector<std::string> found;
  read_changelog(text, [&](const ChangelogLine& line) {
    found.push_back(std::string(line.id) + ' ' + std::string(line.version));
  });
  EXPECT_THAT(found, ElementsAre("CVE-2024-0002 1.0-4~deb12u1", "CVE-2024-0001 1.0-3",
                                 "CVE-2024-0003 1.0-9"));
}

TEST(Changelog, LinesBeforeTheFirstEntryCountForNothing) {
  EXPECT_THAT(named("CVE-2024-1000\n\n"), IsEmpty());
  for (const char* head :
       {" lib (1) x; urgency=low", "lib(1) x; urgency=low", "lib (1) x; priority=low",
        "lib (1); urgency=low", "lib () x; urgency=low", "l b (1) x; urgency=low",
        "lib (1 2) x; urgency=low"}) {
    EXPECT_THAT(named(std::string(head) + "\n CVE-2024-1000\n"), IsEmpty()) << head;
  }
}

TEST(ChangelogFeed, TheOldestEntryIsTheFix) {
  ChangelogFeed feed;
  feed.add(kChangelog);
  EXPECT_EQ(feed.fixes(), 4U);
  EXPECT_EQ(feed.source_packages(), 2U);
  const RecordedFeed read = read_back(feed);
  EXPECT_THAT(read.lines, ElementsAre("CVE-2020-3000 Debian:12 oldlib [,1:0.9) fixed",
                                      "CVE-2023-1000 Debian:12 lib [,1.0-2) fixed",
                                      "CVE-2023-2000 Debian:12 lib [,1.0-2) fixed",
                                      "CVE-2024-1000 Debian:12 lib [,2.0-1) fixed"));
  EXPECT_THAT(read.sources, ElementsAre(Source::kDebianChangelogs));
  EXPECT_EQ(read.advisories[1].title, "CVE-2023-1000, CVE-2023-2000: the");
  EXPECT_EQ(read.advisories[1].affected[0].severity, Severity::kUnknown);
  EXPECT_THAT(read.times, ::testing::Each(1'704'067'200'000));
}

// Debian cuts changelogs: of one source the packages may go back to different ages.
TEST(ChangelogFeed, AnOlderEntryInAnotherPackageCounts) {
  const std::string newer = "lib (1.10-1) x; urgency=low\n  * CVE-2024-1000\n";
  const std::string older = "lib (1.9-1) x; urgency=low\n  * CVE-2024-1000\n";
  for (const bool newer_first : {true, false}) {
    ChangelogFeed feed;
    feed.add(newer_first ? newer : older);
    feed.add(newer_first ? older : newer);
    EXPECT_THAT(read_back(feed).lines, ElementsAre("CVE-2024-1000 Debian:12 lib [,1.9-1) fixed"));
  }
}

TEST(ChangelogFeed, WritesTheSameBytesInAnyOrder) {
  const std::string other = "alib (1) x; urgency=low\n  * CVE-2024-1000 \xff\n";
  std::ostringstream first;
  std::ostringstream second;
  ChangelogFeed one;
  one.add(kChangelog);
  one.add(other);
  one.write(first, "Debian:12", 0);
  ChangelogFeed two;
  two.add(other);
  two.add(kChangelog);
  two.write(second, "Debian:12", 0);
  EXPECT_EQ(first.str(), second.str());
  EXPECT_THAT(first.str(), HasSubstr("\xEF\xBF\xBD"));  // what was no UTF-8
  EXPECT_EQ(read_back(one).advisories.back().affected.size(), 2U);
}

TEST(ChangelogFeed, OfNothingIsEmpty) {
  EXPECT_THAT(read_back(ChangelogFeed()).lines, IsEmpty());
  std::ostringstream closed;
  closed.setstate(std::ios::failbit);
  EXPECT_EQ(testing::code_of([&] { ChangelogFeed().write(closed, "Debian:12", 0); }),
            ErrorCode::kIo);
}

class AddChangelogs : public ::testing::Test {
 protected:
  static std::string changelog(const std::string& package) {
    return packed(package + " (1) x; urgency=low\n  * CVE-2024-1000\n", Packing::kGzip);
  }
  std::vector<std::string> lines() const { return read_back(feed_).lines; }

  testing::TempFolder folder_;
  ChangelogFeed feed_;
};

TEST_F(AddChangelogs, FindsThemInPackages) {
  for (const Packing packing : {Packing::kNone, Packing::kGzip, Packing::kXz, Packing::kZstd}) {
    const std::string name = "p" + std::to_string(static_cast<int>(packing));
    folder_.write(name + ".deb",
                  deb_of({{"./usr/share/doc/p/copyright", "x"},
                          {"./usr/share/doc/p/changelog.gz", changelog("upstream")},
                          {"./usr/share/doc/p/changelog.Debian.gz", changelog(name)}},
                         packing));
  }
  folder_.write("other.txt", "x");
  const DebSummary summary = add_changelogs({folder_.path().string()}, feed_);
  EXPECT_EQ(summary.packages, 4U);
  EXPECT_EQ(summary.without_changelog, 0U);
  EXPECT_EQ(lines().size(), 4U);
  EXPECT_EQ(lines()[0], "CVE-2024-1000 Debian:12 p0 [,1) fixed");
}

TEST_F(AddChangelogs, ANativePackageHasOneOfAnotherName) {
  const std::string native =
      folder_.write("n.deb", deb_of({{"./usr/share/doc/n/changelog.gz", changelog("n")}}));
  const std::string none = folder_.write(
      "x.deb", deb_of({{"./usr/share/doc/x/changelog.Debian.gz", "-> ../n/changelog.gz"},
                       {"./usr/share/doc/x/changelog", "x"},
                       {"./usr/share/doc/x/y/changelog.gz", changelog("deep")},
                       {"./xusr/share/doc/x/changelog.gz", changelog("beside")}}));
  const DebSummary summary = add_changelogs({native, none}, feed_);
  EXPECT_EQ(summary.packages, 2U);
  EXPECT_EQ(summary.without_changelog, 1U);
  EXPECT_THAT(lines(), ElementsAre("CVE-2024-1000 Debian:12 n [,1) fixed"));
}

TEST_F(AddChangelogs, NamesWhatIsNoPackage) {
  const auto message = [&](const std::string& bytes) {
    const std::string path = folder_.write("p.deb", bytes);
    const AdapterError error = error_of([&] { add_changelogs({path}, feed_); });
    EXPECT_EQ(error.code, ErrorCode::kMalformedData);
    EXPECT_THAT(error.message, StartsWith(path + ": "));
    return error.message.substr(path.size() + 2);
  };
  EXPECT_THAT(message("no package"), StartsWith("cannot be unpacked: "));
  EXPECT_EQ(message(testing::ar_of({{"debian-binary", "2.0\n"}})),
            "is no Debian package: it has no data.tar");
  EXPECT_THAT(message(deb_of({{"usr/share/doc/p/changelog.gz", changelog("p").substr(0, 30)}})),
              StartsWith("cannot be unpacked: "));
  std::string cut = deb_of({{"usr/share/doc/p/changelog.gz", std::string(100'000, 'x')}});
  cut.resize(cut.size() - 60);
  EXPECT_THAT(message(cut), StartsWith("cannot be unpacked: "));
}

TEST_F(AddChangelogs, AFolderWithoutPackagesIsAMistake) {
  EXPECT_EQ(error_of([&] { add_changelogs({folder_.path().string()}, feed_); }).message,
            folder_.path().string() + ": holds no .deb files");
  EXPECT_EQ(error_of([&] { add_changelogs({folder_ / "none"}, feed_); }).code, ErrorCode::kIo);
}

}  // namespace
}  // namespace portside::feeds
