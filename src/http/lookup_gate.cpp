// SPDX-License-Identifier: Apache-2.0
#include "http/lookup_gate.hpp"

#include <algorithm>
#include <utility>

namespace portside::http {

bool LookupGate::enter(const std::string& host, Id id) {
  Door& door = doors_[host];
  if (door.inside < kMaxLookups && door.waiting.empty()) {
    ++door.inside;
    return true;
  }
  door.waiting.push_back(id);
  return false;
}

void LookupGate::leave(const std::string& host) {
  const auto found = doors_.find(host);
  if (found == doors_.end()) return;
  --found->second.inside;
  freed_.push_back(host);
}

void LookupGate::forget(const std::string& host, Id id) {
  const auto found = doors_.find(host);
  if (found == doors_.end()) return;
  auto& waiting = found->second.waiting;
  const auto place = std::ranges::find(waiting, id);
  if (place != waiting.end()) waiting.erase(place);
}

std::vector<LookupGate::Id> LookupGate::passed() {
  std::vector<Id> ids;
  for (const std::string& host : std::exchange(freed_, {})) {
    const auto found = doors_.find(host);
    if (found == doors_.end()) continue;
    Door& door = found->second;
    while (door.inside < kMaxLookups && !door.waiting.empty()) {
      ids.push_back(door.waiting.front());
      door.waiting.pop_front();
      ++door.inside;
    }
    if (door.inside == 0) doors_.erase(found);
  }
  return ids;
}

}  // namespace portside::http
