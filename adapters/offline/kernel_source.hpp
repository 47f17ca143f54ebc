// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::offline {

/// The source package that advisories about a kernel name, for the source of its signed images:
/// `linux` for `linux-signed-amd64` of Debian, `linux-aws` for `linux-signed-aws` of Ubuntu. Signed
/// images have the kernel's version as their own, their source has another one. "" = the source is
/// no such. `release`: `Debian:12`. [any]
std::string kernel_source(std::string_view source_name, std::string_view release);

}  // namespace portside::offline
