// SPDX-License-Identifier: Apache-2.0
#include "artifact/child_sizes.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "artifact/pushed_manifest.hpp"
#include "oci/media_types.hpp"
#include "portside/api/error.hpp"

namespace portside::artifact {
namespace {

constexpr std::size_t kMaxChildren = 1'000;

std::string not_there(const oci::Descriptor& child) {
  return "the index refers to " + child.digest + ", which is not there";
}

}  // namespace

std::int64_t size_of_children(const std::vector<oci::Descriptor>& children,
                              RegistryAccess& registry, const ArtifactOptions& options,
                              std::vector<std::string>& notes, const CallContext& context) {
  std::int64_t sum = 0;
  std::set<std::string> seen;
  std::vector<oci::Descriptor> open = children;
  while (!open.empty()) {
    if (open.size() + seen.size() > kMaxChildren) {
      throw AdapterError(ErrorCode::kTooLarge, "the index has more than 1,000 entries");
    }
    const oci::Descriptor child = std::move(open.back());
    open.pop_back();
    if (!seen.insert(child.digest).second) continue;
    const auto known = options.size_of ? options.size_of(child.digest) : std::nullopt;
    if (known) {
      sum = added_size(sum, static_cast<std::uint64_t>(std::max<std::int64_t>(0, *known)));
      continue;
    }
    if (!oci::is_index_type(child.media_type) && !oci::is_manifest_type(child.media_type)) {
      sum = added_size(sum, child.size);
      continue;
    }
    try {
      std::string media_type;
      const std::string text = registry.manifest(child.digest, media_type, context);
      PushedManifest read = read_pushed_manifest(text, media_type);
      sum = added_size(sum, static_cast<std::uint64_t>(read.size));
      std::ranges::move(read.children, std::back_inserter(open));
    } catch (const AdapterError& error) {
      if (error.code != ErrorCode::kRegistryNotFound) throw;
      if (!options.allow_missing_children) {
        throw AdapterError(ErrorCode::kRegistryNotFound,
                           not_there(child) + "; expected that it is pushed before the index",
                           error.message);
      }
      sum = added_size(sum, child.size);
      notes.push_back(not_there(child) + ": of it, the artifact's size counts the manifest only");
    }
  }
  return sum;
}

}  // namespace portside::artifact
