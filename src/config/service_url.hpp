// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::config {

/// A URL of a service: where it is, and what its requests have as their query.
struct ServiceUrl {
  /// `http://HOST[:PORT][/PATH]`, without a slash at the end.
  std::string base;
  /// `HOST[:PORT]`.
  std::string authority;
  /// Without `?`.
  std::string query;
};

/// Takes a URL apart. What is wrong with it, "" for nothing, without the URL itself: it may hold a
/// password.
std::string take_service_url(std::string_view text, ServiceUrl& out);

}  // namespace portside::config
