// SPDX-License-Identifier: Apache-2.0
#include "packed_files.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <stdexcept>

namespace portside::testing {
namespace {

/// 2001-09-09.
constexpr long long kTime = 1'000'000'000;

void require(struct ::archive* writer, long long status) {
  if (status < ARCHIVE_WARN) throw std::runtime_error(::archive_error_string(writer));
}

la_ssize_t append(struct ::archive*, void* out, const void* bytes, std::size_t size) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

void write_file(struct ::archive* writer, const PackedFile& file) {
  const std::unique_ptr<struct ::archive_entry, decltype(&::archive_entry_free)> entry(
      ::archive_entry_new(), ::archive_entry_free);
  ::archive_entry_set_pathname(entry.get(), file.first.c_str());
  const bool is_link = file.second.starts_with("-> ");
  ::archive_entry_set_filetype(entry.get(), is_link ? AE_IFLNK : AE_IFREG);
  if (is_link) ::archive_entry_set_symlink(entry.get(), file.second.c_str() + 3);
  const std::size_t size = is_link ? 0 : file.second.size();
  ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  ::archive_entry_set_perm(entry.get(), 0644);
  ::archive_entry_set_mtime(entry.get(), kTime, 0);
  require(writer, ::archive_write_header(writer, entry.get()));
  if (size > 0) require(writer, ::archive_write_data(writer, file.second.data(), size));
}

template <typename Configure>
std::string written(const std::vector<PackedFile>& files, Configure configure) {
  std::string out;
  const std::unique_ptr<struct ::archive, decltype(&::archive_write_free)> writer(
      ::archive_write_new(), ::archive_write_free);
  configure(writer.get());
  require(writer.get(), ::archive_write_set_bytes_in_last_block(writer.get(), 1));
  require(writer.get(), ::archive_write_open(writer.get(), &out, nullptr, append, nullptr));
  for (const PackedFile& file : files) write_file(writer.get(), file);
  require(writer.get(), ::archive_write_close(writer.get()));
  return out;
}

}  // namespace

std::string zip_of(const std::vector<PackedFile>& files, bool encrypted) {
  return written(files, [&](struct ::archive* writer) {
    require(writer, ::archive_write_set_format_zip(writer));
    if (!encrypted) return;
    require(writer, ::archive_write_set_passphrase(writer, "secret"));
    require(writer, ::archive_write_set_options(writer, "zip:encryption=traditional"));
  });
}

std::string tar_of(const std::vector<PackedFile>& files) {
  return written(files, [](struct ::archive* writer) {
    require(writer, ::archive_write_set_format_gnutar(writer));
  });
}

std::string ar_of(const std::vector<PackedFile>& files) {
  return written(files, [](struct ::archive* writer) {
    require(writer, ::archive_write_set_format_ar_svr4(writer));
  });
}

std::string packed(const std::string& plain, Packing packing) {
  return written({{"data", plain}}, [&](struct ::archive* writer) {
    switch (packing) {
      case Packing::kNone: break;
      case Packing::kGzip: require(writer, ::archive_write_add_filter_gzip(writer)); break;
      case Packing::kXz: require(writer, ::archive_write_add_filter_xz(writer)); break;
      case Packing::kZstd: require(writer, ::archive_write_add_filter_zstd(writer)); break;
      case Packing::kBzip2: require(writer, ::archive_write_add_filter_bzip2(writer)); break;
    }
    require(writer, ::archive_write_set_format_raw(writer));
  });
}

std::string deb_of(const std::vector<PackedFile>& files, Packing packing) {
  const std::string data = packed(tar_of(files), packing);
  return ar_of({{"debian-binary", "2.0\n"}, {"control.tar", tar_of({})}, {"data.tar", data}});
}

}  // namespace portside::testing
