// SPDX-License-Identifier: Apache-2.0
//
// A Processor lets a registry understand one kind of artifact: what it is called, what its config
// says, which documents it contains. This is the interface of the "artifact processor" proposals
// for Harbor. Threads, errors and life are as described in scanner_adapter.hpp.
#pragma once

#include <string>
#include <vector>

#include "portside/api/artifact.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/host_services.hpp"
#include "portside/api/json.hpp"
#include "portside/api/registry_access.hpp"

namespace portside {

/// Who a processor is and what it is for.
struct ProcessorInfo {
  std::string name;
  /// Media types (of a config, a manifest or an artifactType) that it wants to be called for. The
  /// operator's configuration may name others.
  std::vector<std::string> media_types;
  Json extra;
};

/// Plugin-implemented, and therefore frozen once Portside is 1.0: it grows only through
/// extension().
class Processor {
 public:
  /// [control] After the last call has returned. Joins the object's threads; does not throw.
  virtual ~Processor() = default;

  /// As ScannerAdapter::configure(). [control]
  virtual void configure(const Json& config, HostServices& host) = 0;

  /// No I/O, quick. [any]
  virtual ProcessorInfo describe() const = 0;

  /// The word for this kind of artifact, in capitals: `IMAGE`, `CHART`. Called for every artifact
  /// that is pushed. [call]
  virtual std::string artifact_type(const Artifact& artifact, const CallContext& context) = 0;

  /// Names of the additions that `artifact` can have, in capitals: `README.MD`, `VALUES.YAML`.
  /// Called for every row of a listing: remember it. [call]
  virtual std::vector<std::string> addition_types(const Artifact& artifact,
                                                  const CallContext& context) = 0;

  /// Reads what the registry should know about `artifact` out of its manifest (byte for byte as
  /// stored) and, where needed, its config. Part of a push: an error here can make the push fail,
  /// so anything merely missing is not an error. Throws kMalformedData, kTooLarge and the 5xx
  /// codes. [call]
  virtual ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                             RegistryAccess& registry,
                                             const CallContext& context) = 0;

  /// Makes one addition. `addition_type` is one of addition_types(), in its spelling. Content that
  /// is missing in the artifact gives an empty addition. Throws kUnsupported for an addition type
  /// that this artifact does not have, kMalformedData, kTooLarge and the 5xx codes. [call]
  virtual Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                                     RegistryAccess& registry, const CallContext& context) = 0;

  /// As ScannerAdapter::extension(). [any]
  virtual void* extension(const char* id) noexcept = 0;
};

}  // namespace portside
