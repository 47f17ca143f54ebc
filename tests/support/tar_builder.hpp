// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace portside::testing {

/// A block of 512 bytes with a right checksum: a header of the kind that every program writes.
inline std::string tar_header(std::string_view path, char type, std::uint64_t size,
                              std::string_view link = {}, std::string_view prefix = {}) {
  std::string block(512, '\0');
  const auto put = [&block](std::size_t at, std::string_view text) {
    block.replace(at, text.size(), text);
  };
  char octal[16];
  put(0, path.substr(0, 100));
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  std::snprintf(octal, sizeof octal, "%011llo", static_cast<unsigned long long>(size));
  put(124, octal);
  put(136, "00000000000");
  block[156] = type;
  put(157, link.substr(0, 100));
  put(257, "ustar");
  put(263, "00");
  put(345, prefix.substr(0, 155));
  return block;
}

/// Sets the checksum of a header that was changed.
inline std::string with_checksum(std::string block) {
  block.replace(148, 8, "        ");
  unsigned sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  char octal[16];
  std::snprintf(octal, sizeof octal, "%06o", sum);
  block.replace(148, 7, octal, 7);
  return block;
}

/// Writes tars for tests, entry by entry, in any order and with any names.
class TarBuilder {
 public:
  TarBuilder& entry(std::string_view path, char type, std::string_view content = {},
                    std::string_view link = {}) {
    tar_ += with_checksum(tar_header(path, type, content.size(), link));
    tar_ += content;
    tar_.resize((tar_.size() + 511) / 512 * 512);
    return *this;
  }
  TarBuilder& file(std::string_view path, std::string_view content) {
    return entry(path, '0', content);
  }
  TarBuilder& directory(std::string_view path) { return entry(path, '5'); }
  TarBuilder& symlink(std::string_view path, std::string_view target) {
    return entry(path, '2', {}, target);
  }
  TarBuilder& hard_link(std::string_view path, std::string_view target) {
    return entry(path, '1', {}, target);
  }
  /// A pax header with one record for the next entry.
  TarBuilder& pax(std::string_view key, std::string_view value, char type = 'x') {
    return entry("PaxHeaders/0", type, pax_record(key, value));
  }
  TarBuilder& raw(std::string_view bytes) {
    tar_ += bytes;
    return *this;
  }

  /// With the two blocks of zeros at the end.
  std::string finish() const { return tar_ + std::string(1024, '\0'); }
  const std::string& unfinished() const { return tar_; }

  static std::string pax_record(std::string_view key, std::string_view value) {
    const std::size_t rest = key.size() + value.size() + 3;
    std::size_t length = rest + 1;
    while (length != rest + std::to_string(length).size()) ++length;
    return std::to_string(length) + " " + std::string(key) + "=" + std::string(value) + "\n";
  }

 private:
  std::string tar_;
};

}  // namespace portside::testing
