// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <ostream>
#include <string>

#include "portside/host/scan_service.hpp"

namespace portside::cli {

/// One line on a terminal that says how far scans are: bytes and layers of all images together.
/// [any]
class ScanProgressLine {
 public:
  /// `width`: columns of the terminal.
  ScanProgressLine(std::ostream& out, std::size_t width) : out_(out), width_(width) {}
  /// Removes the line.
  ~ScanProgressLine();
  ScanProgressLine(const ScanProgressLine&) = delete;
  ScanProgressLine& operator=(const ScanProgressLine&) = delete;

  void update(const ScanOrder& order, const ScanProgress& progress);

  /// The line as it would be drawn.
  std::string text() const;

 private:
  struct Image {
    std::uint64_t bytes_done = 0;
    std::uint64_t bytes_total = 0;
    std::size_t layers_done = 0;
    std::size_t layers_total = 0;
    bool ended = false;
  };
  void draw();
  std::string text_locked() const;

  std::ostream& out_;
  const std::size_t width_;
  mutable std::mutex mutex_;
  /// By name and digest.
  std::map<std::string, Image> images_;
  std::string latest_;
  std::chrono::steady_clock::time_point drawn_at_;
  bool drawn_ = false;
};

}  // namespace portside::cli
