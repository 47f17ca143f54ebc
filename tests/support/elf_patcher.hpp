// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <elf.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/plugin_note.hpp"

namespace portside::testing {

/// An ELF file in memory that can be damaged in chosen places. Copy it to begin again.
class ElfPatcher {
 public:
  explicit ElfPatcher(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot open " + path);
    const std::string content(std::istreambuf_iterator<char>(file), {});
    bytes_.resize(content.size());
    std::memcpy(bytes_.data(), content.data(), content.size());
  }

  std::span<const std::byte> bytes() const noexcept { return bytes_; }
  std::span<std::byte> bytes() noexcept { return bytes_; }

  Elf64_Ehdr& header() { return at<Elf64_Ehdr>(0); }

  std::span<Elf64_Phdr> segments() { return {&at<Elf64_Phdr>(header().e_phoff), header().e_phnum}; }

  /// The first segment of a type.
  Elf64_Phdr& segment(std::uint32_t type) {
    for (Elf64_Phdr& row : segments()) {
      if (row.p_type == type) return row;
    }
    throw std::runtime_error("no such segment");
  }

  std::span<Elf64_Shdr> sections() { return {&at<Elf64_Shdr>(header().e_shoff), header().e_shnum}; }

  std::span<Elf64_Dyn> dynamic() {
    const Elf64_Phdr& segment_of_it = segment(PT_DYNAMIC);
    return {&at<Elf64_Dyn>(segment_of_it.p_offset), segment_of_it.p_filesz / sizeof(Elf64_Dyn)};
  }

  Elf64_Dyn& dynamic(std::int64_t tag) {
    for (Elf64_Dyn& entry : dynamic()) {
      if (entry.d_tag == tag) return entry;
    }
    throw std::runtime_error("no such dynamic entry");
  }

  abi::ElfNote& elf_note() {
    const std::string_view owner(abi::kNoteOwner, sizeof(abi::kNoteOwner));
    for (std::size_t place = offsetof(abi::ElfNote, owner); place < bytes_.size(); place += 4) {
      const auto* text = reinterpret_cast<const char*>(&bytes_[place]);
      if (std::string_view(text, std::min(owner.size(), bytes_.size() - place)) != owner) continue;
      auto& found = at<abi::ElfNote>(place - offsetof(abi::ElfNote, owner));
      if (found.type == abi::kNoteType && found.owner_size == owner.size()) return found;
    }
    throw std::runtime_error("no Portside note");
  }
  abi::PluginNote& note() { return elf_note().body; }

  /// Where the part of the file ends that is loaded.
  std::uint64_t loaded_end() {
    std::uint64_t end = 0;
    for (const Elf64_Phdr& row : segments()) {
      if (row.p_type == PT_LOAD) end = std::max(end, row.p_offset + row.p_filesz);
    }
    return end;
  }

  /// Overwrites the first place where `text` lies with `other`, of the same length.
  void replace(std::string_view text, std::string_view other) {
    auto* begin = reinterpret_cast<char*>(bytes_.data());
    auto* found = std::search(begin, begin + bytes_.size(), text.begin(), text.end());
    if (found == begin + bytes_.size() || text.size() != other.size()) {
      throw std::runtime_error("cannot replace the text");
    }
    std::copy(other.begin(), other.end(), found);
  }

  void truncate(std::size_t size) { bytes_.resize(size); }

  /// Writes a file that only its owner may write to, and returns `path`.
  std::string write(const std::string& path) const {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes_.data()), std::ssize(bytes_));
    std::filesystem::permissions(path, std::filesystem::perms(0644));
    return path;
  }

  template <typename T>
  T& at(std::uint64_t offset) {
    if (offset > bytes_.size() || sizeof(T) > bytes_.size() - offset) {
      throw std::out_of_range("beyond the end of the file");
    }
    return *reinterpret_cast<T*>(&bytes_[offset]);
  }

 private:
  std::vector<std::byte> bytes_;
};

/// Puts `text` into a fixed array of a note, with a terminator where there is room.
template <std::size_t N>
void set_text(char (&target)[N], std::string_view text) {
  std::memset(target, 0, N);
  std::memcpy(target, text.data(), std::min(N, text.size()));
}

}  // namespace portside::testing
