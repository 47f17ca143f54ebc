// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/testing/throw_if_over.hpp"

namespace portside::testing {

/// A repository in memory. What was not put into it throws kRegistryNotFound. Digests are names
/// here: nothing is hashed, so a test may call a blob `sha256:layer-1`.
///
///   MemoryRegistryAccess registry;
///   registry.put_manifest("sha256:m", "application/vnd.oci.image.manifest.v1+json", manifest);
///   registry.put_layer("sha256:l", "sha256:unpacked", tar);
///   registry.fail(AdapterError(ErrorCode::kRegistryUnavailable, "503"));   // the next call only
class MemoryRegistryAccess final : public RegistryAccess {
 public:
  /// How often each method that does I/O was called, failed calls included.
  struct Calls {
    int manifest = 0;
    int blob = 0;
    int layer = 0;
    int authorization = 0;
    int credentials = 0;
  };

  explicit MemoryRegistryAccess(std::string url = "https://registry.test",
                                std::string repository = "library/test")
      : url_(std::move(url)), repository_(std::move(repository)) {}
  MemoryRegistryAccess(const MemoryRegistryAccess&) = delete;
  MemoryRegistryAccess& operator=(const MemoryRegistryAccess&) = delete;

  /// `reference` is a digest or a tag; put a manifest twice to have it under both.
  void put_manifest(const std::string& reference, std::string media_type, std::string content) {
    manifests_[reference] = {std::move(media_type), std::move(content)};
  }
  void put_blob(const std::string& digest, std::string content) {
    blobs_[digest] = std::move(content);
  }
  /// `tar` is the layer as layer() gives it, unpacked.
  void put_layer(const std::string& digest, std::string diff_id, std::string tar) {
    layers_[digest] = {std::move(diff_id), std::move(tar)};
  }
  void set_authorization(Authorization authorization) { authorization_ = std::move(authorization); }
  void set_credentials(Credentials credentials) { credentials_ = std::move(credentials); }

  /// The next `times` calls throw `error`.
  void fail(AdapterError error, int times = 1) {
    error_ = std::move(error);
    failures_ = times;
  }
  /// The next blob or layer breaks with kIntegrity after `bytes` bytes have gone to the sink.
  void break_after(std::size_t bytes) { break_after_ = bytes; }
  /// A sink gets pieces of this many bytes (4096 unless told).
  void set_piece_size(std::size_t bytes) { piece_size_ = std::max<std::size_t>(1, bytes); }

  const Calls& calls() const noexcept { return calls_; }

  std::string url() const override { return url_; }
  std::string repository() const override { return repository_; }

  std::string manifest(const std::string& reference, std::string& media_type,
                       const CallContext& context) override {
    begin(calls_.manifest, context);
    const auto& [type, content] = find(manifests_, reference, "manifest");
    media_type = type;
    return content;
  }

  void blob(const std::string& digest, ByteSink& sink, const CallContext& context) override {
    begin(calls_.blob, context);
    write(find(blobs_, digest, "blob"), sink, context);
  }

  void layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
             const CallContext& context) override {
    begin(calls_.layer, context);
    const auto& [known_diff_id, tar] = find(layers_, digest, "layer");
    write(tar, sink, context);
    if (diff_id == known_diff_id) return;
    throw AdapterError(ErrorCode::kIntegrity, "layer " + digest + " unpacks to " + known_diff_id +
                                                  ", and not to " + shown(diff_id));
  }

  Authorization authorization(const CallContext& context) override {
    begin(calls_.authorization, context);
    return authorization_;
  }

  Credentials credentials(const CallContext& context) override {
    begin(calls_.credentials, context);
    return credentials_;
  }

 private:
  void begin(int& counter, const CallContext& context) {
    ++counter;
    throw_if_over(context);
    if (failures_ == 0) return;
    --failures_;
    throw AdapterError(*error_);
  }

  template <typename Content>
  const Content& find(const std::map<std::string, Content>& all, const std::string& name,
                      const std::string& what) const {
    const auto found = all.find(name);
    if (found != all.end()) return found->second;
    throw AdapterError(ErrorCode::kRegistryNotFound,
                       "the repository " + repository_ + " has no " + what + " " + shown(name));
  }

  /// A test may ask for anything; a message is one line.
  static std::string shown(const std::string& name) {
    constexpr std::size_t kLongest = 100;
    std::string text = name.substr(0, kLongest);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
  }

  void write(std::string_view content, ByteSink& sink, const CallContext& context) {
    const std::optional<std::size_t> broken = std::exchange(break_after_, {});
    if (broken) content = content.substr(0, *broken);
    for (; !content.empty(); content.remove_prefix(std::min(piece_size_, content.size()))) {
      throw_if_over(context);
      sink.write(content.substr(0, piece_size_));
    }
    if (!broken) return;
    throw AdapterError(ErrorCode::kIntegrity, "the bytes do not match their digest");
  }

  std::string url_;
  std::string repository_;
  std::map<std::string, std::pair<std::string, std::string>> manifests_;
  std::map<std::string, std::string> blobs_;
  std::map<std::string, std::pair<std::string, std::string>> layers_;
  Authorization authorization_;
  Credentials credentials_;
  std::optional<AdapterError> error_;
  int failures_ = 0;
  std::optional<std::size_t> break_after_;
  std::size_t piece_size_ = 4096;
  Calls calls_;
};

}  // namespace portside::testing
