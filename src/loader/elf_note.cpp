// SPDX-License-Identifier: Apache-2.0
#include "loader/elf_note.hpp"

#include <algorithm>
#include <cstring>

namespace portside::loader {
namespace {

constexpr std::uint64_t kMaxNotesBytes = 64 * 1024;
constexpr std::uint16_t kMaxSections = 4096;

/// A stretch of the file that holds notes.
struct Stretch {
  std::uint64_t offset;
  std::uint64_t length;
  std::uint64_t alignment;
};

/// Where the body of the Portside note lies.
struct Body {
  std::uint64_t offset;
  std::uint64_t length;
};

class NoteSearch {
 public:
  explicit NoteSearch(const ByteSource& file) noexcept : file_(file) {}

  std::optional<Refusal> search(const Stretch& stretch) {
    if (stretch.length > kMaxNotesBytes) {
      return damaged("it has " + std::to_string(stretch.length) +
                     " bytes of notes in one place, expected at most 65536");
    }
    if (!file_.has(stretch.offset, stretch.length)) {
      return damaged("its notes lie beyond the end of the file");
    }
    // ELF specification, "Note Section": everything is padded to 4 bytes, or to 8 where the segment
    // says so.
    const std::uint64_t alignment = stretch.alignment == 8 ? 8 : 4;
    const auto padded = [alignment](std::uint64_t size) {
      return (size + alignment - 1) / alignment * alignment;
    };
    std::uint64_t place = 0;
    while (stretch.length - place >= sizeof(Elf64_Nhdr)) {
      Elf64_Nhdr note;
      if (!file_.read_object(stretch.offset + place, note)) return cannot_read();
      const std::uint64_t body = place + padded(sizeof(note) + note.n_namesz);
      const bool inside = body <= stretch.length && note.n_descsz <= stretch.length - body;
      if (is_portside(note, stretch.offset + place + sizeof(note))) {
        if (!inside) return damaged("its Portside note is cut off");
        if (auto refusal = keep({stretch.offset + body, note.n_descsz})) return refusal;
      }
      if (!inside) break;
      place = std::min(body + padded(note.n_descsz), stretch.length);
    }
    return std::nullopt;
  }

  const std::optional<Body>& found() const noexcept { return found_; }

 private:
  bool is_portside(const Elf64_Nhdr& note, std::uint64_t owner_offset) const {
    char owner[sizeof(abi::kNoteOwner)];
    return note.n_type == abi::kNoteType && note.n_namesz == sizeof(owner) &&
           file_.read_object(owner_offset, owner) &&
           std::memcmp(owner, abi::kNoteOwner, sizeof(owner)) == 0;
  }

  std::optional<Refusal> keep(const Body& body) {
    // Two stretches may cover the same note.
    if (found_ && found_->offset != body.offset) {
      return damaged(
          "it has two Portside notes, expected one (PORTSIDE_PLUGIN() stands in one source "
          "file of a plugin)");
    }
    found_ = body;
    return std::nullopt;
  }

  const ByteSource& file_;
  std::optional<Body> found_;
};

std::optional<Refusal> search_segments(const ElfHeaders& elf, NoteSearch& search) {
  for (const Elf64_Phdr& segment : elf.segments) {
    if (segment.p_type != PT_NOTE) continue;
    if (auto refusal = search.search({segment.p_offset, segment.p_filesz, segment.p_align})) {
      return refusal;
    }
  }
  return std::nullopt;
}

/// Section headers are not needed to load a file: whatever is wrong with them is not held against
/// it.
std::optional<Refusal> search_sections(const ByteSource& file, const ElfHeaders& elf,
                                       NoteSearch& search) {
  const Elf64_Ehdr& header = elf.header;
  if (header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shnum > kMaxSections)
    return std::nullopt;
  for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
    const std::uint64_t place = i * sizeof(Elf64_Shdr);
    Elf64_Shdr section;
    if (place > UINT64_MAX - header.e_shoff) return std::nullopt;
    if (!file.read_object(header.e_shoff + place, section)) return std::nullopt;
    if (section.sh_type != SHT_NOTE || section.sh_size > kMaxNotesBytes) continue;
    if (!file.has(section.sh_offset, section.sh_size)) continue;
    if (auto refusal = search.search({section.sh_offset, section.sh_size, section.sh_addralign})) {
      return refusal;
    }
  }
  return std::nullopt;
}

std::variant<abi::PluginNote, Refusal> read_body(const ByteSource& file, const Body& body) {
  abi::PluginNote note;
  if (body.length < sizeof(note)) {
    return Refusal{PluginReason::kBadNote,
                   "its Portside note has " + std::to_string(body.length) +
                       " bytes, expected at least " + std::to_string(sizeof(note)) +
                       "; rebuild the plugin with the Portside headers of this host"};
  }
  if (!file.read_object(body.offset, note)) return cannot_read();
  return note;
}

}  // namespace

std::variant<abi::PluginNote, Refusal> find_note(const ByteSource& file, const ElfHeaders& elf) {
  NoteSearch search(file);
  if (auto refusal = search_segments(elf, search)) return *refusal;
  if (!search.found()) {
    if (auto refusal = search_sections(file, elf, search)) return *refusal;
  }
  if (search.found()) return read_body(file, *search.found());
  return Refusal{
      PluginReason::kNotAPlugin,
      "a shared object, but not a Portside plugin: it has no Portside note; move it away, or "
      "write PORTSIDE_PLUGIN() in a source file of the plugin itself (not of a static "
      "library)"};
}

}  // namespace portside::loader
