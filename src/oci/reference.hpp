// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::oci {

/// The name of an image or artifact: `[HOST[:PORT]/]REPOSITORY[:TAG][@DIGEST]`. Nothing is filled
/// in: no host, no `library/`, no `latest`.
struct Reference {
  /// `host[:port]`, or "".
  std::string registry;
  std::string repository;
  std::string tag;
  /// `sha256:` and 64 hex digits, or "".
  std::string digest;

  /// As it was parsed.
  std::string text() const;
  /// What names the manifest in a URL: the digest, else the tag, else "".
  const std::string& version() const { return digest.empty() ? tag : digest; }

  friend bool operator==(const Reference&, const Reference&) = default;
};

/// Throws kInvalidArgument with what is wrong (grammar: OCI distribution specification, "Pulling
/// manifests"; host: as the docker tools tell it from a repository, by a dot, a colon, or the word
/// localhost).
Reference parse_reference(const std::string& text);

/// `sha256:` and 64 lower-case hex digits.
bool is_digest(std::string_view text) noexcept;
/// Path components of lower-case letters, digits and single separators; at most 255 bytes.
bool is_repository(std::string_view text) noexcept;
/// `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
bool is_tag(std::string_view text) noexcept;

}  // namespace portside::oci
