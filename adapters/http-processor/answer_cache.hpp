// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/host_services.hpp"
#include "portside/api/millis.hpp"

namespace portside::http_processor {

/// What an answer consists of.
using Words = std::vector<std::string>;

/// Whether an answer outlives the process.
enum class Keep : std::uint8_t { kInMemory, kInState };

/// Remembers answers, so that a listing asks nobody: for a while without asking again, and for
/// longer while asking fails. One that failed is not repeated for 10 s. [any]
class AnswerCache {
 public:
  /// `service`: who answers; what another one answered is not taken out of the state. `fresh`:
  /// milliseconds in which an answer is not asked for again; `stale`: in which it is good enough
  /// when asking fails. `host` outlives the cache.
  AnswerCache(std::string service, Millis fresh, Millis stale, HostServices& host)
      : service_(std::move(service)), fresh_(fresh), stale_(stale), host_(host) {}
  AnswerCache(const AnswerCache&) = delete;
  AnswerCache& operator=(const AnswerCache&) = delete;

  /// The answer of a name, of at most 500 bytes. While one thread asks, others get the old answer
  /// where there is one. Throws what `ask` threw when there is no answer that is good enough, and
  /// in any case when the call of `context` ended. [call]
  Words get(const std::string& name, Keep keep, const std::function<Words()>& ask,
            const CallContext& context);

  /// Why get() has no answer of that name just now; nothing when it has one, or would ask. [any]
  std::optional<AdapterError> failure_of(const std::string& name) const;

 private:
  struct Entry {
    std::optional<Words> words;
    /// When they were answered, and when asking failed last.
    Millis answered_at = 0;
    Millis failed_at = 0;
    std::optional<AdapterError> failure;
    bool asking = false;
  };

  Entry& entry_of(const std::string& name, Keep keep, Millis now);
  static bool is_paused(const Entry& entry, Millis now);
  bool is_good_enough(const Entry& entry, Millis now) const;
  Words learn(const std::string& name, Keep keep, Words words, Millis now);
  Words failed(const std::string& name, const AdapterError& error, Millis now);
  void store(const std::string& name, const Entry& entry) noexcept;
  std::optional<Entry> stored(const std::string& name) const;

  const std::string service_;
  const Millis fresh_;
  const Millis stale_;
  HostServices& host_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace portside::http_processor
