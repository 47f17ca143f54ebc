// SPDX-License-Identifier: Apache-2.0
#include "cli/image_name.hpp"

#include <filesystem>

#include "cli/common_options.hpp"
#include "oci/reference.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

constexpr std::string_view kLayout = "oci:";

/// A colon may be a part of the folder's name: what is a folder as a whole has no name behind it.
void split_folder(ImageName& image, std::string folder) {
  if (const std::size_t at = folder.rfind('@'); at != std::string::npos) {
    std::string digest = folder.substr(at + 1);
    if (oci::is_digest(digest)) {
      image.version = std::move(digest);
      folder.resize(at);
    }
  }
  std::error_code error;
  const std::size_t colon = folder.rfind(':');
  if (image.version.empty() && colon != std::string::npos &&
      !std::filesystem::is_directory(folder, error)) {
    // The tag may hold a colon itself, when it is the whole name of an image.
    std::size_t first = folder.find(':');
    while (first != colon && !std::filesystem::is_directory(folder.substr(0, first), error)) {
      first = folder.find(':', first + 1);
    }
    image.version = folder.substr(first + 1);
    folder.resize(first);
  }
  if (folder.empty()) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "oci: names no folder; expected oci:FOLDER[:NAME]");
  }
  image.folder = absolute(folder);
  while (image.folder.size() > 1 && image.folder.back() == '/') image.folder.pop_back();
  image.repository = std::filesystem::path(image.folder).filename().string();
}

}  // namespace

ImageName parse_image_name(const std::string& text) {
  ImageName image;
  image.text = text;
  if (text.starts_with(kLayout)) {
    split_folder(image, text.substr(kLayout.size()));
    return image;
  }
  const oci::Reference reference = oci::parse_reference(text);
  image.host = reference.registry;
  image.repository = reference.repository;
  image.version = reference.version();
  return image;
}

}  // namespace portside::cli
