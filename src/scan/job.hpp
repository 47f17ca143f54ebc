// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/scan_service.hpp"
#include "scan/progress_board.hpp"

namespace portside::scan {

/// An ordered scan as its user holds it: can be cancelled, and gets its result once. [any]
class Job final : public Scan {
 public:
  /// `tell`: see ScanServiceOptions::on_progress.
  Job(ScanOrder order, ProgressBoard::Tell tell);

  bool wait(Millis duration) const override;
  void cancel() noexcept override;
  std::shared_ptr<const ScanOutcome> result() const override;

  const ScanOrder& order() const noexcept { return order_; }
  ProgressBoard& board() noexcept { return board_; }
  bool cancelled() const noexcept { return cancelled_; }

  /// The beginning of cancel(): cancelled() holds, and the call is cancelled that is under way.
  void mark_cancelled() noexcept;

  /// Called by cancel(), after cancelled() holds. To be set before others see the job; does not
  /// throw.
  void set_on_cancel(std::function<void()> on_cancel) { on_cancel_ = std::move(on_cancel); }

  /// While it lives, cancel() cancels the call, also one that came before.
  class Running {
   public:
    Running(Job& job, Call& call);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

   private:
    Job& job_;
  };

  /// One of them, once.
  void end(ScanOutcome outcome);
  void end(AdapterError error);

 private:
  void publish(const std::string& note);

  const ScanOrder order_;
  const ProgressBoard::Tell tell_;
  ProgressBoard board_;
  std::function<void()> on_cancel_;
  std::atomic<bool> cancelled_{false};

  mutable std::mutex mutex_;
  mutable std::condition_variable over_;
  Call* call_ = nullptr;
  bool ended_ = false;
  std::shared_ptr<const ScanOutcome> outcome_;
  std::optional<AdapterError> error_;
};

}  // namespace portside::scan
