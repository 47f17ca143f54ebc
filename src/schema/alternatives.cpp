// SPDX-License-Identifier: Apache-2.0
#include "schema/alternatives.hpp"

#include <algorithm>
#include <optional>

#include "words/quoted.hpp"
#include "words/word_list.hpp"

namespace portside::schema {
namespace {

constexpr std::size_t kMaxForms = 4;
/// That one form may ask for to be listed.
constexpr std::size_t kMaxKeys = 8;

using Forms = std::vector<const Form*>;

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
  for (const Form* form : forms) {
    const Finding* each = obstacle(form->findings, place);
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
    const Finding& first = forms[i]->findings.front();
    if (i > 0) out += ", ";
    out += std::to_string(i + 1) + ": " + first.found;
    if (first.order.size() > here) out += " at " + first.pointer;
  }
  return out;
}

/// `username, password and api_key`.
std::string and_list(const std::vector<std::string>& keys) {
  std::string out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) out += i + 1 == keys.size() ? " and " : ", ";
    out += words::shortened(keys[i]);
  }
  return out;
}

/// `username and password, or api_key`.
std::string sets_of_keys(const Forms& forms) {
  std::string out;
  for (const Form* form : forms) out += (out.empty() ? "" : ", or ") + and_list(form->required);
  return out;
}

void add_once(const std::string& key, std::vector<std::string>& keys) {
  if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
}

/// True when keys of this map are missing, and nothing else is wrong.
bool lacks_keys_only(const Form& form, const Place& place) {
  const bool listable = !form.required.empty() && form.required.size() <= kMaxKeys;
  return listable && std::ranges::all_of(form.findings, [&](const Finding& finding) {
           return std::ranges::find(form.required, finding.missing) != form.required.end() &&
                  finding.order == order_of(place);
         });
}

/// One finding for forms that all lack keys and nothing else. Those of forms that have some of
/// their keys are named, where there is such a form: it was probably meant.
std::optional<Finding> lacking_keys(const Forms& forms, const Place& place) {
  if (forms.size() > kMaxForms) return std::nullopt;
  std::vector<std::string> all;
  std::vector<std::string> of_begun;
  for (const Form* form : forms) {
    if (!lacks_keys_only(*form, place)) return std::nullopt;
    for (const std::string& key : form->required) {
      if (std::ranges::find(form->findings, key, &Finding::missing) == form->findings.end())
        continue;
      add_once(key, all);
      if (form->findings.size() < form->required.size()) add_once(key, of_begun);
    }
  }
  std::vector<std::string>& missing = of_begun.empty() ? all : of_begun;
  for (std::string& key : missing) key = words::shortened(key);
  const std::vector<std::string_view> words(missing.begin(), missing.end());
  return Finding(place, About::kOther, "no key " + words::word_list(words), {sets_of_keys(forms)});
}

/// True when a value that fits one of these forms does not fit the other for that.
bool differ_in_keys_only(const Forms& forms) {
  if (forms.size() > kMaxForms) return false;
  for (const Form* form : forms) {
    if (!form->required_only || form->required.size() > kMaxKeys) return false;
    for (const Form* other : forms) {
      const bool within = std::ranges::all_of(form->required, [&](const std::string& key) {
        return std::ranges::find(other->required, key) != other->required.end();
      });
      if (form != other && within) return false;
    }
  }
  return true;
}

}  // namespace

void explain_no_form(const Place& place, const std::vector<Form>& forms, Findings& findings) {
  Forms all;
  Forms possible;
  for (const Form& form : forms) {
    all.push_back(&form);
    if (obstacle(form.findings, place) == nullptr) possible.push_back(&form);
  }
  if (possible.size() == 1) {
    const Findings& only = possible.front()->findings;
    findings.insert(findings.end(), only.begin(), only.end());
    return;
  }
  std::optional<Finding> one = merged(all, place);
  if (!one && !possible.empty()) one = lacking_keys(possible, place);
  if (one) {
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

void explain_several_forms(const Place& place, const std::vector<Form>& forms, Findings& findings) {
  Forms fitting;
  std::vector<std::string> numbers;
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (!forms[i].findings.empty()) continue;
    fitting.push_back(&forms[i]);
    if (numbers.size() <= kMaxForms) numbers.push_back(std::to_string(i + 1));
    for (const std::string& key : forms[i].required) add_once(key, keys);
  }
  if (place.node.kind == Kind::kMap && differ_in_keys_only(fitting)) {
    findings.emplace_back(place, About::kOther, and_list(keys),
                          std::vector<std::string>{"either " + sets_of_keys(fitting)});
    return;
  }
  const std::vector<std::string_view> words(numbers.begin(), numbers.end());
  findings.emplace_back(place, About::kOther,
                        std::string(kind_name(place.node.kind)) + " that fits the forms " +
                            words::word_list(words) + " of " + std::to_string(forms.size()) +
                            " alike",
                        std::vector<std::string>{"one that fits exactly one"});
}

}  // namespace portside::schema
