// SPDX-License-Identifier: Apache-2.0
#include "offline/image_reader.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "offline/image_tree.hpp"
#include "offline/layer_files.hpp"
#include "offline/os_release.hpp"
#include "offline/package_history.hpp"
#include "offline/packages/apk.hpp"
#include "offline/packages/dpkg.hpp"
#include "offline/packages/duplicates.hpp"
#include "offline/packages/rpm_copy.hpp"
#include "offline/packages/rpm_epochs.hpp"
#include "offline/places.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/tar_reader.hpp"
#include "portside/sdk/throw_if_over.hpp"

namespace portside::offline {
namespace {

using advisory::VersionScheme;

/// How often the layers are read again because links lead elsewhere.
constexpr int kMaxPasses = 4;
constexpr std::uint64_t kBytesBetweenReports = std::uint64_t{4} << 20U;

/// Tells how many bytes of the image, as stored, were read.
class LayerProgress {
 public:
  LayerProgress(const ImageDocument& image, const CallContext& context) : context_(context) {
    for (const ImageLayer& layer : image.layers) total_ += layer.size;
  }

  /// Of the passes over all layers only the first moves on: the others are rare, and nobody likes
  /// to be thrown back.
  void begin_pass() { done_ = 0; }

  void begin(std::size_t layer, std::size_t layers, std::uint64_t size) {
    phase_ = "layer " + std::to_string(layer + 1) + " of " + std::to_string(layers);
    size_ = size;
    plain_ = reported_ = 0;
    tell();
  }
  void took(std::uint64_t plain) {
    plain_ += plain;
    if (plain_ - reported_ >= kBytesBetweenReports) tell();
  }
  void end() {
    done_ += size_;
    size_ = plain_ = 0;
    tell();
  }

 private:
  void tell() {
    reported_ = plain_;
    // Nobody tells us how much of a packed layer was read: layers shrink to a third or so.
    furthest_ = std::max(furthest_, done_ + std::min(size_, plain_ / 3));
    context_.progress({phase_, furthest_, total_});
  }

  const CallContext& context_;
  std::string phase_;
  std::uint64_t total_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t furthest_ = 0;
  std::uint64_t size_ = 0;
  std::uint64_t plain_ = 0;
  std::uint64_t reported_ = 0;
};

class LayerSink final : public ByteSink {
 public:
  LayerSink(sdk::TarReader& reader, LayerProgress& progress)
      : reader_(reader), progress_(progress) {}
  void write(std::string_view piece) override {
    reader_.write(piece);
    progress_.took(piece.size());
  }

 private:
  sdk::TarReader& reader_;
  LayerProgress& progress_;
};

class ImageReader {
 public:
  ImageReader(const ImageDocument& image, RegistryAccess& registry, const ReadLimits& limits,
              const std::function<std::string()>& temp_dir, const CallContext& context)
      : image_(image),
        registry_(registry),
        limits_(limits),
        context_(context),
        progress_(image, context),
        rpm_(temp_dir, context) {}

  ImageContent read() {
    Interest interest = Interest::in_packages();
    for (int pass = 0; pass < kMaxPasses; ++pass) {
      ImagePaths paths;
      const ImageTree tree = read_layers(interest, paths);
      if (!widen(interest, tree, paths)) return content(tree);
    }
    throw AdapterError(ErrorCode::kMalformedData,
                       "links of the image lead from one place to the next before they come to a "
                       "package database; it was not found in " +
                           std::to_string(kMaxPasses) + " passes over the layers");
  }

