// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace portside::loader {

/// Bytes at positions: an open file, or memory (tests, fuzzing).
class ByteSource {
 public:
  virtual std::uint64_t size() const noexcept = 0;
  /// Fills `target` from `offset`. False when the source does not have all of these bytes or they
  /// cannot be read.
  virtual bool read(std::uint64_t offset, std::span<std::byte> target) const noexcept = 0;

  /// Whether the source has `length` bytes at `offset`.
  bool has(std::uint64_t offset, std::uint64_t length) const noexcept {
    return offset <= size() && length <= size() - offset;
  }

  /// Reads an object as it lies in the source.
  template <typename T>
  bool read_object(std::uint64_t offset, T& object) const noexcept {
    static_assert(std::is_trivially_copyable_v<T>);
    return read(offset, std::as_writable_bytes(std::span(&object, 1)));
  }

 protected:
  ~ByteSource() = default;
};

/// Reads a descriptor with pread(); does not own it.
class FileBytes final : public ByteSource {
 public:
  FileBytes(int fd, std::uint64_t size) noexcept : fd_(fd), size_(size) {}
  std::uint64_t size() const noexcept override { return size_; }
  bool read(std::uint64_t offset, std::span<std::byte> target) const noexcept override;

 private:
  int fd_;
  std::uint64_t size_;
};

class MemoryBytes final : public ByteSource {
 public:
  explicit MemoryBytes(std::span<const std::byte> bytes) noexcept : bytes_(bytes) {}
  std::uint64_t size() const noexcept override { return bytes_.size(); }
  bool read(std::uint64_t offset, std::span<std::byte> target) const noexcept override;

 private:
  std::span<const std::byte> bytes_;
};

/// Turns many small reads of another source into few large ones. Keeps the source's beginning,
/// where linkers put headers, notes and short string tables, and the place that was last read
/// elsewhere. Not thread-safe.
class BufferedBytes final : public ByteSource {
 public:
  explicit BufferedBytes(const ByteSource& source) noexcept
      : source_(source), size_(source.size()) {}
  std::uint64_t size() const noexcept override { return size_; }
  bool read(std::uint64_t offset, std::span<std::byte> target) const noexcept override;

 private:
  template <std::size_t N>
  struct Window {
    std::uint64_t offset = 0;
    std::size_t length = 0;
    /// The kernel copies to whole cache lines much faster.
    alignas(64) std::array<std::byte, N> bytes;

    bool fill(const ByteSource& source, std::uint64_t from) noexcept;
    bool copy(std::uint64_t from, std::span<std::byte> target) const noexcept;
  };

  const ByteSource& source_;
  std::uint64_t size_;
  mutable Window<8192> beginning_;
  mutable Window<1024> elsewhere_;
};

}  // namespace portside::loader
