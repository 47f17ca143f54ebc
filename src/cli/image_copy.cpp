// SPDX-License-Identifier: Apache-2.0
#include "cli/image_copy.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <system_error>

#include "oci/image_config.hpp"
#include "oci/image_index.hpp"
#include "oci/layer.hpp"
#include "oci/media_types.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot(const std::string& what, const std::string& why) {
  throw AdapterError(ErrorCode::kIo, what + ": " + why);
}

/// A folder that gets its name when it is complete, and is gone otherwise.
class LayoutFolder {
 public:
  explicit LayoutFolder(std::string folder) : folder_(without_slash(std::move(folder))) {
    if (fs::exists(fs::symlink_status(folder_))) {
      throw AdapterError(ErrorCode::kInvalidArgument,
                         folder_ + " is there already; expected the name of a new folder");
    }
    std::error_code error;
    if (!fs::create_directory(partial_, error) ||
        !fs::create_directories(fs::path(partial_) / "blobs" / "sha256", error)) {
      cannot(partial_, error ? error.message()
                             : "is there already; another copy is under way, or was ended: then "
                               "remove it");
    }
  }
  ~LayoutFolder() {
    std::error_code error;
    if (!complete_) fs::remove_all(partial_, error);
  }
  LayoutFolder(const LayoutFolder&) = delete;
  LayoutFolder& operator=(const LayoutFolder&) = delete;

  bool has(const std::string& digest) const { return fs::exists(blob(digest)); }

  fs::path blob(const std::string& digest) const {
    return fs::path(partial_) / "blobs" / "sha256" / digest.substr(digest.find(':') + 1);
  }

  void write(const fs::path& name, const std::string& text) const {
    const fs::path path = name.is_absolute() ? name : fs::path(partial_) / name;
    std::ofstream stream(path, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) cannot(path.string(), "cannot be written");
  }

  void complete() {
    std::error_code error;
    fs::rename(partial_, folder_, error);
    if (error) cannot(folder_, error.message());
    complete_ = true;
  }

 private:
  static std::string without_slash(std::string folder) {
    while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
    return folder;
  }

  const std::string folder_;
  const std::string partial_ = folder_ + ".partial";
  bool complete_ = false;
};

/// Writes to a file and to another sink, which may be null.
class CopySink final : public ByteSink {
 public:
  CopySink(const fs::path& path, ByteSink* other)
      : path_(path.string()), stream_(path, std::ios::binary), other_(other) {}
  void write(std::string_view piece) override {
    stream_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (!stream_) cannot(path_, "cannot be written");
    if (other_ != nullptr) other_->write(piece);
  }
  void close() {
    stream_.close();
    if (!stream_) cannot(path_, "cannot be written");
  }

 private:
  const std::string path_;
  std::ofstream stream_;
  ByteSink* const other_;
};

class NullSink final : public ByteSink {
  void write(std::string_view) override {}
};

class TextSink final : public ByteSink {
 public:
  explicit TextSink(std::size_t limit) : limit_(limit) {}
  void write(std::string_view piece) override {
    if (text.size() + piece.size() > limit_) {
      throw AdapterError(ErrorCode::kTooLarge, "the image's config is larger than " +
                                                   std::to_string(limit_ >> 20U) + " MiB");
    }
    text += piece;
  }
  std::string text;

 private:
  const std::size_t limit_;
};

/// Signatures, attestations and bundles have configs of images too, but no layers of file systems.
bool is_image(const oci::Manifest& manifest) {
  const bool config =
      manifest.config.media_type == "application/vnd.oci.image.config.v1+json" ||
      manifest.config.media_type == "application/vnd.docker.container.image.v1+json";
  return config && std::ranges::all_of(manifest.layers, [](const oci::Descriptor& layer) {
           return oci::is_layer_type(layer.media_type);
         });
}

class Copy {
 public:
  Copy(oci::RegistryClient& client, std::string repository, std::string folder,
       const CallContext& context, std::ostream& out)
      : client_(client),
        repository_(std::move(repository)),
        folder_(std::move(folder)),
        context_(context),
        out_(out) {}

  /// With everything that it names.
  void manifest(const oci::FetchedManifest& fetched, const std::string& platform, int depth = 1) {
    if (depth > kMaxDepth) {
      throw AdapterError(ErrorCode::kTooLarge,
                         "the index holds indexes in each other more than 4 deep");
    }
    const oci::Manifest manifest = oci::parse_manifest(fetched.bytes, fetched.media_type);
    folder_.write(folder_.blob(fetched.digest), fetched.bytes);
    if (manifest.is_index) {
      for (const oci::Descriptor& each : manifest.manifests) entry(each, depth);
    } else if (is_image(manifest)) {
      image(manifest);
      out_ << fetched.digest << "  " << words::shortened(platform) << (platform.empty() ? "" : "  ")
           << manifest.layers.size() << " layers, unpacked and verified\n";
    } else {
      artifact(manifest);
      out_ << fetched.digest << "  " << manifest.layers.size() << " blobs, verified as they are\n";
    }
  }

