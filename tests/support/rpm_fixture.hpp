// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace portside::testing {

/// Writes the header of an rpm package as the database has it.
class RpmHeader {
 public:
  RpmHeader& text(std::uint32_t tag, const std::string& value) {
    return entry(tag, 6, value + '\0');
  }
  RpmHeader& number(std::uint32_t tag, std::uint32_t value) { return entry(tag, 4, bytes(value)); }
  RpmHeader& entry(std::uint32_t tag, std::uint32_t type, const std::string& data) {
    index_ += bytes(tag) + bytes(type) + bytes(static_cast<std::uint32_t>(data_.size())) + bytes(1);
    data_ += data;
    return *this;
  }
  std::string blob() const {
    return bytes(static_cast<std::uint32_t>(index_.size() / 16)) +
           bytes(static_cast<std::uint32_t>(data_.size())) + index_ + data_;
  }

  static std::string bytes(std::uint32_t value) {
    return {static_cast<char>(value >> 24U), static_cast<char>(value >> 16U),
            static_cast<char>(value >> 8U), static_cast<char>(value)};
  }

 private:
  std::string index_;
  std::string data_;
};

inline std::string rpm_package(const std::string& name, const std::string& version,
                               const std::string& release, const std::string& source = {}) {
  RpmHeader header;
  header.text(1000, name).text(1001, version).text(1002, release).text(1022, "x86_64");
  if (!source.empty()) header.text(1044, source);
  return header.blob();
}

}  // namespace portside::testing
