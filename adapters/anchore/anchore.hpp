// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "anchore/config.hpp"
#include "portside/api/host_services.hpp"

namespace portside::anchore {

/// What every part of the adapter works with. Outlives them.
struct Anchore {
  const AnchoreConfig& config;
  HostServices& host;
  HttpClient& http;
};

}  // namespace portside::anchore
