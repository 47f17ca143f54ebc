// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "portside/api/http_client.hpp"
#include "portside/api/millis.hpp"

namespace portside::http {

/// True for an answer that another attempt may better: 429, 502, 503, 504.
bool is_transient(std::int32_t status) noexcept;

/// What a Retry-After header asks for, in milliseconds from now: seconds or a date (RFC 9110
/// section 10.2.3). Nothing when there is none or it cannot be read. `now` is in epoch
/// milliseconds.
std::optional<Millis> retry_after(const Headers& headers, Millis now);

/// The pause before attempt `attempt` + 1 (`attempt` counts from 1): a random one of up to 200 ms,
/// doubled with each attempt, at most 5 s ("full jitter"). `random` is uniform over its type.
Millis backoff(unsigned attempt, std::uint32_t random) noexcept;

}  // namespace portside::http
