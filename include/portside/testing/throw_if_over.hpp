// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/sdk/throw_if_over.hpp"

namespace portside::testing {

using sdk::throw_if_over;

}  // namespace portside::testing
