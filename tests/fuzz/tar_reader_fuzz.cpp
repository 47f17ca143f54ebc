// SPDX-License-Identifier: Apache-2.0
//
// One byte that chooses the sizes of the pieces, then a tar, whose headers get the checksums that
// fit: nothing else gets past them. In one piece or in many, the same is read.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "portside/api/error.hpp"
#include "portside/sdk/tar_reader.hpp"
#include "tar_builder.hpp"

namespace {

using portside::sdk::TarEntry;
using portside::sdk::TarEntryKind;

constexpr std::size_t kBlock = 512;

void require(bool condition) {
  if (!condition) std::abort();
}

class Account final : public portside::sdk::TarVisitor {
 public:
  bool entry(const TarEntry& entry) override {
    require(left_ == 0 && !entry.path.empty());
    require(entry.kind == TarEntryKind::kFile || entry.size == 0);
    told.append(entry.path).append(">").append(entry.link_target);
    told += static_cast<char>('0' + static_cast<int>(entry.kind));
    const bool wanted = entry.path.size() % 2 == 0;
    if (wanted && entry.kind == TarEntryKind::kFile) left_ = entry.size;
    return wanted;
  }
  void content(std::string_view piece) override {
    require(!piece.empty() && piece.size() <= left_);
    left_ -= piece.size();
    told += piece;
  }
  void content_end() override {
    require(left_ == 0);
    told += '.';
  }
  std::string told;

 private:
  std::uint64_t left_ = 0;
};

std::string account(std::string_view tar, unsigned seed) {
  Account visitor;
  portside::sdk::TarLimits limits;
  limits.entries = 50;
  limits.path_bytes = 600;
  limits.header_bytes = 2048;
  portside::sdk::TarReader reader(visitor, "it", limits);
  try {
    while (!tar.empty()) {
      seed = seed * 1'103'515'245U + (seed == 0 ? 0U : 12'345U);
      const std::size_t size = seed == 0 ? tar.size() : (seed >> 8U) % 700 + 1;
      reader.write(tar.substr(0, size));
      tar.remove_prefix(std::min(size, tar.size()));
    }
    reader.finish();
  } catch (const portside::AdapterError& error) {
    require(error.code == portside::ErrorCode::kMalformedData ||
            error.code == portside::ErrorCode::kTooLarge);
    return "refused";
  }
  return visitor.told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  std::string tar(reinterpret_cast<const char*>(data) + 1, size - 1);
  for (std::size_t at = 0; at + kBlock <= tar.size(); at += kBlock) {
    if (tar.compare(at + 257, 5, "ustar") != 0) continue;
    tar.replace(at, kBlock, portside::testing::with_checksum(tar.substr(at, kBlock)));
  }
  require(account(tar, 0) == account(tar, data[0] + 1U));
  return 0;
}
