// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

#include <string>

namespace portside::http {

/// Why nothing may connect to an address, or "". Refused are link-local addresses (RFC 3927, RFC
/// 4291 section 2.5.6), where clouds keep their metadata services, the addresses of such services
/// elsewhere, multicast and "this network". Decided on the address that a name resolved to, so that
/// no name can lead there.
std::string forbidden_address(const sockaddr& address);

/// The same for the host of a URL; "" for names, of which nothing is known yet.
std::string forbidden_literal(const std::string& host);

}  // namespace portside::http
