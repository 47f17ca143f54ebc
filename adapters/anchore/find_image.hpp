// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "anchore/api.hpp"
#include "anchore/image_record.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/scan_request.hpp"

namespace portside::anchore {

/// The record in an answer to Api::get_image(); nothing when Anchore has none in this account.
/// Throws what read_image_record() and, for other answers, anchore_error() come to.
std::optional<ImageRecord> found_image(const HttpResponse& answer);

/// Asks for it. Throws also what HttpClient::send() throws.
std::optional<ImageRecord> find_image(const Api& api, const std::string& digest,
                                      const CallContext& context);

/// The digest under which Anchore keeps the image: of the child that it chose where the image is an
/// index, which the last scan has written down. The image's own without such a scan.
std::string known_digest(const ScanRequest& request);

}  // namespace portside::anchore
