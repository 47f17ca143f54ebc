// SPDX-License-Identifier: Apache-2.0
//
// Layers of entries at paths that matter: each entry is three bytes, which choose its kind, path
// and target. Links end, nothing leads out of the tree, and enough passes find what can be found.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "offline/databases.hpp"
#include "offline/image_tree.hpp"
#include "offline/interest.hpp"
#include "portside/api/error.hpp"
#include "tar_builder.hpp"

namespace {

using namespace portside;
using namespace portside::offline;

constexpr std::array kPaths{"var",
                            "var/lib",
                            "var/lib/dpkg",
                            "var/lib/dpkg/status",
                            "var/lib/dpkg/status.d",
                            "etc",
                            "etc/os-release",
                            "usr",
                            "usr/lib",
                            "usr/lib/os-release",
                            "lib",
                            "lib/apk",
                            "data",
                            "data/status",
                            "data/lib/dpkg/status",
                            "usr/lib/data",
                            "../data",
                            "/",
                            "..",
                            "."};

void require(bool condition) {
  if (!condition) std::abort();
}

void add_entry(testing::TarBuilder& tar, const std::uint8_t* bytes) {
  const std::string path = kPaths[bytes[1] % 16];
  const std::string target = kPaths[bytes[2] % kPaths.size()];
  const std::size_t slash = path.rfind('/') + 1;
  switch (bytes[0] % 8) {
    case 0: tar.directory(path); break;
    case 1: tar.symlink(path, target); break;
    case 2: tar.symlink(path, "/" + target); break;
    case 3: tar.hard_link(path, kPaths[bytes[2] % 16]); break;
    case 4: tar.file(path.substr(0, slash) + ".wh." + path.substr(slash), ""); break;
    case 5: tar.file(path + "/.wh..wh..opq", ""); break;
    case 6: tar.file("var/lib/dpkg/status.d/p" + std::to_string(bytes[2] % 3), "x"); break;
    default: tar.file(path, "content"); break;
  }
}

LayerFiles collect(const testing::TarBuilder& tar, const Interest& interest, ImagePaths& paths) {
  LayerCollector collector(interest, paths, {1'000'000, 1'000'000}, {}, "layer");
  sdk::TarReader reader(collector, "layer");
  reader.write(tar.finish());
  reader.finish();
  return collector.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 600) return 0;
  std::vector<testing::TarBuilder> layers(1);
  for (; size >= 3; data += 3, size -= 3) {
    add_entry(layers.back(), data);
    if (data[0] >= 200) layers.emplace_back();
  }
  Interest interest = Interest::in_packages();
  for (int pass = 0; pass < 4; ++pass) {
    ImageTree tree(interest);
    ImagePaths paths;
    for (const testing::TarBuilder& layer : layers) tree.apply(collect(layer, interest, paths));
    for (const char* path : kPaths) {
      const ImageTree::Resolved found = tree.resolve(path);
      require(found.path.find("..") == std::string::npos);
      require(found.node == nullptr || !found.path.empty());
    }
    for (const auto& files : find_databases(tree).files) {
      for (const DatabaseFile& file : files) require(file.content != nullptr);
    }
    if (!widen(interest, tree, paths)) break;
  }
  return 0;
}
