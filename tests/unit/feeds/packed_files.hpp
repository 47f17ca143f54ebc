// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace portside::testing {

/// Path and content.
using PackedFile = std::pair<std::string, std::string>;

/// Archives in memory, made by libarchive.
std::string zip_of(const std::vector<PackedFile>& files, bool encrypted = false);
/// In the format of GNU tar, plain.
std::string tar_of(const std::vector<PackedFile>& files);
std::string ar_of(const std::vector<PackedFile>& files);

enum class Packing { kNone, kGzip, kXz, kZstd, kBzip2 };
std::string packed(const std::string& plain, Packing packing);

/// A Debian package with files in its tree.
std::string deb_of(const std::vector<PackedFile>& files, Packing packing = Packing::kXz);

}  // namespace portside::testing
