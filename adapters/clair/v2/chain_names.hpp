// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "clair/layer_source.hpp"
#include "portside/api/crypto.hpp"

namespace portside::clair::v2 {

/// A layer of an image under the name that Clair has it by.
struct ChainLayer {
  /// 64 lowercase hex digits.
  std::string name;
  ImageLayer image;
};

/// The layers of an image, bottom up.
using Chain = std::vector<ChainLayer>;

/// Images are made of at most 127 layers by those who build them; more than this is nothing that
/// Clair has to be kept busy with.
inline constexpr std::size_t kMaxChain = 1'000;

/// Names layers as Harbor always did, so that a database which Harbor filled is of use: SHA-256
/// over the digests from the base up to this layer, each followed by `-`. Clair takes a name that
/// it knows for done, whatever is behind it, so a name has to stand for a layer and all below it.
/// Layers that are left out count as well. Throws kUnsupported for more than kMaxChain layers.
Chain name_layers(const std::vector<ImageLayer>& layers, Crypto& crypto);

/// Whether `text` can be a name that name_layers() made.
bool is_layer_name(std::string_view text) noexcept;

inline constexpr std::size_t kNoLayer = static_cast<std::size_t>(-1);

/// The first layer from `from` on that Clair is told of; kNoLayer when there is none.
std::size_t next_posted(const Chain& chain, std::size_t from) noexcept;

/// The last layer below `below` that Clair is told of; kNoLayer when there is none. With
/// `chain.size()` that is the top, which the report is read from.
std::size_t last_posted(const Chain& chain, std::size_t below) noexcept;

}  // namespace portside::clair::v2
