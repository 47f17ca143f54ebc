// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "clair/generation.hpp"
#include "portside/api/http_client.hpp"

namespace portside::clair::v4 {

// The requests of Clair 4's HTTP API, ready to be sent: with a token when one is configured, and
// with the timeout that the configuration gives them. They carry secrets. Whatever goes into a path
// is checked: kInvalidArgument for a digest or an identifier that is none.

/// Whether requests carry a token: the configuration has a key.
bool is_signed(const Clair& clair) noexcept;

HttpRequest get_index_state(const Clair& clair);
/// `body` as index_request() makes it. Blocks until the image is indexed, for minutes.
HttpRequest post_manifest(const Clair& clair, std::string body);
HttpRequest get_index_report(const Clair& clair, const std::string& digest);
HttpRequest delete_index_report(const Clair& clair, const std::string& digest);
HttpRequest get_vulnerability_report(const Clair& clair, const std::string& digest);
/// The last update of each updater.
HttpRequest get_update_operations(const Clair& clair);
/// `next` is "" for the first page. The page size has to be the same for all pages.
HttpRequest get_notification(const Clair& clair, const std::string& id, const std::string& next);
HttpRequest delete_notification(const Clair& clair, const std::string& id);

/// `sha256:` or `sha512:` and so many digits as that has, in lower case: what Clair takes for a
/// digest.
bool is_clair_digest(std::string_view text) noexcept;
}  // namespace portside::clair::v4
