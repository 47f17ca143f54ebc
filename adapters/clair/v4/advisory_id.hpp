// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::clair::v4 {

/// The identifier in the name of a vulnerability. Mostly the name is one; of Ubuntu and Oracle it
/// is the title of their OVAL definition: `CVE-2020-1752 on Ubuntu 20.04 LTS (focal) - medium.`. A
/// name that begins with nothing like an identifier is one itself.
std::string_view advisory_id(std::string_view name);

/// The version that fixes a vulnerability, out of Clair's `fixed_in_version`. For some languages
/// (OSV) that is a query: `fixed=1.2&introduced=0`; one without `fixed` has no fix. "" for none.
std::string fixed_version_of(std::string_view text);

}  // namespace portside::clair::v4
