// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "portside/host/leases.hpp"

namespace portside {

/// The provider, and the notes of what has to be taken back. [any]
class Lease::Book {
 public:
  struct Note {
    std::string lease_id;
    std::string holder;
  };

  Book(std::shared_ptr<CredentialProvider> provider, std::shared_ptr<KeyValues> notes)
      : provider_(std::move(provider)), notes_(std::move(notes)) {}

  /// Notes it, then issues. A note without credentials does no harm; the other way round they would
  /// stay for ever.
  Credentials issue(const CredentialRequest& request, const CallContext& context);

  /// Takes back, then strikes the note out.
  void revoke(const std::string& lease_id, const CallContext& context);

  /// All notes; a few at a time are read.
  std::vector<Note> all() const;

 private:
  const std::shared_ptr<CredentialProvider> provider_;
  const std::shared_ptr<KeyValues> notes_;
};

}  // namespace portside
