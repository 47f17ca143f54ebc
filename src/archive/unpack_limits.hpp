// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace portside::archive {

/// What unpacking may cost. Whoever packs a layer decides what comes out of it: a few bytes can
/// stand for gigabytes.
struct UnpackLimits {
  /// Plain bytes in all. Far above the layers that exist, far below what fills a disk.
  std::uint64_t max_bytes = 64ULL << 30U;

  /// Plain bytes for each packed byte that was read. gzip reaches 1,032, so that it is never
  /// refused for this; zstd some 30,000.
  std::uint64_t max_ratio = 1'100;

  /// The ratio counts as soon as more plain bytes than this came out, since small layers of zeros
  /// are common and harmless.
  std::uint64_t ratio_from = 1ULL << 30U;

  /// The largest window of a zstd frame, as the power of two of its bytes: memory that the frame
  /// asks for. 27 (128 MiB) is what zstd itself takes without `--long=N`. 10 to 31.
  int max_window_log = 27;
};

}  // namespace portside::archive
