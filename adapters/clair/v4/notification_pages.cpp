// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/notification_pages.hpp"

#include <utility>
#include <vector>

#include "clair/v4/api.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::clair::v4 {
namespace {

void add_digest(NotifiedImages& images, const sdk::JsonScalar& digest) {
  if (!digest.is_string() || !is_clair_digest(digest.text)) {
    ++images.unreadable;
  } else if (images.digests.size() < NotifiedImages::kMost) {
    images.digests.emplace(digest.text);
  } else {
    images.are_too_many = images.are_too_many || !images.digests.contains(std::string(digest.text));
  }
}

}  // namespace

std::unique_ptr<sdk::JsonStream> notification_page_parser(NotifiedImages& images) {
  using sdk::JsonScalar;
  images.next.clear();
  std::vector<sdk::JsonRule> rules;
  rules.push_back({"/page/next", {}, {}, [&images](const JsonScalar& next) {
                     if (next.is_string()) images.next = next.text;
                   }});
  rules.push_back({"/notifications/*/manifest", {}, {}, [&images](const JsonScalar& digest) {
                     add_digest(images, digest);
                   }});
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{1} << 20U;
  return std::make_unique<sdk::JsonStream>("Clair's notification", std::move(rules), limits);
}

}  // namespace portside::clair::v4
