// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace portside::testing {

/// Text, zeros, noise and repetitions from near and far, as in the layers of images; the same every
/// time.
std::string layer_like(std::size_t size);

/// One gzip member, packed by zlib. `strategy` is one of zlib's.
std::string gzip(std::string_view plain, int level = 6, int strategy = 0);

/// One zstd frame with a checksum.
std::string zstd(std::string_view plain, int level = 3);

}  // namespace portside::testing
