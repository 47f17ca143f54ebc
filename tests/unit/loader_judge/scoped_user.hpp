// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <stdexcept>

namespace portside::testing {

/// A user that is neither root nor, on any usual system, a person.
inline constexpr uid_t kNobody = 65534;

/// Makes the test an unprivileged user while it lives, when it runs as root: permissions do not
/// hold root back.
class ScopedUser {
 public:
  ScopedUser() {
    if (::geteuid() == 0 && ::seteuid(kNobody) != 0) throw std::runtime_error("seteuid failed");
  }
  ~ScopedUser() {
    if (::getuid() == 0 && ::seteuid(0) != 0) ::_exit(99);
  }
  ScopedUser(const ScopedUser&) = delete;
  ScopedUser& operator=(const ScopedUser&) = delete;
};

}  // namespace portside::testing
