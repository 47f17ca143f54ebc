// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "portside/api/call_context.hpp"
#include "portside/host/scan_service.hpp"

namespace portside::scan {

/// How far one scan is, and who is told. [any]
class ProgressBoard {
 public:
  using Tell = std::function<void(const ScanOrder&, const ScanProgress&)>;
  /// `tell` may be empty. Both outlive the board.
  ProgressBoard(const Tell& tell, const ScanOrder& order) : tell_(tell), order_(order) {}

  void event(ScanEvent event, const std::string& note = {});
  void set_attempt(unsigned attempt);
  /// The scan begins anew.
  void reset();

  void call_says(const Progress& progress);
  void image_has(std::size_t layers, std::uint64_t bytes);
  void bytes_came(std::uint64_t bytes);
  void layer_done();

 private:
  void tell(ScanEvent event, const std::string& note = {});

  const Tell& tell_;
  const ScanOrder& order_;
  /// Held while somebody is told: one event after the other.
  std::mutex mutex_;
  ScanProgress now_;
  std::uint64_t told_bytes_ = 0;
};

}  // namespace portside::scan
