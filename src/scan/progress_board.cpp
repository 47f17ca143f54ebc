// SPDX-License-Identifier: Apache-2.0
#include "scan/progress_board.hpp"

namespace portside::scan {
namespace {

/// Bytes that pass before somebody is told again.
constexpr std::uint64_t kStride = std::uint64_t{256} << 10U;

}  // namespace

void ProgressBoard::tell(ScanEvent event, const std::string& note) {
  if (!tell_) return;
  ScanProgress progress = now_;
  progress.event = event;
  progress.note = note;
  try {
    tell_(order_, progress);
  } catch (...) {
    // A watcher's mistake is no reason to fail the scan.
  }
}

void ProgressBoard::event(ScanEvent event, const std::string& note) {
  const std::scoped_lock lock(mutex_);
  tell(event, note);
}

void ProgressBoard::set_attempt(unsigned attempt) {
  const std::scoped_lock lock(mutex_);
  now_.attempt = attempt;
}

void ProgressBoard::step_succeeded() {
  const std::scoped_lock lock(mutex_);
  now_.attempt = 1;
  sure_bytes_ = now_.bytes_done;
  sure_layers_ = now_.layers_done;
}

void ProgressBoard::step_failed() {
  const std::scoped_lock lock(mutex_);
  go_back();
}

void ProgressBoard::reset() {
  const std::scoped_lock lock(mutex_);
  sure_bytes_ = 0;
  sure_layers_ = 0;
  go_back();
}

void ProgressBoard::go_back() {
  now_.phase.clear();
  now_.done = 0;
  now_.total = 0;
  now_.bytes_done = sure_bytes_;
  now_.layers_done = sure_layers_;
  told_bytes_ = sure_bytes_;
}

void ProgressBoard::call_says(const Progress& progress) {
  const std::scoped_lock lock(mutex_);
  now_.phase = progress.phase;
  now_.done = progress.done;
  now_.total = progress.total;
  tell(ScanEvent::kProgress);
}

void ProgressBoard::image_has(std::size_t layers, std::uint64_t bytes) {
  const std::scoped_lock lock(mutex_);
  now_.layers_total = layers;
  now_.bytes_total = bytes;
  tell(ScanEvent::kProgress);
}

void ProgressBoard::bytes_came(std::uint64_t bytes) {
  const std::scoped_lock lock(mutex_);
  now_.bytes_done += bytes;
  if (now_.bytes_done - told_bytes_ < kStride) return;
  told_bytes_ = now_.bytes_done;
  tell(ScanEvent::kProgress);
}

void ProgressBoard::layer_done() {
  const std::scoped_lock lock(mutex_);
  ++now_.layers_done;
  told_bytes_ = now_.bytes_done;
  tell(ScanEvent::kProgress);
}

}  // namespace portside::scan
