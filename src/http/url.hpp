// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::http {

/// The parts of an absolute http or https URL that decide who is asked.
struct Url {
  /// `http` or `https`.
  std::string scheme;
  /// Lower case; an IPv6 address in brackets.
  std::string host;
  std::string port;

  /// `scheme://host[:port]`, without the port when it is the scheme's own (RFC 6454 section 4).
  std::string origin() const;
};

/// Throws kInvalidArgument for anything that must not be sent: another scheme, a user in the URL,
/// control characters, blanks, bytes that are not ASCII, more than 8 KiB. Does not repeat what it
/// found, which may hold secrets.
Url parse_url(const std::string& text);

/// What parse_url() throws for the length and the characters of a URL.
void check_url_characters(const std::string& text);

/// True for a URL that begins with `origin`, as Url::origin() writes it, and goes on with a path:
/// it has this origin. Nearly all URLs of an origin do, and need not be parsed to be told from
/// others.
bool begins_with_origin(std::string_view url, std::string_view origin) noexcept;

/// Throws kInvalidArgument for what is no `http://[USER:PASSWORD@]HOST[:PORT]`.
void check_proxy(const std::string& text);

/// The absolute URL that a Location header means (RFC 9110 section 10.2.2). Throws kInvalidArgument
/// as parse_url() does.
std::string resolve_location(const std::string& base, const std::string& location);

/// A URL for messages: without user, query and fragment, which may hold secrets.
std::string shown_url(const std::string& text);

}  // namespace portside::http
