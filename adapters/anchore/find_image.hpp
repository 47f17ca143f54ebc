// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "anchore/api.hpp"
#include "anchore/image_record.hpp"
#include "portside/api/call_context.hpp"

namespace portside::anchore {

/// Anchore's record of the image; nothing when it has none in this account. Throws what
/// HttpClient::send(), read_image_record() and, for other answers, anchore_error() come to.
std::optional<ImageRecord> find_image(const Api& api, const std::string& digest,
                                      const CallContext& context);

}  // namespace portside::anchore
