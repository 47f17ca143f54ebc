// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
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
  /// `fresh`: milliseconds in which an answer is not asked for again; `stale`: in which it is good
  /// enough when asking fails. `host` outlives the cache.
  AnswerCache(Millis fresh, Millis stale, HostServices& host)
      : fresh_(fresh), stale_(stale), host_(host) {}
  AnswerCache(const AnswerCache&) = delete;
  AnswerCache& operator=(const AnswerCache&) = delete;

  /// The answer of a name, of at most 500 bytes. While one thread asks, others get the old answer
  /// where there is one. Throws what `ask` threw when there is no answer that is good enough, and
  /// in any case when the call of `context` ended. [call]
  Words get(const std::string& name, Keep keep, const std::function<Words()>& ask,
            const CallContext& context);

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
  bool is_good_enough(const Entry& entry, Millis now) const;
  Words learn(const std::string& name, Keep keep, Words words, Millis now);
  Words failed(const std::string& name, const AdapterError& error, Millis now);
  void store(const std::string& name, const Entry& entry) noexcept;
  std::optional<Entry> stored(const std::string& name) const;

  const Millis fresh_;
  const Millis stale_;
  HostServices& host_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace portside::http_processor
