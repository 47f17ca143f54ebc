// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "judge_fixtures.hpp"

namespace portside::testing {
namespace {

/// Judges and describes; whatever it says must be a proper sentence. Returns whether it was
/// accepted.
bool judge_whole(std::span<const std::byte> bytes) {
  const auto note = loader::read_note(loader::MemoryBytes(bytes));
  std::optional<loader::Refusal> refusal;
  if (const auto* unread = std::get_if<loader::Refusal>(&note)) {
    refusal = *unread;
  } else {
    refusal = loader::check_note(std::get<abi::PluginNote>(note), plain_host());
    loader::describe_note(std::get<abi::PluginNote>(note));
  }
  if (refusal) {
    EXPECT_NE(refusal->reason, PluginReason::kNone);
    EXPECT_TRUE(is_refusal_sentence(refusal->sentence)) << refusal->sentence;
  }
  return !refusal;
}

TEST(Robustness, NoTruncatedPluginIsAccepted) {
  ElfPatcher elf = good_plugin();
  const std::uint64_t loaded_end = elf.loaded_end();
  ASSERT_LT(loaded_end, elf.bytes().size());
  for (std::size_t size = 0; size < elf.bytes().size(); ++size) {
    ASSERT_EQ(judge_whole(elf.bytes().first(size)), size >= loaded_end) << size;
  }
}

TEST(Robustness, FlippedBitsDoNoHarm) {
  std::mt19937 random(20240607);
  const ElfPatcher good = good_plugin();
  const Elf64_Phdr dynamic = ElfPatcher(good).segment(PT_DYNAMIC);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    ElfPatcher elf = good;
    // Half of the flips hit what is looked at, the others anything.
    std::uint64_t place = random() % elf.bytes().size();
    if (round % 4 == 0) place = random() % 0x800;
    if (round % 4 == 1) place = dynamic.p_offset + random() % dynamic.p_filesz;
    elf.bytes()[place] ^= std::byte{1} << (random() % 8);
    if (!judge_whole(elf.bytes())) ++refused;
  }
  EXPECT_GT(refused, 50);
  EXPECT_LT(refused, 3000);
}

TEST(Robustness, RandomHeadersDoNoHarm) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    ElfPatcher elf = good_plugin();
    for (int hit = 0; hit < 8; ++hit) {
      // Behind the identification, so that the judge gets to see it.
      elf.at<std::uint32_t>(24 + random() % 600 / 4 * 4) = static_cast<std::uint32_t>(random());
    }
    judge_whole(elf.bytes());
  }
}

}  // namespace
}  // namespace portside::testing
