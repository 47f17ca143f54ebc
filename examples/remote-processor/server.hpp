// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "portside/api/http_client.hpp"

namespace rocket {

/// Answers one request; called by several threads at once, does not throw.
using Handler = std::function<portside::HttpResponse(const portside::HttpRequest&)>;

/// Serves HTTP on a port of 127.0.0.1 (0 = one that is free) with Boost.Beast until SIGINT or
/// SIGTERM. `listening` is called with the port. Bodies of more than `max_body` bytes are refused,
/// and so are connections beyond 64; a request has to arrive within a minute.
/// Throws boost::system::system_error when it cannot listen.
void serve(std::uint16_t port, std::uint64_t max_body, const Handler& handler,
           const std::function<void(std::uint16_t)>& listening);

}  // namespace rocket
