// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "crypto/digest.hpp"

namespace portside::testing {

/// `sha256:...` of a content.
inline std::string digest_of(const std::string& content) {
  return "sha256:" + crypto::hex(crypto::sha256(content));
}

}  // namespace portside::testing
