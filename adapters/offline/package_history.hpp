// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "offline/databases.hpp"
#include "offline/packages/package.hpp"

namespace portside::offline {

/// The packages of one kind of database, followed layer by layer: who knows when each came.
class PackageHistory {
 public:
  using Reader = std::function<PackageList(const std::vector<DatabaseFile>&)>;

  /// The databases as they are with layer `layer` on top, bottom up. They are read when they have
  /// changed. A database that is malformed or too large is an error only when it is the last.
  void update(const std::vector<DatabaseFile>& files, std::size_t layer, const Reader& read);

  /// Throws what the reader threw for the last databases.
  const PackageList& list() const;

  /// For each package of the list, the layer since which it was there in this version.
  const std::vector<std::size_t>& layers() const noexcept { return layers_; }

 private:
  std::vector<DatabaseFile> files_;
  PackageList list_;
  std::vector<std::size_t> layers_;
  std::unordered_map<std::string, std::size_t> since_;
  std::exception_ptr failure_;
};

}  // namespace portside::offline
