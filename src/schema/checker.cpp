// SPDX-License-Identifier: Apache-2.0
#include "schema/checker.hpp"

#include <valijson/constraints/concrete_constraints.hpp>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

#include "schema/alternatives.hpp"
#include "schema/annotations.hpp"
#include "words/nearest_word.hpp"
#include "words/quoted.hpp"

namespace portside::schema {
namespace {

constexpr std::size_t kMaxSteps = 300'000;
/// What a match counts as: it may take many steps of its own.
constexpr std::size_t kPatternSteps = 10;
/// Values within values, and references and combinations on the way.
constexpr std::size_t kMaxRecursion = 300;
/// More are not shown, so they need not be kept.
constexpr std::size_t kMaxFindings = 1000;

class Level {
 public:
  explicit Level(Run& run) : run_(run) {
    if (++run_.depth > kMaxRecursion) {
      --run_.depth;
      throw GiveUp{
          "found rules that refer to each other without end; expected a schema with fewer"};
    }
  }
  ~Level() { --run_.depth; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  Run& run_;
};

/// What a form asks for, as far as sentences go by it.
Form form_of(Findings findings, const valijson::Subschema& schema) {
  Form form{std::move(findings)};
  valijson::Subschema::ApplyFunction look = [&](const valijson::constraints::Constraint& rule) {
    if (const auto* required = dynamic_cast<const Required*>(&rule)) {
      form.required = required->keys;
    } else if (dynamic_cast<const valijson::constraints::RequiredConstraint*>(&rule) == nullptr) {
      form.required_only = false;
    }
    return true;
  };
  schema.apply(look);
  return form;
}

/// A value of the wrong kind breaks other rules as well; only the kind is worth a sentence.
void keep_the_kind_only(const Place& place, std::size_t begin, Findings& findings) {
  if (findings.size() == begin) return;
  const auto first = findings.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto order = order_of(place);
  const auto kind = std::find_if(first, findings.end(), [&](const Finding& finding) {
    return finding.about == About::kKind && finding.order == order;
  });
  if (kind == findings.end()) return;
  std::iter_swap(first, kind);
  findings.erase(first + 1, findings.end());
}

}  // namespace

void Run::spend(std::size_t more) {
  steps += more;
  if (steps > kMaxSteps) {
    throw GiveUp{"found a document that asks for too many comparisons; expected a smaller one"};
  }
}

void check(const Place& place, const valijson::Subschema& schema, Run& run, Findings& findings) {
  const Level level(run);
  run.spend(1);
  if (schema.getAlwaysInvalid()) {
    findings.emplace_back(place, About::kOther, "a value that is not allowed here",
                          std::vector<std::string>{"none"});
    return;
  }
  const std::size_t begin = findings.size();
  Checker checker(place, run, findings);
  valijson::Subschema::ApplyFunction apply = [&](const valijson::constraints::Constraint& rule) {
    return rule.accept(checker);
  };
  schema.apply(apply);
  keep_the_kind_only(place, begin, findings);
  if (findings.size() > kMaxFindings)
    findings.erase(findings.begin() + kMaxFindings, findings.end());
}

Findings Checker::findings_at(const Place& place, const valijson::Subschema& schema) {
  Findings findings;
  check(place, schema, run_, findings);
  return findings;
}

void Checker::check_child(std::size_t index, const valijson::Subschema& schema) {
  const Place place = child(index);
  check(place, schema, run_, findings_);
}

void Checker::add(const Place& place, std::string found, std::string expected) {
  findings_.emplace_back(place, About::kOther, std::move(found),
                         std::vector<std::string>{std::move(expected)});
}

void Checker::add_value(About about, std::string found, std::vector<std::string> expected) {
  findings_.emplace_back(place_, about, std::move(found), std::move(expected));
  findings_.back().about_value = true;
}

bool Checker::has_key(std::string_view key) {
  run_.spend(place_.node.children.size() / 16);
  return std::ranges::find(place_.node.children, key, &Node::key) != place_.node.children.end();
}

bool Checker::matches(const std::string& pattern, std::string_view text) {
  run_.spend(kPatternSteps + text.size() / 16);
  try {
    return run_.tree.pattern(pattern).matches(text);
  } catch (const std::exception&) {
    throw GiveUp{"found a text for which the pattern " + words::quoted(pattern) +
                 " asks for too many steps; expected a shorter one"};
  }
}

bool Checker::visit(const AllOfConstraint& rule) {
  rule.applyToSubschemas([&](unsigned, const valijson::Subschema* schema) {
    check(place_, *schema, run_, findings_);
    return true;
  });
  return true;
}

bool Checker::visit(const AnyOfConstraint& rule) {
  std::vector<Form> forms;
  rule.applyToSubschemas([&](unsigned, const valijson::Subschema* schema) {
    forms.push_back(form_of(findings_at(place_, *schema), *schema));
    return !forms.back().findings.empty();
  });
  const bool fits = !forms.empty() && forms.back().findings.empty();
  if (!fits) explain_no_form(place_, forms, findings_);
  return true;
}

bool Checker::visit(const OneOfConstraint& rule) {
  std::vector<Form> forms;
  rule.applyToSubschemas([&](unsigned, const valijson::Subschema* schema) {
    forms.push_back(form_of(findings_at(place_, *schema), *schema));
    return true;
  });
  const auto fitting =
      std::ranges::count_if(forms, [](const Form& form) { return form.findings.empty(); });
  if (fitting == 0) {
    explain_no_form(place_, forms, findings_);
  } else if (fitting > 1) {
    explain_several_forms(place_, forms, findings_);
  }
  return true;
}

bool Checker::visit(const ConditionalConstraint& rule) {
  const bool holds = findings_at(place_, *rule.getIfSubschema()).empty();
  const auto* then = holds ? rule.getThenSubschema() : rule.getElseSubschema();
  if (then != nullptr) check(place_, *then, run_, findings_);
  return true;
}

bool Checker::visit(const ContainsConstraint& rule) {
  if (!is(Kind::kList)) return true;
  for (std::size_t i = 0; i < place_.node.children.size(); ++i) {
    const Place item = child(i);
    if (findings_at(item, *rule.getSubschema()).empty()) return true;
  }
  add(place_, "no item of the kind that this list has to contain", "at least one");
  return true;
}

bool Checker::visit(const DependenciesConstraint& rule) {
  if (!is(Kind::kMap)) return true;
  rule.applyToPropertyDependencies([&](const auto& key, const auto& needed) {
    if (!has_key(key.c_str())) return true;
    for (const auto& each : needed) {
      if (has_key(each.c_str())) continue;
      add(place_, "no key " + words::shortened(each.c_str()),
          "one beside the key " + words::shortened(key.c_str()));
    }
    return true;
  });
  rule.applyToSchemaDependencies([&](const auto& key, const valijson::Subschema* schema) {
    if (has_key(key.c_str())) check(place_, *schema, run_, findings_);
    return true;
  });
  return true;
}

bool Checker::visit(const LinearItemsConstraint& rule) {
  if (!is(Kind::kList)) return true;
  const std::size_t size = place_.node.children.size();
  rule.applyToItemSubschemas([&](unsigned index, const valijson::Subschema* schema) {
    if (index < size) check_child(index, *schema);
    return true;
  });
  const std::size_t known = rule.getItemSubschemaCount();
  const auto* others = rule.getAdditionalItemsSubschema();
  if (others == nullptr && size > known) {
    add(place_, "a list of " + std::to_string(size) + " items", "at most " + std::to_string(known));
  }
  for (std::size_t i = known; others != nullptr && i < size; ++i) check_child(i, *others);
  return true;
}

bool Checker::visit(const SingularItemsConstraint& rule) {
  if (!is(Kind::kList)) return true;
  for (std::size_t i = 0; i < place_.node.children.size(); ++i) {
    check_child(i, *rule.getItemsSubschema());
  }
  return true;
}

bool Checker::visit(const NotConstraint& rule) {
  if (findings_at(place_, *rule.getSubschema()).empty()) {
    add(place_, std::string(kind_name(place_.node.kind)) + " that is ruled out here",
        "another one");
  }
  return true;
}

bool Checker::visit(const valijson::constraints::PolyConstraint& rule) {
  if (const auto* reference = dynamic_cast<const Reference*>(&rule)) {
    check(place_, run_.tree.target(reference->pointer), run_, findings_);
  } else if (const auto* list = dynamic_cast<const Values*>(&rule)) {
    check_values(list->values);
  } else if (const auto* form = dynamic_cast<const TextForm*>(&rule)) {
    check_text(*form);
  } else if (const auto* range = dynamic_cast<const Range*>(&rule)) {
    check_range(*range);
  } else if (dynamic_cast<const SecretValue*>(&rule) != nullptr) {
    run_.secrets.insert(order_of(place_));
  }
  return true;
}

void Checker::unknown_key(const Place& member, std::vector<std::string> known) {
  const std::vector<std::string_view> keys(known.begin(), known.end());
  const std::string_view nearest = words::nearest_word(member.node.key, keys);
  std::string hint;
  if (!nearest.empty()) {
    hint = "did you mean " + words::shortened(nearest) + "?";
    known.clear();
  } else if (known.empty()) {
    known.emplace_back("no keys here");
  }
  for (std::string& key : known) key = words::shortened(key);
  findings_.emplace_back(member, About::kOther, "an unknown key", std::move(known));
  findings_.back().remark = std::move(hint);
}

bool Checker::visit(const PropertiesConstraint& rule) {
  if (!is(Kind::kMap)) return true;
  std::map<std::string, const valijson::Subschema*, std::less<>> keys;
  std::vector<std::string> known;
  rule.applyToProperties([&](const auto& key, const valijson::Subschema* schema) {
    keys.emplace(key.c_str(), schema);
    known.emplace_back(key.c_str());
    return true;
  });
  run_.spend(keys.size());
  for (std::size_t i = 0; i < place_.node.children.size(); ++i) {
    const std::string& name = place_.node.children[i].key;
    const auto key = keys.find(name);
    bool is_known = key != keys.end();
    if (is_known) check_child(i, *key->second);
    rule.applyToPatternProperties([&](const auto& pattern, const valijson::Subschema* schema) {
      if (!matches(pattern.c_str(), name)) return true;
      is_known = true;
      check_child(i, *schema);
      return true;
    });
    if (is_known) continue;
    if (const auto* others = rule.getAdditionalPropertiesSubschema()) {
      check_child(i, *others);
    } else {
      unknown_key(child(i), known);
    }
  }
  return true;
}

bool Checker::visit(const PropertyNamesConstraint& rule) {
  if (!is(Kind::kMap)) return true;
  for (std::size_t i = 0; i < place_.node.children.size(); ++i) {
    const Place member = child(i);
    Node name;
    name.kind = Kind::kText;
    name.text = member.node.key;
    const Findings wrong = findings_at({name}, *rule.getSubschema());
    if (wrong.empty()) continue;
    findings_.emplace_back(member, About::kOther, "a key that is not allowed",
                           wrong.front().expected);
  }
  return true;
}

}  // namespace portside::schema
