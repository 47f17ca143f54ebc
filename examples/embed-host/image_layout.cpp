// SPDX-License-Identifier: Apache-2.0
#include "image_layout.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "portside/api/error.hpp"

using portside::AdapterError;
using portside::ErrorCode;

namespace {

constexpr std::string_view kAlgorithm = "sha256:";

/// The file of a digest. What is not a digest would be a path of somebody's choice.
std::string path_of(const std::string& folder, const std::string& digest) {
  const std::string hex = digest.starts_with(kAlgorithm) ? digest.substr(kAlgorithm.size()) : "";
  const bool well_formed = hex.size() == 64 && std::all_of(hex.begin(), hex.end(), [](char c) {
                             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                           });
  if (!well_formed) {
    throw AdapterError(ErrorCode::kInvalidArgument, "not a SHA-256 digest: " + digest);
  }
  return folder + "/blobs/sha256/" + hex;
}

class StringSink final : public portside::ByteSink {
 public:
  void write(std::string_view piece) override { text += piece; }
  std::string text;
};

}  // namespace

std::string ImageLayout::manifest(const std::string& reference, std::string& media_type,
                                  const portside::CallContext& context) {
  StringSink sink;
  blob(reference, sink, context);
  media_type = "application/vnd.oci.image.manifest.v1+json";
  return std::move(sink.text);
}

void ImageLayout::blob(const std::string& digest, portside::ByteSink& sink,
                       const portside::CallContext& context) {
  std::ifstream file(path_of(folder_, digest), std::ios::binary);
  if (!file) {
    throw AdapterError(ErrorCode::kRegistryNotFound, folder_ + " has no blob " + digest);
  }
  std::array<char, 65536> buffer;
  while (file.read(buffer.data(), buffer.size()), file.gcount() > 0) {
    if (context.cancelled()) throw AdapterError(ErrorCode::kCancelled, "cancelled");
    sink.write({buffer.data(), static_cast<std::size_t>(file.gcount())});
  }
}

void ImageLayout::layer(const std::string& digest, const std::string&, portside::ByteSink&,
                        const portside::CallContext&) {
  throw AdapterError(ErrorCode::kUnsupported,
                     "this example does not unpack layers: " + digest + "; use blob()");
}
