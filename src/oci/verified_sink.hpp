// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/digest.hpp"
#include "portside/api/byte_sink.hpp"

namespace portside::oci {

/// Passes a blob on and checks it against its digest on the way.
class VerifiedSink final : public ByteSink {
 public:
  /// `size` when it is known from a descriptor. `what` names the blob in messages.
  VerifiedSink(ByteSink& target, std::string digest, std::optional<std::uint64_t> size,
               std::string what);

  /// Throws kIntegrity as soon as there are more bytes than there may be.
  void write(std::string_view piece) override;

  /// How many bytes went through.
  std::uint64_t count() const noexcept { return count_; }

  /// Throws kIntegrity when it was not all, or something else. To be called once, at the end.
  void finish();

 private:
  ByteSink& target_;
  const std::string digest_;
  const std::optional<std::uint64_t> size_;
  const std::string what_;
  crypto::Sha256 hash_;
  std::uint64_t count_ = 0;
};

}  // namespace portside::oci
