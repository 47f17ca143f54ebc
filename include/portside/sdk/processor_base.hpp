// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/processor.hpp"

namespace portside::sdk {

/// A Processor in which everything that can have a default has one. A class that derives from it
/// implements describe() and artifact_type(), and overrides what it can do beyond that:
///
///   addition_types()      none
///   abstract_metadata()   changes nothing
///   abstract_addition()   throws kUnsupported
///   extension()           has none
class ProcessorBase : public Processor {
 public:
  void configure(const Json&, HostServices&) override {}

  std::vector<std::string> addition_types(const Artifact&, const CallContext&) override {
    return {};
  }

  ArtifactMetadata abstract_metadata(const std::string&, const Artifact&, RegistryAccess&,
                                     const CallContext&) override {
    return {};
  }

  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess&, const CallContext&) override {
    // What comes from outside may have several lines: it goes into the detail.
    throw AdapterError(ErrorCode::kUnsupported, describe().name + " does not offer this addition",
                       addition_type + " for " + artifact.digest);
  }

  void* extension(const char*) noexcept override { return nullptr; }
};

}  // namespace portside::sdk
