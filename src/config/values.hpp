// SPDX-License-Identifier: Apache-2.0
//
// Readers of single values. What is wrong is noted, and the target stays as it was.
#pragma once

#include <string>
#include <vector>

#include "config/cursor.hpp"
#include "portside/host/secret.hpp"

namespace portside::config {

/// Returns whether there was one.
bool read_path(const Cursor& at, std::string& out);

/// Keeps those that are good.
void read_paths(const Cursor& at, std::vector<std::string>& out);

/// A list of host names, domains or addresses, without ports; `*` for all.
void read_hosts(const Cursor& at, std::vector<std::string>& out);

/// A list of the names or addresses of single hosts, as they stand in URLs, in lower case.
void read_single_hosts(const Cursor& at, std::vector<std::string>& out);

/// A text of one or more characters; messages do not show it.
void read_secret(const Cursor& at, Secret& out);

/// A user name for HTTP's basic authentication (RFC 7617): no colon, no control characters.
void read_user(const Cursor& at, std::string& out);

/// `http://HOST[:PORT]` or `https://HOST[:PORT]`.
void read_registry_url(const Cursor& at, std::string& out);

/// `http://[USER:PASSWORD@]HOST:PORT`.
void read_proxy_url(const Cursor& at, Secret& out);

}  // namespace portside::config
