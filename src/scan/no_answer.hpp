// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/http_client.hpp"

namespace portside::scan {

/// What a scan is resumed with when its awaited request got no answer: status 0, and `extra` says
/// why (ScannerAdapter::resume_scan()).
HttpResponse no_answer(const std::string& why);

}  // namespace portside::scan
