// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "portside/api/byte_sink.hpp"

namespace portside::sdk {

enum class TarEntryKind : std::uint8_t {
  kFile,
  kHardLink,
  kSymlink,
  kDirectory,
  /// A file that is stored without its holes (GNU tar, `--sparse`). Its content is passed over.
  kSparseFile,
  /// A device, a pipe, or something that nobody knows. Content that it has is passed over.
  kOther,
};

/// One entry of a tar. The texts are valid only during the call.
struct TarEntry {
  /// As it is written: may begin with `/` or `./`, hold `..`, end with `/`, and be no UTF-8.
  /// Never holds a NUL.
  std::string_view path;
  /// Of links: a path inside the tar (hard link) or whatever the link says (symlink).
  std::string_view link_target;
  TarEntryKind kind = TarEntryKind::kFile;
  /// Bytes of content; 0 of what is no file.
  std::uint64_t size = 0;
};

/// Receives what a TarReader finds. What its methods throw passes through.
class TarVisitor {
 public:
  /// An entry begins. Returns whether content() is to be called with what it holds; only files
  /// (kFile) are asked for.
  virtual bool entry(const TarEntry& entry) = 0;

  /// A piece of the content of the last entry, of any size but 0.
  virtual void content(std::string_view piece) = 0;

  /// The content of the last entry is complete. Called when entry() returned true, for empty files
  /// too.
  virtual void content_end() = 0;

 protected:
  ~TarVisitor() = default;
};

/// What a tar may be made of; more throws kTooLarge.
struct TarLimits {
  std::uint64_t entries = 2'000'000;
  /// Bytes of a path or the target of a link (PATH_MAX is 4096).
  std::size_t path_bytes = 4096;
  /// Bytes of one extended header.
  std::size_t header_bytes = std::size_t{1} << 20U;
};

/// Reads a tar as it streams past: POSIX ustar and pax, GNU, and what came before them. Takes
/// pieces of any size; content that nobody wants is passed over without being copied.
///
/// Reads as the runtimes do that unpack images: of pax headers path, linkpath and size count, those
/// of global headers do not, and what stands behind the end (two blocks of zeros) is nothing. A tar
/// may also end without that mark, after a whole entry. One thread at a time.
class TarReader final : public ByteSink {
 public:
  /// `visitor` has to outlive this. `what` names the tar in messages: `layer sha256:...`.
  TarReader(TarVisitor& visitor, std::string what, const TarLimits& limits = {});
  TarReader(const TarReader&) = delete;
  TarReader& operator=(const TarReader&) = delete;

  /// Throws kMalformedData (says at which byte), kTooLarge (TarLimits). After any exception the
  /// object is used up.
  void write(std::string_view piece) override;

  /// To be called once, after the last piece: throws kMalformedData when something is missing.
  void finish() const;

  /// Entries so far.
  std::uint64_t entries() const noexcept { return entries_; }

 private:
  static constexpr std::size_t kBlock = 512;

  enum class State : std::uint8_t { kHeader, kContent, kExtension, kSparseMap, kPadding, kEnd };

  std::string_view take(std::string_view& piece, std::uint64_t most);
  void take_block(std::string_view& piece);
  void block(std::string_view block);
  void header(std::string_view block);
  void begin_extension(char type, std::uint64_t size);
  void begin_entry(std::string_view block, char type);
  void begin_content(std::uint64_t size);
  void end_content();
  void end_extension();
  void read_pax();
  void pax_record(std::string_view key, std::string_view value);
  std::string_view path_of(std::string_view block);
  void check_path(std::string_view path, const char* what) const;
  [[noreturn]] void damaged(const std::string& how) const;
  [[noreturn]] void too_large(const std::string& what, std::uint64_t limit) const;

  TarVisitor& visitor_;
  const std::string what_;
  const TarLimits limits_;

  State state_ = State::kHeader;
  /// Bytes of the tar that were taken.
  std::uint64_t position_ = 0;
  std::uint64_t entries_ = 0;
  /// A header that came in pieces.
  std::array<char, kBlock> partial_{};
  std::size_t partial_size_ = 0;
  bool zero_block_ = false;

  /// Of the content or extended header that is being taken.
  std::uint64_t left_ = 0;
  std::uint64_t padding_ = 0;
  bool wanted_ = false;
  char extension_type_ = 0;
  std::string extension_;
  std::string path_buffer_;

  /// What extended headers say about the next entry.
  struct Extended {
    std::string pax_path;
    std::string pax_link;
    std::string gnu_path;
    std::string gnu_link;
    std::uint64_t size = 0;
    bool has_size = false;
    bool sparse = false;
  } extended_;
};

}  // namespace portside::sdk
