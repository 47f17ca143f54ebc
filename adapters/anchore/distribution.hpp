// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace portside::anchore {

/// Whether a group of records is about a distribution, by its name: `debian:12`, but not
/// `github:npm`.
bool is_distribution_group(std::string_view group);

/// Whether the group has the records that Anchore compares packages of an image's distribution
/// with. `os` is ImageRecord::os: `centos 7.9` is compared with `rhel:7`.
bool is_group_for(std::string_view group, std::string_view os);

}  // namespace portside::anchore
