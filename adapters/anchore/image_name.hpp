// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "anchore/config.hpp"
#include "portside/api/image_reference.hpp"

namespace portside::anchore {

/// How Anchore is told which image is meant.
struct ImageName {
  /// `host:port`: without a port or a dot Anchore takes a host for a namespace of Docker Hub.
  std::string registry;
  /// `host:port/repository`.
  std::string repository;
  /// `host:port/repository@sha256:...`
  std::string pull_string;
  /// `host:port/repository:tag`; the digits of the digest where the image has no tag.
  std::string full_tag;
  /// The registry speaks http: there is no certificate to be checked.
  bool is_plain_http = false;
};

/// Throws kUnsupported for what Anchore's references cannot say: an IPv6 host, other characters
/// than letters, digits and `@:/_.-`; kInvalidArgument for a digest that is none.
ImageName image_name(const ImageReference& image, const AnchoreConfig& config);

/// Whether Anchore takes `text` for the address of a registry: a host with a port or a dot in it,
/// or one of its names for the machine itself.
bool is_registry_name(std::string_view text) noexcept;

}  // namespace portside::anchore
