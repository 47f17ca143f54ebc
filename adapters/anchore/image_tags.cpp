// SPDX-License-Identifier: Apache-2.0
#include "anchore/image_tags.hpp"

#include <cstddef>

#include "portside/sdk/json_call.hpp"

namespace portside::anchore {
namespace {

constexpr std::size_t kMostTags = 10'000;

}  // namespace

std::vector<std::string> read_full_tags(const HttpResponse& answer) {
  std::vector<std::string> tags;
  const auto take = [&tags](const sdk::JsonScalar& value) {
    if (value.is_string() && tags.size() < kMostTags) tags.emplace_back(value.text);
  };
  const auto rules = [&take](bool is_array) {
    const std::string detail = std::string(is_array ? "/*" : "") + "/image_detail/*";
    return std::vector<sdk::JsonRule>{{detail + "/fulltag", {}, {}, take},
                                      {detail + "/full_tag", {}, {}, take}};
  };
  constexpr char kName[] = "Anchore's record of the image";
  sdk::JsonStream json(kName, sdk::JsonShapes(rules));
  sdk::read_json(answer, json, {kName});
  return tags;
}

}  // namespace portside::anchore
