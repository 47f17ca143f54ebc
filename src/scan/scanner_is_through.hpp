// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/api/error.hpp"

namespace portside::scan {

/// Whether an error of a pending scan says that the scanner does not work on it any more. After all
/// others it may, and has to be told (ScannerAdapter::abandon_scan()).
inline bool scanner_is_through(const AdapterError& error) noexcept {
  return error.code == ErrorCode::kScanFailed || error.code == ErrorCode::kScannerRejected ||
         error.code == ErrorCode::kStaleContinuation;
}

}  // namespace portside::scan
