// SPDX-License-Identifier: Apache-2.0
//
// What a registry does with an artifact that is pushed, listed or looked at.
//
//   portside::ArtifactService artifacts(processors);
//   auto learned = artifacts.abstract(manifest, content_type, known, *access, call.context());
//   store(learned.artifact);
//   if (learned.look_again) ...   // a processor did not answer: once more, later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portside/api/artifact.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/host/processor_registry.hpp"

namespace portside {

/// What was learned about an artifact.
struct AbstractedArtifact {
  Artifact artifact;
  /// A processor could not do its part now, and the default processor stood in or the artifact
  /// stayed as it was known: abstract() may learn more later.
  bool look_again = false;
  /// What went wrong on the way and did not matter enough to fail, a sentence each.
  std::vector<std::string> notes;
};

struct ArtifactOptions {
  /// The size of a manifest that an index refers to, with everything in it, where the host knows
  /// it; where it does not (or is null), the manifest is read.
  std::function<std::optional<std::int64_t>(const std::string& digest)> size_of = {};
  /// What an index refers to has to be in the repository, as in Harbor. True: what is not there
  /// counts as its own manifest, and gets a note. For programs that only look, at indexes of which
  /// not every platform was copied.
  bool allow_missing_children = false;
  /// The registry's address as a configured processor has to use it (RegistrySource::url_for());
  /// null = RegistryAccess::url() for all.
  std::function<std::string(const std::string& adapter_id)> url_for = {};
  /// Bytes of an addition; more throws kTooLarge.
  std::uint64_t max_addition = std::uint64_t{32} << 20U;
};

/// Artifacts as processors understand them. All methods are [any]; `registry` is access to the
/// artifact's repository, with credentials that need not outlive the call.
class ArtifactService {
 public:
  explicit ArtifactService(std::shared_ptr<const ProcessorRegistry> processors,
                           ArtifactOptions options = {});
  ~ArtifactService();
  ArtifactService(const ArtifactService&) = delete;
  ArtifactService& operator=(const ArtifactService&) = delete;

  /// Reads a manifest as a registry does when it is pushed: digest, media types, size, annotations
  /// and references of the artifact, then type, attributes and icon as its processor says. All else
  /// that `known` holds stays: identity (id, project, repository, times), and the attributes and
  /// the icon that it has until a processor says others.
  ///
  /// Of a processor that throws kUnsupported the default processor takes the place; `look_again` is
  /// set when the error says that a retry can help, or the processor itself says so. When a retry
  /// can help and `known` has the digest, a type and attributes already, nobody takes the place:
  /// type, attributes and icon stay, and `look_again` is set. Throws
  /// kRegistryBadAnswer (a manifest that is none), kUnsupported (a manifest of an unknown kind),
  /// kIntegrity (not the manifest that `known.digest` names by its SHA-256 or SHA-512),
  /// kRegistryNotFound (an index that refers to manifests that are not there, unless
  /// `allow_missing_children`), kTooLarge (an index of more than 1,000 entries), kPluginContract (a
  /// processor whose word for the artifact is none), and what processors and `registry` throw.
  /// [any]
  AbstractedArtifact abstract(const std::string& manifest, const std::string& content_type,
                              const Artifact& known, RegistryAccess& registry,
                              const CallContext& context) const;

  /// Additions that the artifact can have, in capitals. Empty, not an error, when its processor
  /// does not answer; then `notes` gets a sentence that says why, unless it is null. Throws what
  /// ended the call: kCancelled, kDeadlineExceeded.
  std::vector<std::string> addition_types(const Artifact& artifact, const CallContext& context,
                                          std::vector<std::string>* notes = nullptr) const;

  /// One addition; `name` in any case. Its content type is well-formed; hosts that serve it add
  /// `X-Content-Type-Options: nosniff`. Throws kUnsupported for one that the artifact does not have
  /// (the message lists those that it has), kTooLarge, and what processors throw.
  Addition addition(const Artifact& artifact, const std::string& name, RegistryAccess& registry,
                    const CallContext& context) const;

 private:
  struct Impl;
  const std::unique_ptr<const Impl> impl_;
};

}  // namespace portside
