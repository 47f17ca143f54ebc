// SPDX-License-Identifier: Apache-2.0
#include "scan/current_error.hpp"

#include <exception>

namespace portside::scan {

AdapterError current_error(const std::string& doing) {
  try {
    throw;
  } catch (const AdapterError& error) {
    return error;
  } catch (const std::exception& error) {
    return {ErrorCode::kInternal, doing + ": " + error.what()};
  } catch (...) {
    return {ErrorCode::kInternal, doing + ": something was thrown that is no std::exception"};
  }
}

}  // namespace portside::scan
