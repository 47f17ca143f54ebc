// SPDX-License-Identifier: Apache-2.0
#include "oci/verified_sink.hpp"

#include <utility>

#include "portside/api/error.hpp"

namespace portside::oci {

VerifiedSink::VerifiedSink(ByteSink& target, std::string digest, std::optional<std::uint64_t> size,
                           std::string what)
    : target_(target), digest_(std::move(digest)), size_(size), what_(std::move(what)) {}

void VerifiedSink::write(std::string_view piece) {
  count_ += piece.size();
  if (size_ && count_ > *size_) {
    throw AdapterError(
        ErrorCode::kIntegrity,
        what_ + " has more than the " + std::to_string(*size_) + " bytes that its manifest says");
  }
  hash_.update(piece);
  target_.write(piece);
}

void VerifiedSink::finish() {
  if (size_ && count_ != *size_) {
    throw AdapterError(ErrorCode::kIntegrity, what_ + " has " + std::to_string(count_) +
                                                  " bytes, its manifest says " +
                                                  std::to_string(*size_));
  }
  const std::string found = "sha256:" + crypto::hex(hash_.finish());
  if (found == digest_) return;
  throw AdapterError(ErrorCode::kIntegrity,
                     what_ + " is damaged: its content has the digest " + found);
}

}  // namespace portside::oci
