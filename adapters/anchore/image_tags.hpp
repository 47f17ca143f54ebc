// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/api/http_client.hpp"

namespace portside::anchore {

/// The full tags under which Anchore knows the image, of an answer that read_image_record() takes;
/// at most 10,000.
std::vector<std::string> read_full_tags(const HttpResponse& answer);

}  // namespace portside::anchore