 private:
  ImageTree read_layers(const Interest& interest, ImagePaths& paths) {
    ImageTree tree(interest);
    progress_.begin_pass();
    histories_ = {};
    file_count_ = entries_ = 0;
    for (std::size_t i = 0; i < image_.layers.size(); ++i) {
      sdk::throw_if_over(context_);
      progress_.begin(i, image_.layers.size(), image_.layers[i].size);
      const std::string what = "layer " + image_.layers[i].digest;
      LayerCollector collector(interest, paths, byte_limits(), tree.kept(), what);
      read_layer(image_.layers[i], collector, what);
      progress_.end();
      LayerFiles files = collector.take();
      file_count_ += files.file_count;
      tree.apply(std::move(files));
      const Databases databases = find_databases(tree);
      for (std::size_t scheme = 0; scheme < kSchemes; ++scheme) {
        histories_[scheme].update(databases.files[scheme], i, [&](const auto& all) {
          return read_databases(static_cast<VersionScheme>(scheme), all);
        });
      }
    }
    return tree;
  }

  KeptBytes byte_limits() const {
    return {limits_.database_bytes, std::min(limits_.database_bytes, limits_.text_bytes)};
  }

  void read_layer(const ImageLayer& layer, LayerCollector& collector, const std::string& what) {
    sdk::TarLimits tar_limits;
    tar_limits.entries = limits_.entries - entries_;
    sdk::TarReader reader(collector, what, tar_limits);
    LayerSink sink(reader, progress_);
    registry_.layer(layer.digest, layer.diff_id, sink, context_);
    reader.finish();
    entries_ += reader.entries();
  }

  PackageList read_databases(VersionScheme scheme, const std::vector<DatabaseFile>& files) {
    PackageList list;
    for (const DatabaseFile& file : files) {
      sdk::throw_if_over(context_);
      switch (scheme) {
        case VersionScheme::kDeb: read_dpkg_status(*file.content, file.path, list); break;
        case VersionScheme::kApk: read_apk_installed(*file.content, file.path, list); break;
        case VersionScheme::kRpm: rpm_.read(file, list); break;
      }
    }
    if (scheme == VersionScheme::kRpm) set_source_epochs(list.packages);
    merge_duplicates(list.packages, scheme);
    return list;
  }

  /// Only the distribution's own database has to be readable.
  void take_packages(std::size_t scheme, ImageContent& content) const {
    const Distribution& distribution = content.distribution;
    try {
      content.packages[scheme] = {histories_[scheme].list(), histories_[scheme].layers()};
    } catch (const AdapterError& error) {
      if (distribution.is_supported && scheme == static_cast<std::size_t>(distribution.scheme)) {
        throw;
      }
      content.failures.push_back(error.message);
    }
  }

  ImageContent content(const ImageTree& tree) const {
    ImageContent content;
    const auto text = [&tree](const char* path) {
      const auto file = file_content(tree, path);
      return file == nullptr ? std::string() : *file;
    };
    std::string os_release = text(kOsRelease);
    if (parse_os_release(os_release).id.empty()) {
      const std::string of_vendor = text(kOsReleaseOfVendor);
      if (!parse_os_release(of_vendor).id.empty()) os_release = of_vendor;
    }
    const std::string debian_version = text(kDebianVersion);
    const std::string alpine_release = text(kAlpineRelease);
    content.distribution = recognise({os_release, debian_version, alpine_release});
    content.unreadable_databases = find_databases(tree).unreadable;
    content.file_count = file_count_;
    for (std::size_t scheme = 0; scheme < kSchemes; ++scheme) {
      take_packages(scheme, content);
    }
    auto& rpm = content.packages[static_cast<std::size_t>(VersionScheme::kRpm)].list.packages;
    for (Package& package : rpm) {
      if (package.third_party.starts_with(content.distribution.vendor)) package.third_party.clear();
    }
    return content;
  }

  const ImageDocument& image_;
  RegistryAccess& registry_;
  const ReadLimits& limits_;
  const CallContext& context_;
  LayerProgress progress_;
  RpmCopies rpm_;
  std::array<PackageHistory, kSchemes> histories_;
  std::uint64_t file_count_ = 0;
  std::uint64_t entries_ = 0;
};

}  // namespace

ImageContent read_image(const ImageDocument& image, RegistryAccess& registry,
                        const ReadLimits& limits, const std::function<std::string()>& temp_dir,
                        const CallContext& context) {
  return ImageReader(image, registry, limits, temp_dir, context).read();
}

}  // namespace portside::offline
