// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portside::advisory {
struct AffectedPackage;
}

namespace portside::feeds {

/// Whether a package's versions are those of a module: their release has the word `module`, as in
/// `1.24.0-1.module_el8.9.0+3662+a3d5e0ba`.
bool is_modular(const advisory::AffectedPackage& package) noexcept;

/// The modules (`NAME:STREAM`) that a summary names: `nginx:1.24` in `Important: nginx:1.24
/// security update`; both of `Important: virt:rhel and virt-devel:rhel security update`.
std::vector<std::string> modules_in(std::string_view summary);

}  // namespace portside::feeds
