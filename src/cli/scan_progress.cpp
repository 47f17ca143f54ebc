// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_progress.hpp"

#include <algorithm>
#include <cstdio>

#include "words/quoted.hpp"

namespace portside::cli {
namespace {

constexpr auto kBetweenDraws = std::chrono::milliseconds(100);
constexpr std::size_t kBarColumns = 24;

std::string mebibytes(std::uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MiB", static_cast<double>(bytes) / (1 << 20));
  return text;
}

std::string bar(std::uint64_t done, std::uint64_t total) {
  const double part =
      total == 0 ? 0.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const auto filled = static_cast<std::size_t>(part * kBarColumns);
  return '[' + std::string(filled, '#') + std::string(kBarColumns - filled, '.') + ']';
}

}  // namespace

ScanProgressLine::~ScanProgressLine() {
  if (drawn_) out_ << "\r\033[K" << std::flush;
}

void ScanProgressLine::update(const ScanOrder& order, const ScanProgress& progress) {
  const std::lock_guard lock(mutex_);
  Image& image = images_[order.reference + '@' + order.image.digest];
  image = {progress.bytes_done, progress.bytes_total, progress.layers_done, progress.layers_total,
           progress.event == ScanEvent::kEnded};
  latest_ = progress.note.empty() ? order.reference : order.reference + ": " + progress.note;
  const auto now = std::chrono::steady_clock::now();
  if (drawn_ && now - drawn_at_ < kBetweenDraws) return;
  drawn_at_ = now;
  draw();
}

std::string ScanProgressLine::text() const {
  const std::lock_guard lock(mutex_);
  return text_locked();
}

std::string ScanProgressLine::text_locked() const {
  Image all;
  std::size_t ended = 0;
  for (const auto& [name, image] : images_) {
    all.bytes_done += image.bytes_done;
    all.bytes_total += image.bytes_total;
    all.layers_done += image.layers_done;
    all.layers_total += image.layers_total;
    ended += image.ended ? 1U : 0U;
  }
  std::string text = bar(all.bytes_done, all.bytes_total) + ' ' + mebibytes(all.bytes_done);
  if (all.bytes_total > 0) text += " of " + mebibytes(all.bytes_total);
  if (all.layers_total > 0) {
    text +=
        ", layer " + std::to_string(all.layers_done) + " of " + std::to_string(all.layers_total);
  }
  if (images_.size() > 1) {
    text += ", image " + std::to_string(ended) + " of " + std::to_string(images_.size());
  }
  return text + "  " + words::shortened(latest_);
}

void ScanProgressLine::draw() {
  std::string text = text_locked();
  // A line that wraps could not be drawn over.
  if (width_ > 1 && text.size() > width_ - 1) {
    std::size_t end = width_ - 1;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    text.resize(end);
  }
  out_ << '\r' << text << "\033[K" << std::flush;
  drawn_ = true;
}

}  // namespace portside::cli
