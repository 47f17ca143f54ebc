// SPDX-License-Identifier: Apache-2.0
#include "crypto/openssl.hpp"

#include <openssl/err.h>

#include "portside/api/error.hpp"

namespace portside::crypto {

void openssl_failed(const std::string& to_do_what) {
  char cause[256];
  ERR_error_string_n(ERR_get_error(), cause, sizeof cause);
  ERR_clear_error();
  throw AdapterError(ErrorCode::kInternal, "OpenSSL cannot " + to_do_what, cause);
}

}  // namespace portside::crypto
