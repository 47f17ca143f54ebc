// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "archive/compression.hpp"
#include "archive/unpack_limits.hpp"
#include "oci/manifest.hpp"
#include "portside/api/byte_sink.hpp"
#include "portside/api/call_context.hpp"

namespace portside::oci {

/// True for the layers of file systems, packed or not; not for encrypted ones.
bool is_layer_type(std::string_view media_type) noexcept;

/// How a layer is packed by what its media type says (OCI image specification, "Layers"; Docker
/// image manifest 2.2). Throws kUnsupported for encrypted ones and for types that are no layers of
/// a file system.
archive::Compression compression_of_type(std::string_view media_type);

/// Unpacks a layer on its way to `sink` and compares the tar stream with its digest. What the blob
/// itself has to be is compared before it comes here.
class LayerSink final : public ByteSink {
 public:
  /// `media_type` as the manifest says, or "" when it is not known; `what` names the layer in
  /// messages. Throws as compression_of_type().
  LayerSink(ByteSink& sink, std::string_view media_type, std::string diff_id, std::string what,
            const CallContext& context, const archive::UnpackLimits& limits = {});
  ~LayerSink();
  LayerSink(const LayerSink&) = delete;
  LayerSink& operator=(const LayerSink&) = delete;

  /// Throws kIntegrity (damaged; packed in another way than the manifest says), kTooLarge,
  /// kCancelled and kDeadlineExceeded: a few bytes may stand for much work.
  void write(std::string_view piece) override;

  /// To be called once, at the end. Throws kIntegrity when something is missing, or when it is not
  /// what `diff_id` names.
  void finish();

 private:
  struct Parts;
  void check_compression();

  const std::optional<archive::Compression> declared_;
  const std::string diff_id_;
  const std::string what_;
  const std::unique_ptr<Parts> parts_;
  /// The first bytes, which say how it is packed.
  std::string start_;
};

}  // namespace portside::oci
