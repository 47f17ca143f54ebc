// SPDX-License-Identifier: Apache-2.0
#include "schema/alternatives.hpp"

#include <algorithm>
#include <optional>

#include "words/word_list.hpp"

namespace portside::schema {
namespace {

constexpr std::size_t kMaxForms = 4;

using Forms = std::vector<const Findings*>;

/// The finding that makes a form impossible for a value: it, or the member that tells the forms
/// apart, is of another kind or not the value that the form asks for.
const Finding* obstacle(const Findings& form, const Place& place) {
  const auto order = order_of(place);
  const auto found = std::ranges::find_if(form, [&](const Finding& finding) {
    const std::size_t below = finding.order.size() - order.size();
    return (below == 0 && finding.about != About::kOther) ||
           (below == 1 && finding.about == About::kValue);
  });
  return found == form.end() ? nullptr : &*found;
}

/// One finding for forms that fail for the same value.
std::optional<Finding> merged(const Forms& forms, const Place& place) {
  std::optional<Finding> all;
  for (const Findings* form : forms) {
    const Finding* each = obstacle(*form, place);
    if (each == nullptr || (all && all->order != each->order)) return std::nullopt;
    if (!all) {
      all = *each;
      continue;
    }
    if (each->about == About::kValue && all->about == About::kKind) all->found = each->found;
    if (each->about == About::kKind) all->about = About::kKind;
    all->expected.insert(all->expected.end(), each->expected.begin(), each->expected.end());
  }
  return all;
}

/// `1: found no key url; 2: found a text at /port`.
std::string reasons(const Forms& forms, const Place& place) {
  const std::size_t here = order_of(place).size();
  std::string out;
  for (std::size_t i = 0; i < forms.size() && i < kMaxForms; ++i) {
    const Finding& first = forms[i]->front();
    if (i > 0) out += ", ";
    out += std::to_string(i + 1) + ": " + first.found;
    if (first.order.size() > here) out += " at " + first.pointer;
  }
  return out;
}

}  // namespace

void explain_no_form(const Place& place, const std::vector<Findings>& forms, Findings& findings) {
  Forms all;
  Forms possible;
  for (const Findings& form : forms) {
    all.push_back(&form);
    if (obstacle(form, place) == nullptr) possible.push_back(&form);
  }
  if (possible.size() == 1) {
    findings.insert(findings.end(), possible.front()->begin(), possible.front()->end());
    return;
  }
  if (auto one = merged(all, place)) {
    findings.push_back(*std::move(one));
    return;
  }
  if (possible.empty()) possible = all;
  findings.emplace_back(place, About::kOther,
                        std::string(kind_name(place.node.kind)) + " that fits none of " +
                            std::to_string(possible.size()) + " forms (" +
                            reasons(possible, place) + ")",
                        std::vector<std::string>{"one of them"});
}

void explain_several_forms(const Place& place, const std::vector<Findings>& forms,
                           Findings& findings) {
  std::vector<std::string> fitting;
  for (std::size_t i = 0; i < forms.size() && fitting.size() <= kMaxForms; ++i) {
    if (forms[i].empty()) fitting.push_back(std::to_string(i + 1));
  }
  const std::vector<std::string_view> words(fitting.begin(), fitting.end());
  findings.emplace_back(place, About::kOther,
                        std::string(kind_name(place.node.kind)) + " that fits the forms " +
                            words::word_list(words) + " of " + std::to_string(forms.size()) +
                            " alike",
                        std::vector<std::string>{"one that fits exactly one"});
}

}  // namespace portside::schema
