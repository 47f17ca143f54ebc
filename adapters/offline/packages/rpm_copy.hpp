// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "offline/databases.hpp"
#include "offline/packages/package.hpp"
#include "portside/api/call_context.hpp"

namespace portside::offline {

/// Gives SQLite private copies of the rpm databases of an image, one after the other, in one
/// temporary folder that is asked for when the first is needed.
class RpmCopies {
 public:
  RpmCopies(std::function<std::string()> temp_dir, const CallContext& context);

  /// Throws kIo, and what read_rpm_database() throws.
  void read(const DatabaseFile& file, PackageList& list);

 private:
  std::function<std::string()> temp_dir_;
  const CallContext& context_;
  std::string folder_;
};

}  // namespace portside::offline
