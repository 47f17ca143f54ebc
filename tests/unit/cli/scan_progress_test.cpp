// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace portside::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint64_t kMiB = 1U << 20U;

ScanOrder order(const std::string& name) {
  ScanOrder order;
  order.reference = name;
  return order;
}

ScanProgress progress(std::uint64_t done, std::uint64_t total, std::size_t layer) {
  ScanProgress progress;
  progress.event = ScanEvent::kProgress;
  progress.bytes_done = done;
  progress.bytes_total = total;
  progress.layers_done = layer;
  progress.layers_total = 4;
  return progress;
}

TEST(ScanProgressLine, SaysHowFarItIs) {
  std::ostringstream out;
  ScanProgressLine line(out, 120);
  line.update(order("library/app:1"), progress(3 * kMiB, 12 * kMiB, 1));
  EXPECT_EQ(line.text(),
            "[######..................] 3.0 MiB of 12.0 MiB, layer 1 of 4  library/app:1");
  EXPECT_EQ(out.str(), '\r' + line.text() + "\033[K");
}

TEST(ScanProgressLine, AddsImagesUp) {
  std::ostringstream out;
  ScanProgressLine line(out, 120);
  line.update(order("a"), progress(4 * kMiB, 4 * kMiB, 4));
  ScanProgress ended = progress(4 * kMiB, 4 * kMiB, 4);
  ended.event = ScanEvent::kEnded;
  line.update(order("a"), ended);
  line.update(order("b"), progress(0, 4 * kMiB, 0));
  EXPECT_EQ(line.text(),
            "[############............] 4.0 MiB of 8.0 MiB, layer 4 of 8, "
            "image 1 of 2  b");
}

TEST(ScanProgressLine, SaysWhatItWaitsForAndKeepsToOneLine) {
  std::ostringstream out;
  ScanProgressLine line(out, 20);
  ScanProgress waiting;
  waiting.note = "indexing\nnow";
  line.update(order("a"), waiting);
  EXPECT_THAT(line.text(), EndsWith("0.0 MiB  a: indexing\\u000anow"));
  EXPECT_THAT(out.str(), Not(HasSubstr("\n")));
  EXPECT_EQ(out.str().size(), 1 + 19 + 3U) << "a line that wraps could not be drawn over";
}

TEST(ScanProgressLine, IsGoneInTheEnd) {
  std::ostringstream out;
  { ScanProgressLine line(out, 80); }
  EXPECT_EQ(out.str(), "") << "nothing was drawn";
  {
    ScanProgressLine line(out, 80);
    line.update(order("a"), progress(1, 2, 1));
  }
  EXPECT_THAT(out.str(), EndsWith("\r\033[K"));
}

}  // namespace
}  // namespace portside::cli
