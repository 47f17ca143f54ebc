// SPDX-License-Identifier: Apache-2.0
//
// What a damaged note is refused for stands in damages.hpp; here is what has to be accepted, and
// other hosts.
#include "loader/handshake.hpp"

#include <gtest/gtest.h>

#include "judge_fixtures.hpp"

namespace portside::testing {
namespace {

using loader::check_note;
using loader::describe_note;
using loader::HostAbi;

abi::PluginNote good_note() {
  return ElfPatcher(good_plugin()).note();
}

void set_kind(abi::KindNote& kind, const char* name, std::uint16_t revision) {
  set_text(kind.kind, name);
  kind.interface_revision = revision;
}

TEST(HostAbi, OfThisBuildIsWhatTheHeadersSay) {
  const HostAbi host = HostAbi::of_this_build();
  EXPECT_EQ(host.major, abi::kMajor);
  EXPECT_EQ(host.minor, abi::kMinor);
  EXPECT_EQ(host.layout, abi::layout_fingerprint());
  EXPECT_EQ(host.flags, abi::build_flags());
  EXPECT_EQ(host.stdlib, abi::stdlib_tag());
  EXPECT_EQ(host.scanner_revision, abi::kScannerRevision);
  EXPECT_EQ(host.processor_revision, abi::kProcessorRevision);
}

TEST(CheckNote, AcceptsAGoodPlugin) {
  EXPECT_EQ(check_note(good_note(), plain_host()), std::nullopt);
}

TEST(CheckNote, AcceptsAPlainPluginInAHostWithSanitizers) {
  HostAbi host = plain_host();
  host.flags = abi::kAddressSanitizer | abi::kThreadSanitizer;
  EXPECT_EQ(check_note(good_note(), host), std::nullopt);
}

TEST(CheckNote, AcceptsThePluginOfTheSameSanitizer) {
  abi::PluginNote note = good_note();
  note.flags = abi::kAddressSanitizer;
  HostAbi host = plain_host();
  host.flags = abi::kAddressSanitizer;
  EXPECT_EQ(check_note(note, host), std::nullopt);
  host.flags = abi::kThreadSanitizer;
  EXPECT_THAT(check_note(note, host),
              RefusedFor(PluginReason::kSanitizerMismatch, "AddressSanitizer"));
}

TEST(CheckNote, RefusesMissingFeaturesWhateverTheHostHas) {
  abi::PluginNote note = good_note();
  note.flags = abi::kNoRtti;
  HostAbi host = plain_host();
  host.flags = abi::kNoRtti;
  EXPECT_THAT(check_note(note, host), RefusedFor(PluginReason::kBuildFlags, "-fno-rtti"));
}

TEST(CheckNote, AcceptsAnOlderMinorVersion) {
  HostAbi host = plain_host();
  host.minor = 4;
  abi::PluginNote note = good_note();
  for (std::uint16_t minor = 0; minor <= 4; ++minor) {
    note.abi_minor = minor;
    EXPECT_EQ(check_note(note, host), std::nullopt) << minor;
  }
  note.abi_minor = 5;
  EXPECT_THAT(
      check_note(note, host),
      RefusedFor(PluginReason::kAbiMismatch, "this host has " + std::to_string(host.major) + ".4"));
}

TEST(CheckNote, ComparesRevisionsWithTheHost) {
  HostAbi host = plain_host();
  host.scanner_revision = 3;
  EXPECT_THAT(check_note(good_note(), host),
              RefusedFor(PluginReason::kAbiMismatch, "this host calls revision 3"));
}

TEST(CheckNote, AcceptsUnknownKindsBesideAKnownOne) {
  abi::PluginNote note = good_note();
  set_kind(note.kinds[0], "auditor", 99);
  note.kinds[0].thread_model = 77;
  set_kind(note.kinds[1], "processor", 1);
  EXPECT_EQ(check_note(note, plain_host()), std::nullopt);
  EXPECT_THAT(describe_note(note).kinds, ::testing::ElementsAre("processor"));
}

TEST(CheckNote, AcceptsFourKinds) {
  abi::PluginNote note = good_note();
  set_kind(note.kinds[1], "processor", 1);
  set_kind(note.kinds[2], "later-1", 1);
  set_kind(note.kinds[3], "later-2", 1);
  EXPECT_EQ(check_note(note, plain_host()), std::nullopt);
  EXPECT_THAT(describe_note(note).kinds, ::testing::ElementsAre("scanner", "processor"));
}

TEST(CheckNote, AcceptsTheLongestName) {
  abi::PluginNote note = good_note();
  set_text(note.name, "0" + std::string(50, '-') + "._" + std::string(10, 'z'));
  EXPECT_EQ(check_note(note, plain_host()), std::nullopt);
}

TEST(CheckNote, NamesTheFirstDifferenceOnly) {
  abi::PluginNote note = good_note();
  note.abi_major = 9;
  note.layout_low ^= 1U;
  set_text(note.stdlib, "libc++-1");
  EXPECT_THAT(check_note(note, plain_host()), RefusedFor(PluginReason::kAbiMismatch, "ABI 9."));
  note.abi_major = abi::kMajor;
  EXPECT_THAT(check_note(note, plain_host()),
              RefusedFor(PluginReason::kStdlibMismatch, "libc++-1"));
}

TEST(CheckNote, ShowsBothLayouts) {
  abi::PluginNote note = good_note();
  note.layout_high = 0x00000012;
  note.layout_low = 0xabcdef00;
  HostAbi host = plain_host();
  host.layout = 0x1;
  EXPECT_THAT(check_note(note, host),
              RefusedFor(PluginReason::kAbiMismatch,
                         "(layout 00000012abcdef00, this host 0000000000000001)"));
}

TEST(DescribeNote, GivesAllTexts) {
  const PluginInfo info = describe_note(good_note());
  EXPECT_EQ(info.name, "judged");
  EXPECT_EQ(info.version, "1.2.3");
  EXPECT_EQ(info.vendor, "Acme");
  EXPECT_EQ(info.license, "Apache-2.0");
  EXPECT_EQ(info.summary, "a plugin to be judged");
  EXPECT_EQ(info.sdk_version, abi::kSdkVersion);
  EXPECT_THAT(info.toolchain, ::testing::HasSubstr("g++ "));
  EXPECT_THAT(info.kinds, ::testing::ElementsAre("scanner"));
  EXPECT_EQ(info.path, "");
}

TEST(DescribeNote, CutsSpacesAtTheEndOfTheToolchain) {
  abi::PluginNote note = good_note();
  set_text(note.toolchain, "clang++ 14.0.6 ");
  EXPECT_EQ(describe_note(note).toolchain, "clang++ 14.0.6");
  set_text(note.toolchain, "  ");
  EXPECT_EQ(describe_note(note).toolchain, "");
}

TEST(DescribeNote, CutsTextsWithoutEnd) {
  abi::PluginNote note = good_note();
  set_text(note.name, std::string(64, 'n'));
  EXPECT_EQ(describe_note(note).name, std::string(64, 'n'));
}

TEST(DescribeNote, ReplacesWhatCannotBeShown) {
  abi::PluginNote note = good_note();
  set_text(note.vendor, "Ac\x1b[31mme\xff");
  set_text(note.summary, "line\nline");
  const PluginInfo info = describe_note(note);
  EXPECT_EQ(info.vendor, "Ac?[31mme?");
  EXPECT_EQ(info.summary, "line?line");
}

}  // namespace
}  // namespace portside::testing
