// SPDX-License-Identifier: Apache-2.0
#include "access/layout_access.hpp"

#include <optional>
#include <utility>

#include "access/counted_sink.hpp"
#include "oci/layer.hpp"
#include "portside/api/error.hpp"

namespace portside::access {

LayoutAccess::LayoutAccess(std::shared_ptr<const oci::Layout> layout, std::string repository,
                           std::function<void(std::uint64_t bytes)> on_bytes)
    : layout_(std::move(layout)),
      repository_(std::move(repository)),
      on_bytes_(std::move(on_bytes)) {}

std::string LayoutAccess::url() const {
  return "oci:" + layout_->folder();
}

std::string LayoutAccess::manifest(const std::string& reference, std::string& media_type,
                                   const CallContext& context) {
  oci::FetchedManifest fetched = layout_->manifest(reference, context);
  known_.remember(fetched);
  media_type = fetched.media_type;
  return std::move(fetched.bytes);
}

void LayoutAccess::blob(const std::string& digest, ByteSink& sink, const CallContext& context) {
  const oci::Descriptor* const known = known_.find(digest);
  CountedSink counted(sink, on_bytes_);
  layout_->blob(digest, known == nullptr ? std::nullopt : std::optional(known->size), counted,
                context);
}

void LayoutAccess::layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
                         const CallContext& context) {
  const oci::Descriptor* const known = known_.find(digest);
  oci::LayerSink unpacked(sink, known == nullptr ? "" : known->media_type, diff_id,
                          "the layer " + layout_->folder() + "@" + digest, context);
  blob(digest, unpacked, context);
  unpacked.finish();
}

Authorization LayoutAccess::authorization(const CallContext&) {
  cannot_be_pulled();
}

Credentials LayoutAccess::credentials(const CallContext&) {
  cannot_be_pulled();
}

void LayoutAccess::cannot_be_pulled() const {
  throw AdapterError(ErrorCode::kUnsupported,
                     "this scanner pulls images from a registry by itself; it cannot read the "
                     "folder " +
                         layout_->folder() +
                         "; push the image to a registry that the scanner reaches, and scan it "
                         "there");
}

}  // namespace portside::access
