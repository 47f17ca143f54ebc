// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "portside/api/json.hpp"

namespace portside::sdk {

/// Writes where a scan stands, for ScanStep::pending_for() and its like: a JSON object whose
/// `format` tells the reader which version of the adapter wrote it. Keys are names of the adapter's
/// own, which need no escapes. No secrets: the host keeps what is written on its disk.
class ContinuationWriter {
 public:
  explicit ContinuationWriter(std::uint64_t format);
  ContinuationWriter& text(std::string_view key, std::string_view value);
  ContinuationWriter& number(std::string_view key, std::uint64_t value);
  ContinuationWriter& flag(std::string_view key, bool value);
  Json json() const;

 private:
  ContinuationWriter& add(std::string_view key, std::string_view value);

  std::string members_;
};

/// Reads what ContinuationWriter wrote, perhaps in another version, before the host was started
/// again: for resume_scan(). Everything throws kStaleContinuation for what this adapter did not
/// write: the host begins such a scan anew.
class ContinuationReader {
 public:
  /// `adapter` is named in messages: `Clair`.
  ContinuationReader(const Json& continuation, std::string adapter, std::uint64_t format);
  ~ContinuationReader();

  std::string text(const char* key) const;
  /// From 0 to `most`.
  std::uint64_t number(const char* key, std::uint64_t most) const;
  bool flag(const char* key) const;
  /// For values that are wrong in the adapter's own eyes.
  [[noreturn]] void throw_stale() const;

 private:
  struct Document;

  std::string adapter_;
  std::unique_ptr<Document> document_;
};

}  // namespace portside::sdk
