// SPDX-License-Identifier: Apache-2.0
#include "portside/host/artifact_service.hpp"

#include <algorithm>
#include <utility>

#include "artifact/addressed_access.hpp"
#include "artifact/child_sizes.hpp"
#include "artifact/pushed_manifest.hpp"
#include "crypto/digest.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/media_type.hpp"
#include "words/quoted.hpp"
#include "words/word_list.hpp"

namespace portside {
namespace {

/// The digest of what was pushed, which `known` may name already.
void set_digest(const std::string& manifest, Artifact& artifact) {
  std::string digest = artifact.digest.starts_with("sha512:")
                           ? "sha512:" + crypto::hex(crypto::sha512(manifest))
                           : "sha256:" + crypto::hex(crypto::sha256(manifest));
  if (!artifact.digest.empty() && artifact.digest != digest) {
    throw AdapterError(ErrorCode::kIntegrity, "the manifest of " + words::quoted(artifact.digest) +
                                                  " has the digest " + digest);
  }
  artifact.digest = std::move(digest);
}

/// What registries show to people and compare with each other.
void check_type(const std::string& type, const Processor& processor) {
  constexpr std::size_t kLongest = 255;
  const bool is_word = !type.empty() && type.size() <= kLongest &&
                       std::ranges::all_of(type, [](char c) { return c > ' ' && c <= '~'; });
  if (is_word) return;
  throw AdapterError(ErrorCode::kPluginContract, "the processor " +
                                                     words::quoted(processor.describe().name) +
                                                     " calls the artifact " + words::quoted(type) +
                                                     "; expected one word of 1 to 255 printable "
                                                     "ASCII characters, in capitals by custom");
}

/// What the manifest alone says; sizes of what an index refers to are read.
void describe(const std::string& manifest, const std::string& content_type,
              const ArtifactOptions& options, RegistryAccess& registry, const CallContext& context,
              AbstractedArtifact& result) {
  Artifact& described = result.artifact;
  set_digest(manifest, described);
  artifact::PushedManifest pushed = artifact::read_pushed_manifest(manifest, content_type);
  described.media_type = pushed.media_type;
  described.manifest_media_type = pushed.manifest_media_type;
  described.artifact_type = pushed.artifact_type;
  described.annotations = std::move(pushed.annotations);
  described.size = pushed.size;
  if (pushed.is_index) {
    described.references.text = artifact::references_json(pushed.children);
    const std::int64_t below =
        artifact::size_of_children(pushed.children, registry, options, result.notes, context);
    described.size = artifact::added_size(described.size, static_cast<std::uint64_t>(below));
  }
  if (pushed.hides_sizes) {
    result.notes.push_back("a manifest of schema version 1 does not say how large its layers are");
  }
}

/// Type, attributes, annotations and icon as the processor says: all or (when it throws) nothing.
void understand(Processor& processor, const std::string& manifest, AbstractedArtifact& result,
                RegistryAccess& registry, const CallContext& context) {
  Artifact understood = result.artifact;
  understood.type = processor.artifact_type(result.artifact, context);
  check_type(understood.type, processor);
  ArtifactMetadata metadata =
      processor.abstract_metadata(manifest, result.artifact, registry, context);
  sdk::apply(metadata, understood);
  result.artifact = std::move(understood);
  result.look_again = result.look_again || metadata.look_again;
  if (!metadata.note.empty()) result.notes.push_back(std::move(metadata.note));
}

/// By its processor, or whatever stood in, at an earlier time; abstract() compared the digest.
bool is_understood(const Artifact& known) {
  return !known.digest.empty() && !known.type.empty() && !known.extra_attrs.absent();
}

}  // namespace

struct ArtifactService::Impl {
  /// Calls `act` with the registry as the processor has to see it.
  template <typename Act>
  auto with_address(const Processor& processor, RegistryAccess& registry, Act act) const {
    const std::string adapter_id = options.url_for ? processors->adapter_id(processor) : "";
    if (adapter_id.empty()) return act(registry);
    artifact::AddressedAccess addressed(registry, options.url_for(adapter_id));
    return act(addressed);
  }

