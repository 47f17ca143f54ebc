// SPDX-License-Identifier: Apache-2.0
//
// What has to be equal in a host and a plugin before C++ objects can pass between them. Everything
// here is computed by the compiler that builds the including file.
#pragma once

#include <cstdint>
#include <string_view>  // any standard header: defines the library's version macros

namespace portside::abi {

/// Raised whenever an API header changes what crosses the boundary. Host and plugin must agree.
inline constexpr std::uint16_t kMajor = 3;

/// Raised when host-implemented classes grow at their end, or hosts begin to heed what they
/// ignored. A plugin's may not exceed the host's.
inline constexpr std::uint16_t kMinor = 1;

/// Revision of the interface of each kind of plugin; the host says which ones it can call.
inline constexpr std::uint16_t kScannerRevision = 1;
inline constexpr std::uint16_t kProcessorRevision = 1;

/// The version of these headers, shown in messages.
inline constexpr char kSdkVersion[] = "0.1.0";

/// Bits of PluginNote::flags.
enum BuildFlags : std::uint32_t {
  kAddressSanitizer = 1U << 0U,
  kThreadSanitizer = 1U << 1U,
  kNoExceptions = 1U << 2U,
  kNoRtti = 1U << 3U,
};

/// Names the standard library and the layout of its types. libstdc++'s debug mode, its old
/// copy-on-write strings and libc++ all lay out `std::string` or `std::vector` differently, and
/// mixing them goes wrong without a message.
constexpr const char* stdlib_tag() noexcept {
#if defined(_LIBCPP_VERSION)
  return "libc++-1";
#elif defined(__GLIBCXX__) && defined(_GLIBCXX_DEBUG)
  return "libstdc++-debug";
#elif defined(__GLIBCXX__) && defined(_GLIBCXX_USE_CXX11_ABI) && _GLIBCXX_USE_CXX11_ABI
  return "libstdc++-cxx11";
#elif defined(__GLIBCXX__)
  return "libstdc++-cow";
#else
  return "unknown";
#endif
}

constexpr const char* toolchain() noexcept {
#if defined(__clang__)
  return "clang++ " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

constexpr std::uint32_t build_flags() noexcept {
  std::uint32_t flags = 0;
#if defined(__SANITIZE_ADDRESS__)
  flags |= kAddressSanitizer;
#endif
#if defined(__SANITIZE_THREAD__)
  flags |= kThreadSanitizer;
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  flags |= kAddressSanitizer;
#endif
#if __has_feature(thread_sanitizer)
  flags |= kThreadSanitizer;
#endif
#endif
#if !defined(__cpp_exceptions)
  flags |= kNoExceptions;
#endif
#if !defined(__cpp_rtti)
  flags |= kNoRtti;
#endif
  return flags;
}

}  // namespace portside::abi
