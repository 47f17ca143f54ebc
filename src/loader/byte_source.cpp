// SPDX-License-Identifier: Apache-2.0
#include "loader/byte_source.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace portside::loader {

bool FileBytes::read(std::uint64_t offset, std::span<std::byte> target) const noexcept {
  if (!has(offset, target.size())) return false;
  while (!target.empty()) {
    const ssize_t count = ::pread(fd_, target.data(), target.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    target = target.subspan(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  return true;
}

bool MemoryBytes::read(std::uint64_t offset, std::span<std::byte> target) const noexcept {
  if (!has(offset, target.size())) return false;
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), target.size(), target.begin());
  return true;
}

bool BufferedBytes::read(std::uint64_t offset, std::span<std::byte> target) const noexcept {
  if (offset > size_ || target.size() > size_ - offset) return false;
  if (beginning_.length == 0 && !beginning_.fill(source_, 0)) return false;
  if (beginning_.copy(offset, target) || elsewhere_.copy(offset, target)) return true;
  if (target.size() > elsewhere_.bytes.size()) return source_.read(offset, target);
  return elsewhere_.fill(source_, offset) && elsewhere_.copy(offset, target);
}

template <std::size_t N>
bool BufferedBytes::Window<N>::fill(const ByteSource& source, std::uint64_t from) noexcept {
  const std::uint64_t rest = source.size() - from;
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(rest, bytes.size()));
  offset = from;
  length = source.read(from, std::span(bytes).first(wanted)) ? wanted : 0;
  return length == wanted;
}

template <std::size_t N>
bool BufferedBytes::Window<N>::copy(std::uint64_t from,
                                    std::span<std::byte> target) const noexcept {
  if (from < offset || from - offset > length) return false;
  const std::size_t begin = static_cast<std::size_t>(from - offset);
  if (target.size() > length - begin) return false;
  if (!target.empty()) std::memcpy(target.data(), bytes.data() + begin, target.size());
  return true;
}

}  // namespace portside::loader
