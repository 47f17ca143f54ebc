// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "portside/api/registry_access.hpp"
#include "scan/progress_board.hpp"

namespace portside::scan {

/// The access of one scan; tells how much of its image was read.
class WatchedAccess final : public RegistryAccess {
 public:
  /// `digest`: of the image's manifest. `board` outlives the access.
  WatchedAccess(std::shared_ptr<RegistryAccess> access, std::string digest, ProgressBoard& board)
      : access_(std::move(access)), digest_(std::move(digest)), board_(board) {}

  std::string url() const override { return access_->url(); }
  std::string repository() const override { return access_->repository(); }
  std::string manifest(const std::string& reference, std::string& media_type,
                       const CallContext& context) override;
  void blob(const std::string& digest, ByteSink& sink, const CallContext& context) override {
    access_->blob(digest, sink, context);
  }
  void layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
             const CallContext& context) override;
  Authorization authorization(const CallContext& context) override {
    return access_->authorization(context);
  }
  Credentials credentials(const CallContext& context) override {
    return access_->credentials(context);
  }

 private:
  const std::shared_ptr<RegistryAccess> access_;
  const std::string digest_;
  ProgressBoard& board_;
};

}  // namespace portside::scan
