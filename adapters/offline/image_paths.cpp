// SPDX-License-Identifier: Apache-2.0
#include "offline/image_paths.hpp"

#include <limits>

#include "offline/path.hpp"
#include "offline/walk.hpp"
#include "portside/api/error.hpp"

namespace portside::offline {
namespace {

/// A power of two: 1 MiB tells half a million paths apart well enough.
constexpr std::size_t kSeenBits = std::size_t{1} << 23U;
constexpr std::size_t kWordBits = 64;

/// What a node of the map takes, roughly.
constexpr std::uint64_t kLinkOverhead = 128;

constexpr std::size_t kAnyLayer = std::numeric_limits<std::size_t>::max();

struct SeenBits {
  explicit SeenBits(std::string_view place) : hash(std::hash<std::string_view>()(place)) {}
  std::size_t first() const { return hash % kSeenBits; }
  std::size_t second() const { return (hash >> 32U) % kSeenBits; }
  std::size_t hash;
};

std::uint64_t mask(std::size_t bit) {
  return std::uint64_t{1} << (bit % kWordBits);
}

}  // namespace

ImagePaths::ImagePaths(std::uint64_t max_link_bytes)
    : max_link_bytes_(max_link_bytes), seen_(kSeenBits / kWordBits) {}

std::string_view ImagePaths::place_of(std::string_view path, std::string& buffer) const {
  const std::string_view folder = folder_of(path);
  if (folder.empty() || links_.empty()) return path;
  // Most folders are no links: nothing is to be copied then.
  bool has_link = false;
  for (std::string_view step = folder; !step.empty() && !has_link; step = folder_of(step)) {
    has_link = links_.find(step) != links_.end();
  }
  if (!has_link) return path;
  const Trail trail = resolve(folder);
  if (!trail.has_end) return {};
  buffer = joined(trail.end, name_of(path));
  return buffer;
}

void ImagePaths::add_link(std::string_view place, std::string_view target) {
  note(place);
  erase_all(place, kAnyLayer);
  link_bytes_ += place.size() + target.size() + kLinkOverhead;
  if (link_bytes_ > max_link_bytes_) {
    throw AdapterError(ErrorCode::kTooLarge, "the image has more symlinks than fit into " +
                                                 std::to_string(max_link_bytes_) +
                                                 " bytes, which no image needs");
  }
  links_.emplace(place, Link{std::string(target), layer_});
}

void ImagePaths::add_folder(std::string_view place) {
  note(place);
  const auto found = links_.find(place);
  if (found != links_.end()) erase(found);
}

void ImagePaths::add_file(std::string_view place) {
  note(place);
  erase_all(place, kAnyLayer);
}

void ImagePaths::remove(std::string_view place) {
  erase_all(place, layer_);
}

void ImagePaths::remove_below(std::string_view folder) {
  erase_below(folder, layer_);
}

ImagePaths::Links::iterator ImagePaths::erase(Links::iterator link) {
  link_bytes_ -= link->first.size() + link->second.target.size() + kLinkOverhead;
  return links_.erase(link);
}

void ImagePaths::erase_all(std::string_view place, std::size_t end_layer) {
  const auto found = links_.lower_bound(place);
  // Most places have nothing like it behind them.
  if (found == links_.end() || !std::string_view(found->first).starts_with(place)) return;
  if (found->first == place && found->second.layer < end_layer) erase(found);
  erase_below(place, end_layer);
}

void ImagePaths::erase_below(std::string_view folder, std::size_t end_layer) {
  const std::string prefix = folder.empty() ? std::string() : std::string(folder) + '/';
  auto link = links_.lower_bound(prefix);
  while (link != links_.end() && link->first.starts_with(prefix)) {
    link = link->second.layer < end_layer ? erase(link) : std::next(link);
  }
}

const std::string* ImagePaths::link_at(std::string_view place) const {
  const auto found = links_.find(place);
  return found == links_.end() ? nullptr : &found->second.target;
}

ImagePaths::Trail ImagePaths::resolve(std::string_view path) const {
  Trail trail;
  trail.has_end = walk_path(path, trail.end, [&](const std::string& place, bool) {
    const std::string* target = link_at(place);
    if (target == nullptr) return Step();
    trail.links.push_back(place);
    return Step{Step::Kind::kLink, *target};
  });
  return trail;
}

void ImagePaths::note(std::string_view place) {
  note_one(place);
  note_one(folder_of(place));
}

void ImagePaths::note_one(std::string_view place) {
  const SeenBits bits(place);
  for (const std::size_t bit : {bits.first(), bits.second()}) {
    seen_[bit / kWordBits] |= mask(bit);
  }
}

bool ImagePaths::may_have(std::string_view place) const {
  const SeenBits bits(place);
  return (seen_[bits.first() / kWordBits] & mask(bits.first())) != 0 &&
         (seen_[bits.second() / kWordBits] & mask(bits.second())) != 0;
}

}  // namespace portside::offline