  void finish(const oci::FetchedManifest& top, const std::string& tag) {
    nlohmann::json descriptor = {
        {"mediaType", top.media_type}, {"digest", top.digest}, {"size", top.bytes.size()}};
    if (!tag.empty()) descriptor["annotations"] = {{"org.opencontainers.image.ref.name", tag}};
    folder_.write("oci-layout", R"({"imageLayoutVersion":"1.0.0"})");
    folder_.write("index.json", nlohmann::json{{"schemaVersion", 2},
                                               {"mediaType", oci::kOciIndex},
                                               {"manifests", {std::move(descriptor)}}}
                                    .dump());
    folder_.complete();
  }

 private:
  void entry(const oci::Descriptor& entry, int depth) {
    if (!done_.insert(entry.digest).second) return;
    if (++entries_ > kMaxEntries) {
      throw AdapterError(ErrorCode::kTooLarge, "the index has more than 1,000 entries");
    }
    if (!oci::is_index_type(entry.media_type) && !oci::is_manifest_type(entry.media_type)) {
      return blob(entry, nullptr);
    }
    oci::FetchedManifest fetched = client_.manifest(repository_, entry.digest, context_);
    if (fetched.media_type.empty()) fetched.media_type = entry.media_type;
    manifest(fetched, entry.platform ? entry.platform->text() : "", depth + 1);
  }

  void image(const oci::Manifest& manifest) {
    TextSink text(oci::kMaxConfigBytes);
    blob(manifest.config, &text);
    const oci::ImageConfig config = oci::parse_image_config(text.text);
    if (config.diff_ids.size() != manifest.layers.size()) {
      throw AdapterError(ErrorCode::kRegistryBadAnswer,
                         "the image's config names " + std::to_string(config.diff_ids.size()) +
                             " layers, its manifest " + std::to_string(manifest.layers.size()));
    }
    for (std::size_t i = 0; i < manifest.layers.size(); ++i) {
      const oci::Descriptor& layer = manifest.layers[i];
      NullSink nowhere;
      oci::LayerSink unpacked(nowhere, layer.media_type, config.diff_ids[i],
                              "the layer " + repository_ + "@" + layer.digest, context_);
      blob(layer, &unpacked);
      unpacked.finish();
    }
  }

  void artifact(const oci::Manifest& manifest) {
    blob(manifest.config, nullptr);
    for (const oci::Descriptor& layer : manifest.layers) blob(layer, nullptr);
  }

  /// Read again where it is there already: under another name it may have to unpack to something
  /// else.
  void blob(const oci::Descriptor& descriptor, ByteSink* also) {
    if (also == nullptr && folder_.has(descriptor.digest)) return;
    CopySink file(folder_.blob(descriptor.digest), also);
    client_.blob(repository_, descriptor, file, context_);
    file.close();
  }

  static constexpr std::size_t kMaxEntries = 1'000;
  static constexpr int kMaxDepth = 4;

  oci::RegistryClient& client_;
  const std::string repository_;
  LayoutFolder folder_;
  const CallContext& context_;
  std::ostream& out_;
  std::size_t entries_ = 0;
  /// Entries of indexes that were looked at.
  std::set<std::string> done_;
};

}  // namespace

oci::FetchedManifest manifest_for(oci::RegistryClient& client, const std::string& repository,
                                  oci::FetchedManifest fetched, const oci::Platform& platform,
                                  const CallContext& context) {
  const oci::Manifest manifest = oci::parse_manifest(fetched.bytes, fetched.media_type);
  if (!manifest.is_index) return fetched;
  const oci::IndexContent content = oci::expand_index(manifest, [&](const std::string& digest) {
    return client.manifest(repository, digest, context);
  });
  const oci::Descriptor* const chosen = oci::choose_image(content.images, platform);
  if (chosen == nullptr) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "there is no image for " + platform.text() + " in it; expected one of " +
                           words::shortened(oci::platforms_of(content.images)));
  }
  return client.manifest(repository, chosen->digest, context);
}

void copy_image(oci::RegistryClient& client, const oci::Reference& image,
                const std::optional<oci::Platform>& platform, const std::string& folder,
                const CallContext& context, std::ostream& out) {
  const std::string version = image.version().empty() ? "latest" : image.version();
  Copy copy(client, image.repository, folder, context, out);
  oci::FetchedManifest top = client.manifest(image.repository, version, context);
  if (platform) {
    top = manifest_for(client, image.repository, std::move(top), *platform, context);
  }
  copy.manifest(top, platform ? platform->text() : "");
  copy.finish(top, image.tag);
}

}  // namespace portside::cli
