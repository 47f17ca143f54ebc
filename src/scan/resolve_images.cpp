// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <utility>

#include "crypto/digest.hpp"
#include "oci/image_config.hpp"
#include "oci/image_index.hpp"
#include "oci/manifest.hpp"
#include "oci/reference.hpp"
#include "portside/api/error.hpp"
#include "portside/host/image_source.hpp"
#include "scan/image_types.hpp"
#include "scan/kept_text.hpp"
#include "words/quoted.hpp"

namespace portside {
namespace {

constexpr const char* kUsualPlatform = "linux/amd64";

class Resolution {
 public:
  Resolution(RegistryAccess& access, const ImageQuery& query, const CallContext& context)
      : access_(access), context_(context), version_(query.version) {
    if (version_.empty()) version_ = "latest";
    if (!oci::is_digest(version_) && !oci::is_tag(version_)) {
      throw AdapterError(ErrorCode::kInvalidArgument,
                         words::quoted(version_) + " is neither a tag nor a digest");
    }
    if (!query.platform.empty()) wanted_ = oci::parse_platform(query.platform);
    all_ = query.all_platforms;
  }

  ResolvedImages run() {
    oci::FetchedManifest fetched = fetch(version_);
    const oci::Manifest manifest = oci::parse_manifest(fetched.bytes, fetched.media_type);
    if (manifest.is_index) {
      expand(manifest);
    } else {
      add(fetched, manifest, std::nullopt);
      check_platform(result_.images.back());
    }
    return std::move(result_);
  }

 private:
  oci::FetchedManifest fetch(const std::string& version) {
    oci::FetchedManifest fetched;
    fetched.bytes = access_.manifest(version, fetched.media_type, context_);
    fetched.digest = "sha256:" + crypto::hex(crypto::sha256(fetched.bytes));
    return fetched;
  }

  void expand(const oci::Manifest& index) {
    const oci::IndexContent content =
        oci::expand_index(index, [this](const std::string& digest) { return fetch(digest); });
    for (const oci::Descriptor& each : content.attestations) {
      result_.passed_over.push_back(each.digest + " is an attestation");
    }
    for (const oci::Descriptor& each : content.others) {
      result_.passed_over.push_back(each.digest + " is no manifest but " +
                                    words::quoted(each.media_type));
    }
    for (const oci::Descriptor* image : chosen(content.images)) {
      const oci::FetchedManifest fetched = fetch(image->digest);
      add(fetched, oci::parse_manifest(fetched.bytes, fetched.media_type), image->platform);
    }
  }

  std::vector<const oci::Descriptor*> chosen(const std::vector<oci::Descriptor>& images) const {
    if (images.empty()) {
      throw AdapterError(ErrorCode::kRegistryNotFound,
                         name() +
                             " is an index without images: it is empty, or holds nothing but "
                             "attestations and the like");
    }
    std::vector<const oci::Descriptor*> chosen;
    if (all_ || (images.size() == 1 && !wanted_)) {
      for (const oci::Descriptor& image : images) chosen.push_back(&image);
      return chosen;
    }
    const oci::Platform wanted = wanted_.value_or(oci::parse_platform(kUsualPlatform));
    if (const oci::Descriptor* image = oci::choose_image(images, wanted)) return {image};
    throw AdapterError(ErrorCode::kRegistryNotFound, name() + " has no image for " + wanted.text() +
                                                         "; it has " + oci::platforms_of(images));
  }

  void add(const oci::FetchedManifest& fetched, const oci::Manifest& manifest,
           const std::optional<oci::Platform>& platform) {
    ResolvedImage found;
    found.image.registry_url = access_.url();
    found.image.repository = access_.repository();
    found.image.digest = fetched.digest;
    found.image.manifest_media_type = manifest.media_type;
    found.image.artifact_type = manifest.artifact_type;
    found.image.config_media_type = manifest.config.media_type;
    if (!oci::is_digest(version_)) found.image.tags = {version_};
    found.unsupported = scan::why_unsupported(manifest);
    if (platform) found.image.platform = platform->text();
    if (found.image.platform.empty() && found.unsupported.empty()) {
      found.image.platform = platform_of(manifest.config);
    }
    result_.images.push_back(std::move(found));
  }

  /// As the image's config says; "" when it says nothing or cannot be read: whether the image can
  /// be scanned is the scanner's to say.
  std::string platform_of(const oci::Descriptor& config) {
    scan::KeptText text(oci::kMaxConfigBytes);
    try {
      access_.blob(config.digest, text, context_);
      return oci::normalized(oci::parse_image_config(text.text()).platform).text();
    } catch (const AdapterError& error) {
      const bool unreadable = error.code == ErrorCode::kRegistryBadAnswer ||
                              error.code == ErrorCode::kRegistryNotFound ||
                              error.code == ErrorCode::kTooLarge;
      if (!unreadable) throw;
      return {};
    }
  }

  void check_platform(const ResolvedImage& found) const {
    if (!wanted_ || found.image.platform.empty()) return;
    if (oci::suitability(oci::parse_platform(found.image.platform), *wanted_)) return;
    throw AdapterError(ErrorCode::kRegistryNotFound, name() + " is for " + found.image.platform +
                                                         ", and not for " + wanted_->text());
  }

  std::string name() const {
    return access_.repository() + (oci::is_digest(version_) ? "@" : ":") + version_;
  }

  RegistryAccess& access_;
  const CallContext& context_;
  std::string version_;
  std::optional<oci::Platform> wanted_;
  bool all_ = false;
  ResolvedImages result_;
};

}  // namespace

ResolvedImages resolve_images(RegistryAccess& access, const ImageQuery& query,
                              const CallContext& context) {
  return Resolution(access, query, context).run();
}

}  // namespace portside
