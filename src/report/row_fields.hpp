// SPDX-License-Identifier: Apache-2.0
//
// The text members of rows under their names in the JSON report, for its writer and its reader.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/image_reference.hpp"
#include "portside/api/vulnerability.hpp"

namespace portside::report {

template <typename Row, typename Member>
struct RowField {
  std::string_view key;
  Member Row::*member;
};

inline constexpr std::array<RowField<Vulnerability, std::string>, 14> kRowTexts = {{
    {"id", &Vulnerability::id},
    {"package", &Vulnerability::package},
    {"version", &Vulnerability::version},
    {"fixed_version", &Vulnerability::fixed_version},
    {"severity_text", &Vulnerability::severity_text},
    {"status", &Vulnerability::status},
    {"title", &Vulnerability::title},
    {"description", &Vulnerability::description},
    {"location", &Vulnerability::location},
    {"layer_digest", &Vulnerability::layer_digest},
    {"purl", &Vulnerability::purl},
    {"source_name", &Vulnerability::source_name},
    {"source_version", &Vulnerability::source_version},
    {"data_source", &Vulnerability::data_source},
}};

inline constexpr std::array<RowField<Vulnerability, std::vector<std::string>>, 3> kRowLists = {{
    {"links", &Vulnerability::links},
    {"aliases", &Vulnerability::aliases},
    {"cwe_ids", &Vulnerability::cwe_ids},
}};

inline constexpr std::array<RowField<ImageReference, std::string>, 7> kImageTexts = {{
    {"registry_url", &ImageReference::registry_url},
    {"repository", &ImageReference::repository},
    {"digest", &ImageReference::digest},
    {"manifest_media_type", &ImageReference::manifest_media_type},
    {"artifact_type", &ImageReference::artifact_type},
    {"config_media_type", &ImageReference::config_media_type},
    {"platform", &ImageReference::platform},
}};

}  // namespace portside::report
