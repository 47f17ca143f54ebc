// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "portside/api/millis.hpp"

namespace portside::anchore {

/// What a scan does about the record of its repository.
enum class RecordTurn : std::uint8_t {
  kPut,   ///< there is one
  kPost,  ///< and say what came of it, at once where nothing is sent: learn() or refused()
  kWait,  ///< another scan posts it
};

/// What is known of Anchore's records with credentials, one for each repository: the next scan
/// changes it, and does not have a new one refused before. Of scans that begin together one posts,
/// and the others wait for what comes of it. What is not remembered costs a request that is
/// refused. Times are HostServices::now(). [any]
class RegistryRecords {
 public:
  /// For the scan of `digest`, which never waits for itself. After ten seconds in which nothing is
  /// heard of a post, and for ten seconds after one that was refused, nobody waits.
  RecordTurn next(const std::string& repository, const std::string& digest, Millis now);
  /// There is one.
  void learn(const std::string& repository);
  /// Anchore did not take it: whoever asks finds out on his own why.
  void refused(const std::string& repository, Millis now);
  /// It is gone.
  void forget(const std::string& repository);

 private:
  enum class State : std::uint8_t { kPosted, kThere, kRefused };
  struct Record {
    State state = State::kPosted;
    /// When it was posted or refused.
    Millis at = 0;
    /// Of the image whose scan posted it.
    std::string digest = {};
  };

  void keep(const std::string& repository, Record record);

  std::mutex mutex_;
  std::unordered_map<std::string, Record> records_;
};

}  // namespace portside::anchore
