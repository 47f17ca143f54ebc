// SPDX-License-Identifier: Apache-2.0
//
// Files of an OCI image layout. A link in the place of one is refused: what somebody hands over as
// images does not get to choose other files of this machine.
#pragma once

#include <cstddef>
#include <string>

#include "portside/api/byte_sink.hpp"
#include "portside/api/call_context.hpp"

namespace portside::oci {

/// Throws kNotFound, kIo, kTooLarge.
std::string read_layout_file(const std::string& path, std::size_t limit);

/// Throws kRegistryNotFound, kIo, kCancelled, kDeadlineExceeded, and what the sink throws.
void stream_layout_file(const std::string& path, ByteSink& sink, const CallContext& context);

}  // namespace portside::oci
