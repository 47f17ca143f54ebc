// SPDX-License-Identifier: Apache-2.0
#include "offline/index_file.hpp"

#include <sys/stat.h>

#include <utility>

namespace portside::offline {

std::shared_ptr<const advisory::Index> IndexFile::open() {
  const std::lock_guard lock(mutex_);
  // Before it is opened: when it is replaced in between, the next call opens it once more.
  const Identity now = identity();
  if (index_ == nullptr || !(now == identity_)) {
    index_.reset();
    auto opened = std::make_shared<const advisory::Index>(path_);
    // A changed hash of a name would mean that the package has no advisories.
    opened->verify();
    index_ = std::move(opened);
    identity_ = now;
  }
  return index_;
}

/// All zeros when there is no file: then opening it says why.
IndexFile::Identity IndexFile::identity() const {
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
          status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

}  // namespace portside::offline
