// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/byte_sink.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/credentials.hpp"

namespace portside {

/// Read access to one repository of the container registry, for one call.
///
/// The host follows the OCI distribution specification and does authentication, retries and
/// caching. Everything that comes out was compared with its digest. Credentials (a robot account, a
/// token) are issued when the first method needs them, belong to the scan job and are revoked with
/// it; a listing that reads nothing makes none.
///
/// Methods that do I/O throw kRegistryUnreachable, kRegistryUnavailable, kRegistryAuthentication,
/// kRegistryNotFound, kRegistryRateLimited, kRegistryBadAnswer, kIntegrity, kTooLarge, kCancelled
/// or kDeadlineExceeded, kUnsupported (an encrypted layer; a layer of no file system),
/// kInvalidArgument (no digest, no tag), what the host's provider of credentials throws, and
/// whatever the given sink throws.
///
/// All methods are [call]: not to be used concurrently, nor after the call has returned.
class RegistryAccess {
 public:
  /// The registry as the receiver of the image data has to address it, `scheme://host[:port]`. A
  /// host may have one address for itself and another for scanners; this is the latter. No I/O.
  virtual std::string url() const = 0;

  /// The repository, for example `library/nginx`. No I/O.
  virtual std::string repository() const = 0;

  /// Returns the manifest that `reference` (a digest, or a tag) names, byte for byte, and sets
  /// `media_type` to its Content-Type. At most 4 MiB (OCI distribution specification, "Pushing
  /// Manifests").
  virtual std::string manifest(const std::string& reference, std::string& media_type,
                               const CallContext& context) = 0;

  /// Writes the blob to `sink` as it is stored. The digest is known to be right only when the
  /// method returns: draw no conclusion before.
  virtual void blob(const std::string& digest, ByteSink& sink, const CallContext& context) = 0;

  /// Writes a layer to `sink`, unpacked from gzip, zstd or nothing to its tar stream. `digest` (as
  /// stored) and `diff_id` (unpacked; from the image's config) are both verified, size and ratio
  /// are capped (kTooLarge). As with `blob()`, believe nothing before it returns.
  virtual void layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
                     const CallContext& context) = 0;

  /// A header value for a party that pulls by itself and takes one (Clair, a remote processor).
  virtual Authorization authorization(const CallContext& context) = 0;

  /// Credentials for a party that logs in by itself (Anchore, Trivy).
  virtual Credentials credentials(const CallContext& context) = 0;

 protected:
  ~RegistryAccess() = default;
};

}  // namespace portside
