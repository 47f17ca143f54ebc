// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "advisory/index.hpp"

namespace portside::offline {

/// The index of advisories that scans share: opened, and read once to verify it, when it is first
/// needed, and again when another file has taken its place. Who has one keeps it. All methods are
/// [any].
class IndexFile {
 public:
  explicit IndexFile(std::string path) : path_(std::move(path)) {}

  /// Throws what advisory::Index and its verify() throw; kNotFound when there is no such file.
  std::shared_ptr<const advisory::Index> open();

  const std::string& path() const noexcept { return path_; }

 private:
  /// What another file does not have in common.
  struct Identity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;

    friend bool operator==(const Identity&, const Identity&) = default;
  };

  Identity identity() const;

  const std::string path_;
  std::mutex mutex_;
  Identity identity_;
  std::shared_ptr<const advisory::Index> index_;
};

}  // namespace portside::offline
