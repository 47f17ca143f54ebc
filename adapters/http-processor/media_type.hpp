// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/api/artifact.hpp"

namespace portside::http_processor {

/// ASCII letters only.
std::string in_lower_case(std::string_view text);
std::string in_capitals(std::string_view text);

/// `TYPE/SUBTYPE`, of the characters of RFC 6838 section 4.2, at most 255.
bool is_media_type(std::string_view text) noexcept;

/// A media type that may have parameters, as the value of a Content-Type header (RFC 9110 section
/// 8.3): printable ASCII on one line.
bool is_content_type(std::string_view text) noexcept;

/// The media type that an artifact's processor is called for, the first of its artifact type, its
/// media type and its manifest's that stands in `known` (in lower case), or the first of all when
/// `known` is empty; "" without one.
std::string called_media_type(const Artifact& artifact, const std::vector<std::string>& known);

}  // namespace portside::http_processor
