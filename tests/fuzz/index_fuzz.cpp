// SPDX-License-Identifier: Apache-2.0
//
// A file as an index of advisories, with a header that is made to fit: whatever its tables hold,
// only AdapterError may come out. The text behind the last NUL is a package's name.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "advisory/index.hpp"
#include "advisory/index_format.hpp"
#include "advisory/match.hpp"
#include "portside/api/error.hpp"

namespace {

namespace advisory = portside::advisory;
namespace format = portside::advisory::format;

/// Half of the inputs get a header whose checksum and size are right, or nothing behind it is met.
void make_header_fit(std::string& bytes) {
  format::Header header;
  if (bytes.size() <= sizeof header || bytes.back() % 2 == 0) return;
  std::memcpy(&header, bytes.data(), sizeof header);
  header.magic = format::kMagic;
  header.byte_order = format::kByteOrder;
  header.format = format::kFormat;
  header.file_bytes = bytes.size();
  header.header_checksum = format::header_checksum(header);
  std::memcpy(bytes.data(), &header, sizeof header);
}

void use(const std::string& path, std::string_view name) {
  const advisory::Index index(path);
  (void)index.sources();
  (void)index.covers("Debian:12");
  (void)index.updated_at("Debian:12");
  const auto read = [](const advisory::Finding& found) {
    if (found.package > 1) std::abort();
  };
  for (const char* release : {"Debian:12", "AlmaLinux:9"}) {
    for (const auto scheme : {advisory::VersionScheme::kDeb, advisory::VersionScheme::kRpm}) {
      (void)match(index, release, scheme,
                  {{"openssl", "3.0.11-1", {}, {}, {}}, {name, "1:17.0-1", name, {}, "nodejs:18"}},
                  read);
    }
  }
  index.verify();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int fd = ::memfd_create("index", MFD_CLOEXEC);
  static const std::string path = "/proc/self/fd/" + std::to_string(fd);
  std::string bytes(reinterpret_cast<const char*>(data), size);
  make_header_fit(bytes);
  if (::ftruncate(fd, 0) != 0 ||
      ::pwrite(fd, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    std::abort();
  }
  try {
    use(path, std::string_view(bytes).substr(bytes.rfind('\0') + 1));
  } catch (const portside::AdapterError&) {
  }
  return 0;
}
