// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::scan {

/// What a scan is resumed with when its awaited request got no answer: status 0, and `extra` says
/// why, and whether to send it again can help (ScannerAdapter::resume_scan()).
HttpResponse no_answer(const AdapterError& error);

}  // namespace portside::scan
