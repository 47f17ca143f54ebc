// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace portside::cli {

/// An image as a user names it.
struct ImageName {
  /// As it was written.
  std::string text;
  /// The folder of an OCI image layout, absolute; "" for an image of a registry.
  std::string folder;
  /// `HOST[:PORT]`, or "" for the configuration's registry.
  std::string host;
  /// The repository; for a folder its last name.
  std::string repository;
  /// A digest or a tag; "" = `latest`, or the only image of a folder.
  std::string version;

  /// Names of one place can be read through one source.
  std::string place() const { return folder.empty() ? "registry:" + host : "folder:" + folder; }
};

/// `[HOST[:PORT]/]REPOSITORY[:TAG][@DIGEST]`, or `oci:FOLDER[:NAME][@DIGEST]`. Throws
/// kInvalidArgument.
ImageName parse_image_name(const std::string& text);

}  // namespace portside::cli
