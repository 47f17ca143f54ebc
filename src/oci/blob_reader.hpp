// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "oci/registry_session.hpp"
#include "portside/api/byte_sink.hpp"

namespace portside::oci {

/// What is to be read, and what it has to be.
struct WantedBlob {
  /// Absolute, or a path of the registry.
  std::string url;
  std::string digest;
  /// When a descriptor says it.
  std::optional<std::uint64_t> size = std::nullopt;
  /// For messages: `the blob a/b@sha256:...`.
  std::string what;
};

/// Writes a blob to `sink`, compared with its digest and size on the way. After a connection that
/// broke it goes on where it was. Throws as RegistryClient does.
void read_blob(RegistrySession& session, const WantedBlob& wanted, ByteSink& sink,
               const CallContext& context);

}  // namespace portside::oci
