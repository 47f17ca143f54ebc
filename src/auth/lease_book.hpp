// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "portside/host/leases.hpp"

namespace portside {

/// The provider, and the notes of what has to be taken back. Lets only AdapterError out. [any]
class Lease::Book {
 public:
  struct Note {
    std::string lease_id;
    std::string holder;
  };

  Book(std::shared_ptr<CredentialProvider> provider, std::shared_ptr<KeyValues> notes,
       std::function<Millis()> now);

  Millis now() const { return now_(); }

  /// Notes it, then issues. A note without credentials does no harm; the other way round they would
  /// stay for ever. Throws kCancelled when revoke() was called meanwhile: then what came is taken
  /// back.
  Credentials issue(const CredentialRequest& request, const CallContext& context);

  /// Marks the note, takes back, strikes the note out.
  void revoke(const std::string& lease_id, const CallContext& context);

  /// All notes; a few at a time are read.
  std::vector<Note> all() const;

 private:
  bool is_wanted(const std::string& lease_id) const;

  const std::shared_ptr<CredentialProvider> provider_;
  const std::shared_ptr<KeyValues> notes_;
  const std::function<Millis()> now_;
};

}  // namespace portside
