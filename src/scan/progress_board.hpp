// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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
  /// What the step read counts for good; the next call is a first attempt.
  void step_succeeded();
  /// What the step read is read again, and counted then.
  void step_failed();
  /// The scan begins anew. Its image is the same: the totals stay.
  void reset();

  void call_says(const Progress& progress);
  void image_has(std::size_t layers, std::uint64_t bytes);
  void bytes_came(std::uint64_t bytes);
  void layer_done();

 private:
  void tell(ScanEvent event, const std::string& note = {});
  void go_back();

  const Tell& tell_;
  const ScanOrder& order_;
  /// Held while somebody is told: one event after the other.
  std::mutex mutex_;
  ScanProgress now_;
  std::uint64_t told_bytes_ = 0;
  /// Of the steps that succeeded.
  std::uint64_t sure_bytes_ = 0;
  std::size_t sure_layers_ = 0;
};

}  // namespace portside::scan
