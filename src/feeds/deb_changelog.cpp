// SPDX-License-Identifier: Apache-2.0
#include "feeds/deb_changelog.hpp"

#include <cstddef>
#include <string_view>

#include "portside/api/error.hpp"

namespace portside::feeds {
namespace {

/// The largest in Debian (glibc's, linux's) have a few megabytes.
constexpr std::size_t kMaxChangelog = std::size_t{64} << 20;

enum class Name { kOther, kNative, kDebian };

/// `usr/share/doc/PACKAGE/changelog.Debian.gz`, with whatever before it that ends with a slash.
Name name_of(std::string_view path) {
  constexpr std::string_view kFolder = "usr/share/doc/";
  const std::size_t folder = path.find(kFolder);
  const bool is_below =
      folder == 0 || (folder != std::string_view::npos && path[folder - 1] == '/');
  if (!is_below) return Name::kOther;
  path.remove_prefix(folder + kFolder.size());
  const std::size_t slash = path.find('/');
  if (slash == 0 || slash == std::string_view::npos) return Name::kOther;
  const std::string_view file = path.substr(slash + 1);
  if (file == "changelog.Debian.gz") return Name::kDebian;
  return file == "changelog.gz" ? Name::kNative : Name::kOther;
}

std::string rest_of(ArchiveReader& reader) {
  std::string bytes;
  std::string block(std::size_t{64} << 10, '\0');
  while (const std::size_t count = reader.read(block.data(), block.size())) {
    bytes.append(block, 0, count);
    if (bytes.size() > kMaxChangelog) {
      throw AdapterError(ErrorCode::kTooLarge, "the changelog in it is larger than " +
                                                   std::to_string(kMaxChangelog >> 20) + " MiB");
    }
  }
  return bytes;
}

std::string unpacked(const std::string& packed, const ContainerLimits& limits) {
  ArchiveReader reader(packed, Containers::kPacked, limits);
  return reader.next() ? rest_of(reader) : std::string();
}

std::optional<std::string> changelog_in_tree(ArchiveReader& data, const ContainerLimits& limits) {
  std::optional<std::string> native;
  while (const auto entry = data.next()) {
    if (!entry->is_file) continue;
    const Name name = name_of(entry->path);
    if (name == Name::kDebian) return unpacked(rest_of(data), limits);
    if (name == Name::kNative && !native) native = rest_of(data);
  }
  if (native) return unpacked(*native, limits);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> changelog_in_deb(ArchiveReader& deb, const ContainerLimits& limits) {
  while (const auto entry = deb.next()) {
    if (!entry->path.starts_with("data.tar")) continue;
    ArchiveReader data(deb, Containers::kTar, limits);
    return changelog_in_tree(data, limits);
  }
  throw AdapterError(ErrorCode::kMalformedData, "is no Debian package: it has no data.tar");
}

}  // namespace portside::feeds
