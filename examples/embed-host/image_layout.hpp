// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/registry_access.hpp"

/// A registry of one repository out of a folder in the OCI image layout (`blobs/sha256/...`). A
/// host hands its own storage to plugins in the same way.
class ImageLayout final : public portside::RegistryAccess {
 public:
  explicit ImageLayout(std::string folder) : folder_(std::move(folder)) {}

  std::string url() const override { return "file://" + folder_; }
  std::string repository() const override { return "layout"; }
  std::string manifest(const std::string& reference, std::string& media_type,
                       const portside::CallContext& context) override;
  void blob(const std::string& digest, portside::ByteSink& sink,
            const portside::CallContext& context) override;
  void layer(const std::string& digest, const std::string& diff_id, portside::ByteSink& sink,
             const portside::CallContext& context) override;
  portside::Authorization authorization(const portside::CallContext&) override { return {}; }
  portside::Credentials credentials(const portside::CallContext&) override { return {}; }

 private:
  std::string folder_;
};
