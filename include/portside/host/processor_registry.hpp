// SPDX-License-Identifier: Apache-2.0
//
// Which processor understands an artifact.
//
//   auto processors = std::make_shared<portside::ProcessorRegistry>();   // with the built-in ones
//   processors->configure(config, plugins);                              // those of plugins
//   portside::ArtifactService artifacts(processors);
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "portside/api/processor.hpp"
#include "portside/host/config.hpp"

namespace portside {

class PluginRegistry;

/// What happens when a media type has a processor already.
enum class OnDuplicate : std::int32_t {
  kRefuse = 0,
  kReplace = 1,
};

/// A processor and what it is called for.
struct RegisteredProcessor {
  std::shared_ptr<Processor> processor;
  std::vector<std::string> media_types;
  /// The adapter id it was configured under; "" for one that the host added, or that is built in.
  std::string adapter_id;
};

/// Processors by media type. Media types compare without regard to case and parameters. A processor
/// that nobody uses any more ends in the call that takes it away, and may use the registry as it
/// does. [any]
class ProcessorRegistry {
 public:
  enum class Builtins : std::int32_t { kNone = 0, kAll = 1 };

  /// With the built-in processors for images, Helm charts, CNAB and OPA bundles, or with none; the
  /// default processor, for everything that no other understands, is always there.
  explicit ProcessorRegistry(Builtins builtins = Builtins::kAll);
  ~ProcessorRegistry();
  ProcessorRegistry(const ProcessorRegistry&) = delete;
  ProcessorRegistry& operator=(const ProcessorRegistry&) = delete;

  /// Registers a processor for all of `media_types` or, when it throws, for none. Throws
  /// kInvalidArgument (no processor, no media types, one that is none or is named twice) and
  /// kConflict (a media type that has a processor, with kRefuse: the message names both). Those of
  /// configure() go before one that replaces them here.
  void add(std::shared_ptr<Processor> processor, const std::vector<std::string>& media_types,
           OnDuplicate on_duplicate = OnDuplicate::kRefuse);

  /// Takes a processor away from all its media types; where a built-in one stood before, it stands
  /// again. Returns whether it was there.
  bool remove(const Processor& processor);

  /// The processors of `config.processors`, from `plugins`, in the place of those that an earlier
  /// call registered: all of them or (when it throws) nothing. They go before all others. To be
  /// called after PluginRegistry::apply(). Throws kConfigInvalid (a media
  /// type that two of them have), and what PluginRegistry::processor() throws.
  void configure(const Config& config, PluginRegistry& plugins);

  /// The processor for an artifact: by its artifact_type, else its media_type, else its
  /// manifest_media_type, else the default processor. Never null. A processor that is taken away
  /// meanwhile may be used to the end of the call.
  std::shared_ptr<Processor> find(const Artifact& artifact) const;

  /// The processor for everything that no other understands.
  std::shared_ptr<Processor> fallback() const;

  /// The adapter id that a processor was configured under; "" for all others.
  std::string adapter_id(const Processor& processor) const;

  /// Those that are called, by media type.
  std::vector<RegisteredProcessor> list() const;

 private:
  struct Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace portside
