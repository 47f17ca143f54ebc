// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "feeds/archive_reader.hpp"

namespace portside::feeds {

/// The text of the changelog in a Debian package: changelog.Debian.gz, of a native package
/// changelog.gz, in the folder of documentation. Nothing when it has none: it may be in another
/// package of the same source. Throws AdapterError, as ArchiveReader; messages do not name the
/// file.
std::optional<std::string> changelog_in_deb(ArchiveReader& deb, const ContainerLimits& limits);

}  // namespace portside::feeds
