// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/notification_page.hpp"

#include <algorithm>
#include <utility>

#include "clair/v2/chain_names.hpp"
#include "portside/api/error.hpp"

namespace portside::clair::v2 {
namespace {

using sdk::JsonRule;
using sdk::JsonScalar;

/// Each layer comes twice on each side, and a page is asked for a thousand of them.
constexpr std::size_t kMaxNamesOfPage = 100'000;
constexpr std::size_t kMaxFixesOfSide = 10'000;

sdk::JsonLimits page_limits() {
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{4} << 10U;  // Clair's own columns have 256 characters at most
  return limits;
}

JsonRule text_rule(std::string path, std::string& target) {
  return {std::move(path), {}, {}, [&target](const JsonScalar& value) {
            if (value.is_string()) target = value.text;
          }};
}

[[noreturn]] void too_many(const char* what, std::size_t limit) {
  throw AdapterError(ErrorCode::kTooLarge, std::string("a page of Clair's notification has more ") +
                                               what + " than " + std::to_string(limit));
}

}  // namespace

NotificationPage::NotificationPage() : json_("Clair's notification", rules(), page_limits()) {}

std::vector<JsonRule> NotificationPage::rules() {
  std::vector<JsonRule> rules{{"/Notification", [this](std::string_view) { is_there_ = true; }},
                              text_rule("/Notification/NextPage", next_)};
  add_side_rules("/Notification/Old", old_, rules);
  add_side_rules("/Notification/New", new_, rules);
  return rules;
}

void NotificationPage::add_side_rules(const std::string& path, Side& side,
                                      std::vector<JsonRule>& rules) {
  const auto layer = [this](const JsonScalar& name) { add_layer(name); };
  const std::string fix = path + "/Vulnerability/FixedIn/*";
  rules.push_back({path, [&side](std::string_view) { side.is_there = true; }});
  rules.push_back(text_rule(path + "/Vulnerability/Name", side.name));
  rules.push_back(text_rule(path + "/Vulnerability/Severity", side.severity));
  rules.push_back({fix, {}, [this, &side] { add_fix(side); }});
  rules.push_back(text_rule(fix + "/Name", fix_package_));
  rules.push_back(text_rule(fix + "/Version", fix_version_));
  rules.push_back({path + "/OrderedLayersIntroducingVulnerability/*/LayerName", {}, {}, layer});
  rules.push_back({path + "/LayersIntroducingVulnerability/*", {}, {}, layer});
}

void NotificationPage::add_layer(const JsonScalar& name) {
  if (!is_layer_name(name.text)) {
    has_strange_layers_ = true;
    return;
  }
  if (layers_.size() == kMaxNamesOfPage) too_many("layers", kMaxNamesOfPage);
  layers_.emplace_back(name.text);
}

void NotificationPage::add_fix(Side& side) {
  if (side.fixes.size() == kMaxFixesOfSide) too_many("fixes", kMaxFixesOfSide);
  std::string& fix = side.fixes.emplace_back(std::move(fix_package_));
  fix += '\0';
  fix += fix_version_;
  fix_package_.clear();
  fix_version_.clear();
}

std::vector<std::string> NotificationPage::take_layers() {
  std::sort(layers_.begin(), layers_.end());
  layers_.erase(std::unique(layers_.begin(), layers_.end()), layers_.end());
  return std::move(layers_);
}

bool NotificationPage::is_cosmetic() {
  std::sort(old_.fixes.begin(), old_.fixes.end());
  std::sort(new_.fixes.begin(), new_.fixes.end());
  return old_.is_there && new_.is_there && old_.name == new_.name &&
         old_.severity == new_.severity && old_.fixes == new_.fixes;
}

}  // namespace portside::clair::v2
