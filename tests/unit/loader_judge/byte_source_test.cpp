// SPDX-License-Identifier: Apache-2.0
#include "loader/byte_source.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "process/file_descriptor.hpp"
#include "temp_folder.hpp"

namespace portside::testing {
namespace {

using loader::BufferedBytes;
using loader::ByteSource;
using loader::FileBytes;
using loader::MemoryBytes;

std::string read_text(const ByteSource& source, std::uint64_t offset, std::size_t length) {
  std::string text(length, '-');
  return source.read(offset, std::as_writable_bytes(std::span(text))) ? text : "(false)";
}

/// 10 000 bytes, each telling its place.
std::string numbered() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += static_cast<char>('a' + i % 26);
  return text;
}

/// Counts how often it is read.
class CountingBytes final : public ByteSource {
 public:
  explicit CountingBytes(const std::string& text) : bytes_(std::as_bytes(std::span(text))) {}
  std::uint64_t size() const noexcept override { return bytes_.size(); }
  bool read(std::uint64_t offset, std::span<std::byte> target) const noexcept override {
    ++reads;
    return !fails && bytes_.read(offset, target);
  }
  mutable int reads = 0;
  bool fails = false;

 private:
  MemoryBytes bytes_;
};

void expect_bounds_are_kept(const ByteSource& source) {
  ASSERT_EQ(source.size(), 10U);
  EXPECT_EQ(read_text(source, 0, 10), "0123456789");
  EXPECT_EQ(read_text(source, 7, 3), "789");
  EXPECT_EQ(read_text(source, 10, 0), "");
  EXPECT_EQ(read_text(source, 7, 4), "(false)");
  EXPECT_EQ(read_text(source, 11, 0), "(false)");
  EXPECT_EQ(read_text(source, UINT64_MAX, 1), "(false)");
  EXPECT_EQ(read_text(source, UINT64_MAX - 1, 2), "(false)");
}

TEST(MemoryBytes, KeepsBounds) {
  const std::string text = "0123456789";
  expect_bounds_are_kept(MemoryBytes(std::as_bytes(std::span(text))));
}

TEST(FileBytes, KeepsBounds) {
  const TempFolder folder;
  const process::FileDescriptor fd(
      ::open(folder.write("f", "0123456789").c_str(), O_RDONLY | O_CLOEXEC));
  expect_bounds_are_kept(FileBytes(fd.get(), 10));
}

TEST(BufferedBytes, KeepsBounds) {
  const std::string text = "0123456789";
  const MemoryBytes memory(std::as_bytes(std::span(text)));
  expect_bounds_are_kept(BufferedBytes(memory));
}

TEST(FileBytes, FailsWhenTheFileBecameShorter) {
  const TempFolder folder;
  const process::FileDescriptor fd(
      ::open(folder.write("f", "01234").c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(read_text(FileBytes(fd.get(), 10), 2, 8), "(false)");
}

TEST(FileBytes, FailsForWhatCannotBeRead) {
  const TempFolder folder;
  const process::FileDescriptor fd(::open(folder.str().c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(read_text(FileBytes(fd.get(), 10), 0, 1), "(false)");
}

TEST(BufferedBytes, GivesTheBytesOfItsSource) {
  const std::string text = numbered();
  const CountingBytes source(text);
  const BufferedBytes buffered(source);
  for (const std::size_t offset :
       {0, 5, 4090, 4095, 4096, 5000, 19990, 3, 19999, 4000, 8190, 8192}) {
    for (const std::size_t length : {0, 1, 10, 200, 4096, 5000}) {
      const bool inside = offset + length <= text.size();
      EXPECT_EQ(read_text(buffered, offset, length),
                inside ? text.substr(offset, length) : "(false)")
          << offset << " " << length;
    }
  }
}

TEST(BufferedBytes, ReadsTheBeginningAndAPlaceElsewhereOnce) {
  const std::string text = numbered();
  const CountingBytes source(text);
  const BufferedBytes buffered(source);
  for (int i = 0; i < 100; ++i) {
    read_text(buffered, static_cast<std::uint64_t>(i), 20);
    read_text(buffered, 16000 + static_cast<std::uint64_t>(i), 20);
  }
  EXPECT_EQ(source.reads, 2);
}

TEST(BufferedBytes, PassesFailuresOn) {
  const std::string text = numbered();
  CountingBytes source(text);
  const BufferedBytes buffered(source);
  source.fails = true;
  EXPECT_EQ(read_text(buffered, 0, 5), "(false)");
  EXPECT_EQ(read_text(buffered, 16000, 5), "(false)");
  source.fails = false;
  EXPECT_EQ(read_text(buffered, 0, 5), "abcde");
}

TEST(ByteSource, ReadsObjects) {
  const std::string text("\x01\x02\x03\x04\x05", 5);
  const MemoryBytes memory(std::as_bytes(std::span(text)));
  unsigned char pair[2] = {};
  EXPECT_TRUE(memory.read_object(3, pair));
  EXPECT_EQ(pair[0], 4);
  EXPECT_EQ(pair[1], 5);
  EXPECT_FALSE(memory.read_object(4, pair));
}

}  // namespace
}  // namespace portside::testing
