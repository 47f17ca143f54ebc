// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/exchange.hpp"

namespace portside::http {

/// Sets what all exchanges of a handle have in common, which stays: to be called once, for a new
/// one. `transport` outlives the handle's connections. Throws kInternal.
void set_transport(CURL* easy, const Transport& transport);

}  // namespace portside::http
