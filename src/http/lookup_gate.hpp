// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace portside::http {

/// Lets a few transfers to a host look up its name at a time; the others find it in libcurl's cache
/// or a connection that is open. libcurl starts a thread for each look-up: a thousand transfers
/// that begin together would start a thousand.
class LookupGate {
 public:
  using Id = std::uint64_t;
  static constexpr std::size_t kMaxLookups = 8;

  /// True when `id` may begin; else passed() tells when.
  bool enter(const std::string& host, Id id);

  /// One that was let in found its address, or ended.
  void leave(const std::string& host);

  /// One that was waiting ended.
  void forget(const std::string& host, Id id);

  /// Those that may begin now, and are let in by this.
  std::vector<Id> passed();

 private:
  struct Door {
    std::size_t inside = 0;
    std::deque<Id> waiting;
  };

  std::map<std::string, Door> doors_;
  /// Hosts whose door became less full.
  std::vector<std::string> freed_;
};

}  // namespace portside::http
