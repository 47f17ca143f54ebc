// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "portside/api/registry_access.hpp"

namespace portside::artifact {

/// A RegistryAccess under another address, for a processor that reads by itself from elsewhere.
class AddressedAccess final : public RegistryAccess {
 public:
  /// `access` outlives this.
  AddressedAccess(RegistryAccess& access, std::string url)
      : access_(access), url_(std::move(url)) {}

  std::string url() const override { return url_; }
  std::string repository() const override { return access_.repository(); }
  std::string manifest(const std::string& reference, std::string& media_type,
                       const CallContext& context) override {
    return access_.manifest(reference, media_type, context);
  }
  void blob(const std::string& digest, ByteSink& sink, const CallContext& context) override {
    access_.blob(digest, sink, context);
  }
  void layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
             const CallContext& context) override {
    access_.layer(digest, diff_id, sink, context);
  }
  Authorization authorization(const CallContext& context) override {
    return access_.authorization(context);
  }
  Credentials credentials(const CallContext& context) override {
    return access_.credentials(context);
  }

 private:
  RegistryAccess& access_;
  const std::string url_;
};

}  // namespace portside::artifact
