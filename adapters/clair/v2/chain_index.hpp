// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "clair/v2/chain_names.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/key_values.hpp"

namespace portside::clair::v2 {

/// An image as it was given to Clair.
struct ImageChain {
  Chain chain;
  /// Of ImageLayers: what was left out.
  std::vector<std::string> notes;
};

/// Which images are made of which of Clair's layers. Clair knows no images: its notifications name
/// the layer that brought a package, which may be the base of a hundred images, and its layers go
/// only with those on top of them. Kept in the state of the instance:
///
///   image/DIGEST        the image's layers, in JSON
///   layer/NAME/DIGEST   empty; one for each layer of each image
///   going/DIGEST        what was under image/, while the image is being deleted
///
/// All methods are [any] and throw what KeyValues throws.
class ChainIndex {
 public:
  explicit ChainIndex(KeyValues& state) : state_(state) {}

  /// To be called before the first layer is posted. Writes nothing when it is known already.
  void remember(const std::string& image, const ImageChain& chain);

  /// Nothing for an image that is not known.
  std::optional<ImageChain> find(const std::string& image) const;

  /// To be called before any layer of the image is deleted: from then on it is not known and counts
  /// as none that has its layers, so that of images that are deleted at the same moment none spares
  /// a layer for another. Returns what it was made of; also when an earlier deletion of it was not
  /// completed.
  std::optional<ImageChain> begin_deletion(const std::string& image);

  /// Once its layers are deleted, or are to stay.
  void end_deletion(const std::string& image);

  /// Calls `take` with the digest of each image that has the layer, however many there are, and
  /// returns whether there was one. Throws kCancelled and kDeadlineExceeded, too.
  bool each_image(const std::string& layer_name, const CallContext& context,
                  const std::function<void(const std::string&)>& take) const;

  /// Whether another image than `image` has the layer.
  bool is_shared(const std::string& layer_name, const std::string& image) const;

 private:
  KeyValues& state_;
};

}  // namespace portside::clair::v2
