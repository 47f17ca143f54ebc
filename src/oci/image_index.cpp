// SPDX-License-Identifier: Apache-2.0
#include "oci/image_index.hpp"

#include <set>

#include "oci/media_types.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::oci {
namespace {

constexpr std::size_t kMaxEntries = 1'000;
constexpr int kMaxIndexDepth = 4;

class Expansion {
 public:
  explicit Expansion(const FetchManifest& fetch) : fetch_(fetch) {}

  void add(const Manifest& index, const std::optional<Platform>& around, int depth) {
    if (depth > kMaxIndexDepth) {
      throw AdapterError(ErrorCode::kTooLarge,
                         "the index holds indexes in each other more than 4 deep");
    }
    for (Descriptor entry : index.manifests) {
      if (!entry.platform) entry.platform = around;
      // One digest may be listed for several platforms, and as an image and an attestation.
      const std::string platform = entry.platform ? entry.platform->text() : "";
      if (!seen_.insert(entry.digest + ' ' + platform).second) continue;
      if (seen_.size() > kMaxEntries) {
        throw AdapterError(ErrorCode::kTooLarge, "the index has more than 1,000 entries");
      }
      add(std::move(entry), depth);
    }
  }

  IndexContent content() && { return std::move(content_); }

 private:
  void add(Descriptor entry, int depth) {
    if (is_attestation(entry)) {
      content_.attestations.push_back(std::move(entry));
    } else if (is_index_type(entry.media_type)) {
      if (!fetched_.insert(entry.digest).second) return;
      const FetchedManifest inner = fetch_(entry.digest);
      add(parse_manifest(inner.bytes, entry.media_type), entry.platform, depth + 1);
    } else if (is_manifest_type(entry.media_type)) {
      content_.images.push_back(std::move(entry));
    } else {
      content_.others.push_back(std::move(entry));
    }
  }

  const FetchManifest& fetch_;
  std::set<std::string> seen_;
  std::set<std::string> fetched_;
  IndexContent content_;
};

}  // namespace

IndexContent expand_index(const Manifest& index, const FetchManifest& fetch) {
  Expansion expansion(fetch);
  expansion.add(index, std::nullopt, 1);
  return std::move(expansion).content();
}

const Descriptor* choose_image(const std::vector<Descriptor>& images, const Platform& wanted) {
  const Descriptor* best = nullptr;
  int best_distance = 0;
  for (const Descriptor& image : images) {
    if (!image.platform) continue;
    const auto distance = suitability(*image.platform, wanted);
    if (!distance || (best != nullptr && *distance >= best_distance)) continue;
    best = &image;
    best_distance = *distance;
  }
  return best;
}

std::string platforms_of(const std::vector<Descriptor>& images) {
  std::string text;
  for (const Descriptor& image : images) {
    const std::string platform = image.platform ? image.platform->text() : "";
    text +=
        (text.empty() ? "" : ", ") + (platform.empty() ? "(unknown)" : words::shortened(platform));
  }
  return text;
}

}  // namespace portside::oci
