// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/http_client.hpp"

namespace portside::clair {

/// An exchange with a real Clair.
struct Recorded {
  HttpRequest request;
  HttpResponse response;
};

/// Reads the one file in `folder` (`v2` or `v4`) whose name is a number, `-`, `name` and `.json`.
/// The request's `url` is the path. A test that asks for what is not there fails with kNotFound.
Recorded read_recorded(const std::string& folder, const std::string& name);

}  // namespace portside::clair
