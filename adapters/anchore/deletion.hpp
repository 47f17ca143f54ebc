// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "anchore/api.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/scan_request.hpp"

namespace portside::anchore {

/// Has Anchore forget the image, as `on_delete` says. One that it does not know is none to forget.
/// Throws kScannerRejected when Anchore refuses (it says so in an answer of 200).
void forget_image(const Api& api, const ScanRequest& request, const CallContext& context);

/// Deletes an image that this adapter brought and that is not analysed yet, unless `on_delete` is
/// kKeep. Throws as forget_image().
void stop_analysis(const Api& api, const std::string& digest, const CallContext& context);

}  // namespace portside::anchore