  const std::shared_ptr<const ProcessorRegistry> processors;
  const ArtifactOptions options;
};

ArtifactService::ArtifactService(std::shared_ptr<const ProcessorRegistry> processors,
                                 ArtifactOptions options)
    : impl_(new Impl{std::move(processors), std::move(options)}) {
  if (impl_->processors != nullptr) return;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "an artifact service needs a registry of processors");
}

ArtifactService::~ArtifactService() = default;

AbstractedArtifact ArtifactService::abstract(const std::string& manifest,
                                             const std::string& content_type, const Artifact& known,
                                             RegistryAccess& registry,
                                             const CallContext& context) const {
  AbstractedArtifact result;
  result.artifact = known;
  describe(manifest, content_type, impl_->options, registry, context, result);
  const std::shared_ptr<Processor> processor = impl_->processors->find(result.artifact);
  try {
    impl_->with_address(*processor, registry, [&](RegistryAccess& seen) {
      understand(*processor, manifest, result, seen, context);
    });
  } catch (const AdapterError& error) {
    const std::shared_ptr<Processor> fallback = impl_->processors->fallback();
    if (error.code != ErrorCode::kUnsupported || processor == fallback) throw;
    result.look_again = error.can_retry;
    if (error.can_retry && is_understood(known)) {
      result.notes.push_back("what is known of the artifact stays: " + error.message);
      return result;
    }
    result.notes.push_back("the default processor stood in: " + error.message);
    understand(*fallback, manifest, result, registry, context);
  }
  return result;
}

std::vector<std::string> ArtifactService::addition_types(const Artifact& artifact,
                                                         const CallContext& context,
                                                         std::vector<std::string>* notes) const {
  std::vector<std::string> types;
  try {
    types = impl_->processors->find(artifact)->addition_types(artifact, context);
  } catch (const AdapterError& error) {
    if (context.cancelled() || error.code == ErrorCode::kCancelled) throw;
    const bool has_none = error.code == ErrorCode::kUnsupported && !error.can_retry;
    if (notes != nullptr && !has_none) {
      notes->push_back("the additions of the artifact are not known: " + error.message);
    }
    return {};
  }
  for (std::string& type : types) type = sdk::upper_case(std::move(type));
  return types;
}

Addition ArtifactService::addition(const Artifact& artifact, const std::string& name,
                                   RegistryAccess& registry, const CallContext& context) const {
  const std::shared_ptr<Processor> processor = impl_->processors->find(artifact);
  const std::vector<std::string> types = processor->addition_types(artifact, context);
  const auto type = std::ranges::find(
      types, sdk::lower_case(name), [](const std::string& each) { return sdk::lower_case(each); });
  if (type == types.end()) {
    throw AdapterError(
        ErrorCode::kUnsupported,
        "the artifact has no addition " + words::quoted(name) +
            (types.empty() ? ": it has no additions"
                           : "; expected one of " + words::shortened(words::joined(types, ", "))));
  }
  Addition addition = impl_->with_address(*processor, registry, [&](RegistryAccess& seen) {
    return processor->abstract_addition(artifact, *type, seen, context);
  });
  if (addition.content.size() > impl_->options.max_addition) {
    throw AdapterError(ErrorCode::kTooLarge, "the addition " + words::quoted(name) + " has " +
                                                 std::to_string(addition.content.size()) +
                                                 " bytes, more than " +
                                                 std::to_string(impl_->options.max_addition) +
                                                 " (ArtifactOptions::max_addition)");
  }
  if (!sdk::is_content_type(addition.content_type)) {
    addition.content_type = "application/octet-stream";
  }
  return addition;
}

}  // namespace portside
