// SPDX-License-Identifier: Apache-2.0
#include "oci/layer.hpp"

#include <algorithm>
#include <utility>

#include "archive/unpacker.hpp"
#include "crypto/digest.hpp"
#include "oci/media_types.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::oci {
namespace {

using archive::Compression;

struct LayerType {
  std::string_view name;
  Compression compression;
};

constexpr LayerType kLayerTypes[] = {
    {"application/vnd.oci.image.layer.v1.tar", Compression::kNone},
    {"application/vnd.oci.image.layer.v1.tar+gzip", Compression::kGzip},
    {"application/vnd.oci.image.layer.v1.tar+zstd", Compression::kZstd},
    {"application/vnd.oci.image.layer.nondistributable.v1.tar", Compression::kNone},
    {"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", Compression::kGzip},
    {"application/vnd.oci.image.layer.nondistributable.v1.tar+zstd", Compression::kZstd},
    {"application/vnd.docker.image.rootfs.diff.tar", Compression::kNone},
    {"application/vnd.docker.image.rootfs.diff.tar.gzip", Compression::kGzip},
    {"application/vnd.docker.image.rootfs.diff.tar.zstd", Compression::kZstd},
    {"application/vnd.docker.image.rootfs.foreign.diff.tar", Compression::kNone},
    {"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", Compression::kGzip},
};

const LayerType* find_type(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kLayerTypes, name, &LayerType::name);
  return found == std::end(kLayerTypes) ? nullptr : found;
}

/// Takes the digest of what goes on to the sink.
class DigestingSink final : public ByteSink {
 public:
  DigestingSink(ByteSink& target, const CallContext& context)
      : target_(target), context_(context) {}
  void write(std::string_view piece) override {
    if (context_.cancelled()) {
      throw AdapterError(
          context_.time_left() > 0 ? ErrorCode::kCancelled : ErrorCode::kDeadlineExceeded,
          "the call ended while a layer was unpacked");
    }
    hash_.update(piece);
    target_.write(piece);
  }
  std::string digest() { return "sha256:" + crypto::hex(hash_.finish()); }

 private:
  ByteSink& target_;
  const CallContext& context_;
  crypto::Sha256 hash_;
};

std::string_view words_for(Compression compression) {
  return compression == Compression::kNone ? "not packed" : archive::compression_name(compression);
}

}  // namespace

bool is_layer_type(std::string_view media_type) noexcept {
  return find_type(bare_media_type(media_type)) != nullptr;
}

Compression compression_of_type(std::string_view media_type) {
  media_type = bare_media_type(media_type);
  if (const LayerType* const type = find_type(media_type)) return type->compression;
  if (media_type.ends_with("+encrypted")) {
    throw AdapterError(ErrorCode::kUnsupported,
                       "a layer is encrypted (" + words::quoted(media_type) +
                           "): what is in it cannot be known without its key");
  }
  throw AdapterError(ErrorCode::kUnsupported, "a layer has the media type " +
                                                  words::quoted(media_type) +
                                                  ", which is no layer of a file system");
}

struct LayerSink::Parts {
  Parts(ByteSink& sink, const CallContext& context, const archive::UnpackLimits& limits,
        const std::string& what)
      : plain(sink, context), unpacker(plain, limits, what) {}
  DigestingSink plain;
  archive::Unpacker unpacker;
};

LayerSink::LayerSink(ByteSink& sink, std::string_view media_type, std::string diff_id,
                     std::string what, const CallContext& context,
                     const archive::UnpackLimits& limits)
    : declared_(media_type.empty() ? std::nullopt : std::optional(compression_of_type(media_type))),
      diff_id_(std::move(diff_id)),
      what_(std::move(what)),
      parts_(std::make_unique<Parts>(sink, context, limits, what_)) {}

LayerSink::~LayerSink() = default;

void LayerSink::write(std::string_view piece) {
  if (start_.size() < archive::kCompressionBytes) {
    start_ += piece.substr(0, archive::kCompressionBytes - start_.size());
    if (start_.size() == archive::kCompressionBytes) check_compression();
  }
  parts_->unpacker.write(piece);
}

void LayerSink::check_compression() {
  const Compression found = archive::compression_of(start_);
  if (!declared_ || found == *declared_) return;
  throw AdapterError(ErrorCode::kIntegrity, what_ + " is " + std::string(words_for(found)) +
                                                ", its manifest says " +
                                                std::string(words_for(*declared_)));
}

void LayerSink::finish() {
  if (start_.size() < archive::kCompressionBytes) check_compression();
  parts_->unpacker.finish();
  const std::string found = parts_->plain.digest();
  if (found == diff_id_) return;
  throw AdapterError(ErrorCode::kIntegrity, what_ + " holds something else than its image says: " +
                                                "unpacked it has the digest " + found +
                                                ", expected " + words::shortened(diff_id_));
}

}  // namespace portside::oci
