// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/testing/temp_folder.hpp"
