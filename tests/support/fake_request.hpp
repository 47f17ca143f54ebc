// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "portside/api/http_client.hpp"

namespace portside::testing {

/// The URL of a request as a server's router sees it: percent-encoding undone.
struct FakeTarget {
  /// `GET /v1/layers/NAME`, without the query.
  std::string method;
  std::vector<std::string> path;
  std::map<std::string, std::string> query;

  bool is(const std::string& wanted_method, std::size_t parts) const {
    return method == wanted_method && path.size() == parts;
  }
  bool has(const std::string& name) const { return query.count(name) != 0; }
  std::string at(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? "" : found->second;
  }
};

/// Takes absolute URLs and those that begin with a slash.
FakeTarget read_target(const HttpRequest& request);

/// The first header field of that name, whatever its case; "" without one.
std::string request_header(const HttpRequest& request, const std::string& name);

HttpResponse fake_answer(std::int32_t status, std::string body, const std::string& type);

}  // namespace portside::testing
