// SPDX-License-Identifier: Apache-2.0
#include "loader/note_reader.hpp"

#include <gtest/gtest.h>

#include <set>

#include "damages.hpp"
#include "judge_fixtures.hpp"

namespace portside::testing {
namespace {

using loader::MemoryBytes;

/// The note of a file that has to be accepted.
abi::PluginNote note_of(const ElfPatcher& elf) {
  const auto note = loader::read_note(MemoryBytes(elf.bytes()));
  if (const auto* refusal = std::get_if<loader::Refusal>(&note)) {
    ADD_FAILURE() << refusal->sentence;
    return {};
  }
  return std::get<abi::PluginNote>(note);
}

void hide_note_segments(ElfPatcher& elf) {
  for (Elf64_Phdr& row : elf.segments()) {
    if (row.p_type == PT_NOTE) row.p_type = PT_NULL;
  }
}

TEST(ReadNote, GivesTheNoteOfAPlugin) {
  const abi::PluginNote note = note_of(good_plugin());
  EXPECT_STREQ(note.name, "judged");
  EXPECT_STREQ(note.version, "1.2.3");
  EXPECT_STREQ(note.vendor, "Acme");
  EXPECT_STREQ(note.kinds[0].kind, "scanner");
  EXPECT_EQ(note.size, sizeof(note));
}

class DamagedPlugin : public ::testing::TestWithParam<Damage> {};

TEST_P(DamagedPlugin, IsRefusedForTheTrueReason) {
  ElfPatcher elf = good_plugin();
  GetParam().apply(elf);
  EXPECT_THAT(judge_bytes(elf.bytes()), RefusedFor(GetParam().reason, GetParam().part));
}

INSTANTIATE_TEST_SUITE_P(Every, DamagedPlugin, ::testing::ValuesIn(all_damages()),
                         [](const auto& row) { return row.param.name; });

TEST(ReadNote, NamesTheBeginningOfWhatIsNotElf) {
  const std::string script = "#!/bin/sh\nexit 0\n";
  const MemoryBytes bytes(std::as_bytes(std::span(script)));
  const auto note = loader::read_note(bytes);
  ASSERT_TRUE(std::holds_alternative<loader::Refusal>(note));
  const auto& refusal = std::get<loader::Refusal>(note);
  EXPECT_EQ(refusal.reason, PluginReason::kNotElf);
  EXPECT_THAT(refusal.sentence, ::testing::HasSubstr("it begins with \"#!/bin/sh?exit 0\""));
}

TEST(ReadNote, AcceptsAFileWithoutItsSectionHeaders) {
  ElfPatcher elf = good_plugin();
  elf.truncate(elf.loaded_end());
  EXPECT_STREQ(note_of(elf).name, "judged");
}

TEST(ReadNote, DoesNotLookAtSectionHeadersWhenASegmentHasTheNote) {
  ElfPatcher elf = good_plugin();
  elf.header().e_shoff = UINT64_MAX;
  elf.header().e_shnum = UINT16_MAX;
  EXPECT_STREQ(note_of(elf).name, "judged");
}

TEST(ReadNote, FindsANoteThatOnlyTheSectionsName) {
  ElfPatcher elf = good_plugin();
  hide_note_segments(elf);
  EXPECT_STREQ(note_of(elf).name, "judged");
}

TEST(ReadNote, PassesOverBrokenNoteSections) {
  ElfPatcher elf = good_plugin();
  hide_note_segments(elf);
  elf.sections()[0].sh_type = SHT_NOTE;
  elf.sections()[0].sh_offset = UINT64_MAX - 3;
  elf.sections()[0].sh_size = 4000;
  EXPECT_STREQ(note_of(elf).name, "judged");
  elf.sections()[0].sh_size = 1 << 20;
  EXPECT_STREQ(note_of(elf).name, "judged");
}

TEST(ReadNote, RefusesTwoNotesInSections) {
  ElfPatcher elf = good_plugin();
  hide_note_segments(elf);
  const abi::ElfNote note = elf.elf_note();
  const std::uint64_t offset = append_loaded(elf, sizeof(note));
  elf.at<abi::ElfNote>(offset) = note;
  elf.sections()[0].sh_type = SHT_NOTE;
  elf.sections()[0].sh_offset = offset;
  elf.sections()[0].sh_size = sizeof(note);
  EXPECT_THAT(judge_bytes(elf.bytes()), RefusedFor(PluginReason::kDamaged, "two Portside notes"));
}

class BrokenSectionTable : public ::testing::TestWithParam<void (*)(Elf64_Ehdr&)> {};

TEST_P(BrokenSectionTable, LeavesAFileWithoutNoteSegmentNoPlugin) {
  ElfPatcher elf = good_plugin();
  hide_note_segments(elf);
  GetParam()(elf.header());
  EXPECT_THAT(judge_bytes(elf.bytes()),
              RefusedFor(PluginReason::kNotAPlugin, "it has no Portside note"));
}

INSTANTIATE_TEST_SUITE_P(
    Every, BrokenSectionTable,
    ::testing::Values([](Elf64_Ehdr& header) { header.e_shoff = UINT64_MAX - 64; },
                      [](Elf64_Ehdr& header) { header.e_shoff = UINT64_MAX; },
                      [](Elf64_Ehdr& header) { header.e_shentsize = 1; },
                      [](Elf64_Ehdr& header) { header.e_shnum = 0; },
                      [](Elf64_Ehdr& header) { header.e_shnum = UINT16_MAX; }));

TEST(ReadNote, AcceptsTheLongerNoteOfANewerMinorVersion) {
  ElfPatcher elf = good_plugin();
  abi::ElfNote note = elf.elf_note();
  set_text(elf.elf_note().owner, "formerly");
  note.body_size += 100;
  note.body.size += 100;
  const std::uint64_t offset = append_loaded(elf, sizeof(note) + 100);
  elf.at<abi::ElfNote>(offset) = note;
  Elf64_Phdr& segment = elf.segment(PT_NOTE);
  segment.p_offset = offset;
  segment.p_filesz = sizeof(note) + 100;
  EXPECT_STREQ(note_of(elf).name, "judged");
  EXPECT_EQ(judge_bytes(elf.bytes()), std::nullopt);
}

TEST(ReadNote, AcceptsASegmentThatIsListedTwice) {
  ElfPatcher elf = good_plugin();
  elf.segment(PT_GNU_STACK) = elf.segment(PT_NOTE);
  EXPECT_STREQ(note_of(elf).name, "judged");
}

TEST(ReadNote, AcceptsNotesThatArePaddedToEightBytes) {
  ElfPatcher elf = good_plugin();
  const abi::ElfNote note = elf.elf_note();
  set_text(elf.elf_note().owner, "formerly");
  // Before it a note with a body of 4 bytes, which 4 bytes of padding follow.
  const Elf64_Nhdr first = {4, 4, 1};
  const std::uint64_t offset = append_loaded(elf, 24 + sizeof(note));
  elf.at<Elf64_Nhdr>(offset) = first;
  elf.at<abi::ElfNote>(offset + 24) = note;
  Elf64_Phdr& segment = elf.segment(PT_NOTE);
  segment.p_offset = offset;
  segment.p_filesz = 24 + sizeof(note);
  segment.p_align = 8;
  EXPECT_STREQ(note_of(elf).name, "judged");
}

TEST(ReadNote, StopsAtAForeignNoteThatIsCutOff) {
  ElfPatcher elf = good_plugin();
  Elf64_Phdr& segment = elf.segment(PT_NOTE);
  elf.at<Elf64_Nhdr>(segment.p_offset) = {UINT32_MAX, UINT32_MAX, 3};
  hide_note_segments(elf);
  segment.p_type = PT_NOTE;
  // The section still leads to the note.
  EXPECT_STREQ(note_of(elf).name, "judged");
}

TEST(ReadNote, SaysWhenBytesCannotBeRead) {
  class FailingBytes final : public loader::ByteSource {
   public:
    std::uint64_t size() const noexcept override { return 100'000; }
    bool read(std::uint64_t, std::span<std::byte>) const noexcept override { return false; }
  };
  const auto note = loader::read_note(FailingBytes());
  ASSERT_TRUE(std::holds_alternative<loader::Refusal>(note));
  EXPECT_THAT(std::optional(std::get<loader::Refusal>(note)),
              RefusedFor(PluginReason::kUnreadable, "cannot be read"));
}

}  // namespace
}  // namespace portside::testing
