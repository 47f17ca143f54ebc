// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::crypto {

/// For std::unique_ptr around what OpenSSL allocates.
template <auto Free>
struct Freer {
  template <typename Type>
  void operator()(Type* object) const noexcept {
    Free(object);
  }
};

/// As OpenSSL wants them.
inline const unsigned char* bytes_of(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* bytes_of(std::string& text) noexcept {
  return reinterpret_cast<unsigned char*>(text.data());
}

/// Throws kInternal: "OpenSSL cannot ...", with OpenSSL's own words as the detail.
[[noreturn]] void openssl_failed(const std::string& to_do_what);

}  // namespace portside::crypto
