// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/chain_names.hpp"

#include <algorithm>

#include "portside/api/error.hpp"

namespace portside::clair::v2 {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string hex_of(std::string_view bytes) {
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kHexDigits[byte >> 4U];
    hex += kHexDigits[byte & 15U];
  }
  return hex;
}

}  // namespace

Chain name_layers(const std::vector<ImageLayer>& layers, Crypto& crypto) {
  if (layers.size() > kMaxChain) {
    throw AdapterError(ErrorCode::kUnsupported, "the image has " + std::to_string(layers.size()) +
                                                    " layers; Clair 2 is given images of at most " +
                                                    std::to_string(kMaxChain));
  }
  Chain chain;
  chain.reserve(layers.size());
  std::string below;
  for (const ImageLayer& layer : layers) {
    below += layer.digest;
    below += '-';
    chain.push_back({hex_of(crypto.sha256(below)), layer});
  }
  return chain;
}

bool is_layer_name(std::string_view text) noexcept {
  constexpr std::size_t kSha256Digits = 64;
  return text.size() == kSha256Digits &&
         text.find_first_not_of(kHexDigits) == std::string_view::npos;
}

std::size_t next_posted(const Chain& chain, std::size_t from) noexcept {
  while (from < chain.size() && chain[from].image.is_left_out) ++from;
  return from < chain.size() ? from : kNoLayer;
}

std::size_t last_posted(const Chain& chain, std::size_t below) noexcept {
  std::size_t layer = std::min(below, chain.size());
  while (layer > 0 && chain[layer - 1].image.is_left_out) --layer;
  return layer > 0 ? layer - 1 : kNoLayer;
}

}  // namespace portside::clair::v2
