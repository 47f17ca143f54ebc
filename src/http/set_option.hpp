// SPDX-License-Identifier: Apache-2.0
//
// Includes libcurl: for .cpp files of this room only.
#pragma once

#include <curl/curl.h>

#include <string>

#include "portside/api/error.hpp"

namespace portside::http {

/// Throws kInternal.
template <typename Value>
void set_option(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OK) return;
  throw AdapterError(ErrorCode::kInternal,
                     std::string("libcurl refuses an option: ") + curl_easy_strerror(code));
}

}  // namespace portside::http
