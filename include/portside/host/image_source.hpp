// SPDX-License-Identifier: Apache-2.0
//
// Where the images come from that are scanned: a registry, or something that is read like one.
//
//   auto images = portside::make_registry_images(registry_source);
//   auto access = images->open({.repository = "library/nginx", .adapter_id = "clair",
//                               .job = "scan-7", .valid_for = 3'600'000});
//   for (const ResolvedImage& found :
//        resolve_images(*access, {.version = "1.27", .all_platforms = true}, context).images) ...
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"
#include "portside/api/image_reference.hpp"
#include "portside/api/millis.hpp"
#include "portside/api/registry_access.hpp"

namespace portside {

class RegistrySource;

/// Who wants to read what.
struct AccessRequest {
  /// For example `library/nginx`.
  std::string repository = {};
  /// On whose behalf; decides RegistryAccess::url() and whose credentials are used.
  std::string adapter_id = {};
  /// Names the job that reads; see LeaseRequest::holder.
  std::string job = {};
  /// Milliseconds for which credentials have to be good.
  Millis valid_for = 60'000;
  /// Is told how many bytes of blobs and layers were read, as they are stored: the difference each
  /// time. On the thread that reads; short, does not throw. May be empty.
  std::function<void(std::uint64_t bytes)> on_bytes = {};
};

/// Gives access to repositories, for one job each. A host implements it over whatever it has.
class ImageSource {
 public:
  virtual ~ImageSource() = default;

  /// Access for one job, by one call at a time; what was issued for it ends with the object. No
  /// I/O. RegistryAccess::manifest() takes tags and digests, and gives indexes as they are. Throws
  /// kInvalidArgument, or kNotFound for a repository that cannot be there. [any]
  virtual std::shared_ptr<RegistryAccess> open(const AccessRequest& request) = 0;
};

/// The images of a registry, read with leases. `policy_bypass`: as LeaseRequest::policy_bypass.
std::shared_ptr<ImageSource> make_registry_images(std::shared_ptr<const RegistrySource> registry,
                                                  bool policy_bypass = true);

/// The images of an OCI image layout (OCI image specification, "Image Layout"); tags are the names
/// that its index.json gives. Scanners that pull by themselves cannot read it. Throws kNotFound (no
/// folder, no layout in it), kIo, kUnsupported (another version), kRegistryBadAnswer.
std::shared_ptr<ImageSource> make_layout_images(std::string folder);

/// Which images of a repository are meant.
struct ImageQuery {
  /// A tag or a digest; "" = `latest`.
  std::string version = {};
  /// `OS/ARCHITECTURE[/VARIANT]`: of an index the image that such a machine would run. "" = the
  /// only one, else the one for linux/amd64.
  std::string platform = {};
  /// All images of an index instead.
  bool all_platforms = false;
};

/// A manifest that a name stands for.
struct ResolvedImage {
  ImageReference image;
  /// Why it is no image that a scanner could look at (a chart, a signature), one sentence; "" when
  /// it is one.
  std::string unsupported;
};

struct ResolvedImages {
  /// In the order of the index; one for a name without an index.
  std::vector<ResolvedImage> images;
  /// What else the index holds and is never scanned (attestations), a sentence each.
  std::vector<std::string> passed_over;
};

/// Finds out what a name stands for: reads the manifest, expands an index, chooses by platform.
///
/// Throws kInvalidArgument (a platform that is none, a version that is none), kRegistryNotFound (an
/// index without images, or no image for the platform: the message lists those that there are),
/// kRegistryBadAnswer, kTooLarge (an index of more than 1,000 entries), and what RegistryAccess
/// throws. [call]
ResolvedImages resolve_images(RegistryAccess& access, const ImageQuery& query,
                              const CallContext& context);

/// Why something of these types (ImageReference::config_media_type and artifact_type) is no image
/// that a scanner could look at; "" when it is one, or when both are "". [any]
std::string why_unsupported(const ImageReference& image);

}  // namespace portside
