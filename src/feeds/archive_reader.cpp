// SPDX-License-Identifier: Apache-2.0
#include "feeds/archive_reader.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <cerrno>
#include <exception>

#include "portside/api/error.hpp"

namespace portside::feeds {
namespace {

constexpr std::size_t kBlock = std::size_t{64} * 1024;

struct FreeReader {
  void operator()(struct ::archive* reader) const noexcept { ::archive_read_free(reader); }
};

[[noreturn]] void too_large(const std::string& what) {
  throw AdapterError(ErrorCode::kTooLarge, "unpacks to more than " + what +
                                               ", which no feed of advisories does; unpack it by "
                                               "hand if it is one");
}

std::string megabytes(std::uint64_t bytes) {
  return std::to_string(bytes >> 20) + " MiB";
}

}  // namespace

class ArchiveReader::Impl {
 public:
  Impl(Containers kind, const ContainerLimits& limits)
      : limits_(limits), reader_(::archive_read_new()) {
    if (!reader_) throw AdapterError(ErrorCode::kIo, "there is no memory to unpack it");
    // A warning would mean that another program is started to unpack.
    for (const auto support :
         {::archive_read_support_filter_gzip, ::archive_read_support_filter_xz,
          ::archive_read_support_filter_zstd, ::archive_read_support_filter_bzip2}) {
      if (support(reader_.get()) != ARCHIVE_OK) fail();
    }
    if (kind == Containers::kAr) require(::archive_read_support_format_ar(reader_.get()));
    if (kind == Containers::kFeeds) require(::archive_read_support_format_zip(reader_.get()));
    if (kind == Containers::kFeeds || kind == Containers::kTar) {
      require(::archive_read_support_format_tar(reader_.get()));
    }
    if (kind == Containers::kFeeds || kind == Containers::kPacked) {
      require(::archive_read_support_format_raw(reader_.get()));
      require(::archive_read_support_format_empty(reader_.get()));
    }
  }

  void open(int fd) { require(::archive_read_open_fd(reader_.get(), fd, kBlock)); }

  void open(std::string_view bytes) {
    require(::archive_read_open_memory(reader_.get(), bytes.data(), bytes.size()));
  }

  void open(ArchiveReader& outer) {
    outer_ = &outer;
    require(::archive_read_open(reader_.get(), this, nullptr, &Impl::read_outer, nullptr));
  }

  std::optional<ContainerEntry> next() {
    struct ::archive_entry* entry = nullptr;
    const int status = ::archive_read_next_header(reader_.get(), &entry);
    if (status == ARCHIVE_EOF) return std::nullopt;
    require(status);
    if (++entries_ > limits_.entries) too_large(std::to_string(limits_.entries) + " files");
    entry_bytes_ = 0;
    ContainerEntry found;
    const bool is_itself = ::archive_format(reader_.get()) == ARCHIVE_FORMAT_RAW;
    const char* path = ::archive_entry_pathname(entry);
    if (!is_itself) found.path = path == nullptr ? "(a file with an unreadable name)" : path;
    found.is_file =
        ::archive_entry_filetype(entry) == AE_IFREG && ::archive_entry_hardlink(entry) == nullptr;
    const auto seconds = ::archive_entry_mtime(entry);
    constexpr std::int64_t kLastYear = 253'402'300'799;  // the end of 9999
    const bool has_time = ::archive_entry_mtime_is_set(entry) != 0 && !is_itself;
    if (has_time && seconds > 0 && seconds <= kLastYear) found.modified_at = seconds * 1'000;
    if (found.is_file && ::archive_entry_is_data_encrypted(entry) == 1) {
      throw AdapterError(ErrorCode::kUnsupported,
                         found.path + " in it is encrypted; expected a feed that is not");
    }
    return found;
  }

  std::size_t read(char* into, std::size_t size) {
    const auto count = ::archive_read_data(reader_.get(), into, size);
    if (count < 0) fail();
    entry_bytes_ += static_cast<std::uint64_t>(count);
    total_bytes_ += static_cast<std::uint64_t>(count);
    if (entry_bytes_ > limits_.entry_bytes)
      too_large(megabytes(limits_.entry_bytes) + " in a file");
    if (total_bytes_ > limits_.total_bytes) too_large(megabytes(limits_.total_bytes));
    // -1: the bytes as they are stored, before anything was unpacked.
    const auto packed = ::archive_filter_bytes(reader_.get(), -1);
    const std::uint64_t in = packed > 0 ? static_cast<std::uint64_t>(packed) : 0;
    if (total_bytes_ > limits_.free_bytes + in * limits_.ratio) {
      too_large(std::to_string(limits_.ratio) + " times its size");
    }
    return static_cast<std::size_t>(count);
  }

 private:
  /// Called from C: what is thrown waits until libarchive has returned.
  static la_ssize_t read_outer(struct ::archive* reader, void* self, const void** block) {
    auto& impl = *static_cast<Impl*>(self);
    try {
      *block = impl.block_.data();
      return static_cast<la_ssize_t>(impl.outer_->read(impl.block_.data(), impl.block_.size()));
    } catch (...) {
      impl.thrown_ = std::current_exception();
      ::archive_set_error(reader, EIO, "cannot be read");
      return -1;
    }
  }

  void require(int status) {
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) fail();
  }

  [[noreturn]] void fail() {
    if (thrown_) std::rethrow_exception(thrown_);
    const char* text = ::archive_error_string(reader_.get());
    throw AdapterError(ErrorCode::kMalformedData, std::string("cannot be unpacked: ") +
                                                      (text == nullptr ? "it is damaged" : text));
  }

  const ContainerLimits limits_;
  std::unique_ptr<struct ::archive, FreeReader> reader_;
  ArchiveReader* outer_ = nullptr;
  std::array<char, kBlock> block_{};
  std::exception_ptr thrown_;
  std::size_t entries_ = 0;
  std::uint64_t entry_bytes_ = 0;
  std::uint64_t total_bytes_ = 0;
};

ArchiveReader::ArchiveReader(int fd, Containers kind, const ContainerLimits& limits)
    : impl_(std::make_unique<Impl>(kind, limits)) {
  impl_->open(fd);
}

ArchiveReader::ArchiveReader(std::string_view bytes, Containers kind, const ContainerLimits& limits)
    : impl_(std::make_unique<Impl>(kind, limits)) {
  impl_->open(bytes);
}

ArchiveReader::ArchiveReader(ArchiveReader& outer, Containers kind, const ContainerLimits& limits)
    : impl_(std::make_unique<Impl>(kind, limits)) {
  impl_->open(outer);
}

ArchiveReader::~ArchiveReader() = default;

std::optional<ContainerEntry> ArchiveReader::next() {
  return impl_->next();
}

std::size_t ArchiveReader::read(char* into, std::size_t size) {
  return impl_->read(into, size);
}

}  // namespace portside::feeds
