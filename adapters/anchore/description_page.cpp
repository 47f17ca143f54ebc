// SPDX-License-Identifier: Apache-2.0
#include "anchore/description_page.hpp"

#include <utility>
#include <vector>

#include "portside/sdk/json_stream.hpp"

namespace portside::anchore {
namespace {

using sdk::JsonRule;
using sdk::JsonScalar;

/// The element of the page that is being read.
struct DescribedVulnerability {
  std::string id;
  std::string name_space;
  std::string text;

  void give_to(KnownDescriptions& descriptions) {
    const auto found = descriptions.find(id);
    if (found == descriptions.end() || text.empty() || text == "None") return;
    KnownDescription& known = found->second;
    const bool is_nvd = name_space.substr(0, 3) == "nvd";
    if (!known.text.empty() && (is_nvd || !known.is_nvd)) return;
    known.text.swap(text);
    known.is_nvd = is_nvd;
  }
};

}  // namespace

std::unique_ptr<sdk::JsonStream> description_page_parser(KnownDescriptions& descriptions,
                                                         std::string& next_page) {
  constexpr std::size_t kMostPageName = 64;
  next_page.clear();
  const auto at = std::make_shared<DescribedVulnerability>();
  std::vector<JsonRule> rules;
  rules.push_back({"/next_page", {}, {}, [&next_page](const JsonScalar& value) {
                     const bool is_name = value.is_string() ||  //
                                          value.kind == JsonScalar::Kind::kNumber;
                     if (is_name && value.text.size() <= kMostPageName) next_page = value.text;
                   }});
  rules.push_back({"/vulnerabilities/*", [at](std::string_view) { *at = {}; },
                   [at, &descriptions] { at->give_to(descriptions); }});
  const auto text = [&](const char* name, std::string DescribedVulnerability::*member) {
    rules.push_back(
        {std::string("/vulnerabilities/*/") + name, {}, {}, [at, member](const JsonScalar& value) {
           if (value.is_string()) (*at).*member = value.text;
         }});
  };
  text("id", &DescribedVulnerability::id);
  text("namespace", &DescribedVulnerability::name_space);
  text("description", &DescribedVulnerability::text);
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{256} << 10U;
  return std::make_unique<sdk::JsonStream>("Anchore's list of descriptions", std::move(rules),
                                           limits);
}

}  // namespace portside::anchore
