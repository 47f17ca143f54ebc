// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/chain_index.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "portside/sdk/throw_if_over.hpp"

namespace portside::clair::v2 {
namespace {

using IndexJson = nlohmann::json;

constexpr std::uint32_t kKeysAtOnce = 1'000;

std::string image_key(const std::string& image) {
  return "image/" + image;
}

std::string going_key(const std::string& image) {
  return "going/" + image;
}

std::string layer_prefix(const std::string& name) {
  return "layer/" + name + "/";
}

std::string text_of_chain(const ImageChain& image) {
  IndexJson layers = IndexJson::array();
  for (const ChainLayer& layer : image.chain) {
    layers.push_back(
        {layer.name, layer.image.digest, layer.image.is_left_out, layer.image.foreign_url});
  }
  return IndexJson{{"layers", std::move(layers)}, {"notes", image.notes}}.dump(
      -1, ' ', false, IndexJson::error_handler_t::replace);
}

/// Nothing for a text that text_of_chain() did not write.
std::optional<ImageChain> parse_chain(const std::string& text) {
  ImageChain image;
  try {
    const IndexJson document = IndexJson::parse(text);
    for (const IndexJson& layer : document.at("layers")) {
      ChainLayer& added = image.chain.emplace_back();
      added.name = layer.at(0).get<std::string>();
      added.image.digest = layer.at(1).get<std::string>();
      added.image.is_left_out = layer.at(2).get<bool>();
      added.image.foreign_url = layer.at(3).get<std::string>();
    }
    image.notes = document.at("notes").get<std::vector<std::string>>();
  } catch (const IndexJson::exception&) {
    return std::nullopt;
  }
  return image;
}

}  // namespace

void ChainIndex::remember(const std::string& image, const ImageChain& chain) {
  std::string text = text_of_chain(chain);
  if (state_.get(image_key(image)) == text) return;
  std::vector<KeyValues::Change> changes;
  changes.reserve(chain.chain.size() + 2);
  for (const ChainLayer& layer : chain.chain) {
    changes.emplace_back(layer_prefix(layer.name) + image, "");
  }
  changes.emplace_back(going_key(image), std::nullopt);
  changes.emplace_back(image_key(image), std::move(text));
  state_.write(changes);
}

std::optional<ImageChain> ChainIndex::find(const std::string& image) const {
  const std::optional<std::string> text = state_.get(image_key(image));
  return text ? parse_chain(*text) : std::nullopt;
}

std::optional<ImageChain> ChainIndex::begin_deletion(const std::string& image) {
  std::optional<std::string> text = state_.get(image_key(image));
  if (!text) {
    text = state_.get(going_key(image));
    return text ? parse_chain(*text) : std::nullopt;
  }
  std::optional<ImageChain> known = parse_chain(*text);
  std::vector<KeyValues::Change> changes = {{image_key(image), std::nullopt},
                                            {going_key(image), std::move(text)}};
  if (known) {
    for (const ChainLayer& layer : known->chain) {
      changes.emplace_back(layer_prefix(layer.name) + image, std::nullopt);
    }
  }
  state_.write(changes);
  return known;
}

void ChainIndex::end_deletion(const std::string& image) {
  if (state_.get(going_key(image))) state_.write({{going_key(image), std::nullopt}});
}

bool ChainIndex::each_image(const std::string& layer_name, const CallContext& context,
                            const std::function<void(const std::string&)>& take) const {
  const std::string prefix = layer_prefix(layer_name);
  std::string last;
  for (;;) {
    sdk::throw_if_over(context);
    const std::vector<std::string> keys = state_.keys(prefix, last, kKeysAtOnce);
    if (keys.empty()) return !last.empty();
    for (const std::string& key : keys) take(key.substr(prefix.size()));
    last = keys.back();
  }
}

bool ChainIndex::is_shared(const std::string& layer_name, const std::string& image) const {
  const std::string prefix = layer_prefix(layer_name);
  for (const std::string& key : state_.keys(prefix, "", 2)) {
    if (key.compare(prefix.size(), std::string::npos, image) != 0) return true;
  }
  return false;
}

}  // namespace portside::clair::v2
