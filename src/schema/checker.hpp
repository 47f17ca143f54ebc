// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <valijson/constraints/constraint_visitor.hpp>
#include <valijson/subschema.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/finding.hpp"
#include "schema/schema_tree.hpp"

namespace portside::schema {

class Range;
class TextForm;

/// Thrown when a check would take too long or too deep; the sentence says what was found.
struct GiveUp {
  std::string sentence;
};

/// What all checkers of one document share.
struct Run {
  const SchemaTree& tree;
  std::size_t steps = 0;
  std::size_t depth = 0;
  SecretPlaces secrets = {};

  /// Throws GiveUp when all steps are used up.
  void spend(std::size_t more);
};

/// Adds what is wrong with a value to `findings`.
void check(const Place& place, const valijson::Subschema& schema, Run& run, Findings& findings);

/// Holds one value against the constraints of one schema. What valijson's visitor does, with
/// sentences for people, limits, and the letter of draft 7. The results of visit() mean nothing.
class Checker final : public valijson::constraints::ConstraintVisitor {
 public:
  Checker(const Place& place, Run& run, Findings& findings)
      : place_(place), run_(run), findings_(findings) {}

 private:
  bool visit(const AllOfConstraint& rule) override;
  bool visit(const AnyOfConstraint& rule) override;
  bool visit(const ConditionalConstraint& rule) override;
  bool visit(const ContainsConstraint& rule) override;
  bool visit(const DependenciesConstraint& rule) override;
  bool visit(const LinearItemsConstraint& rule) override;
  bool visit(const NotConstraint& rule) override;
  bool visit(const OneOfConstraint& rule) override;
  bool visit(const PropertiesConstraint& rule) override;
  bool visit(const PropertyNamesConstraint& rule) override;
  bool visit(const SingularItemsConstraint& rule) override;
  bool visit(const valijson::constraints::PolyConstraint& rule) override;

  // In value_checks.cpp.
  bool visit(const MaxItemsConstraint& rule) override;
  bool visit(const MaxLengthConstraint& rule) override;
  bool visit(const MaxPropertiesConstraint& rule) override;
  bool visit(const MinItemsConstraint& rule) override;
  bool visit(const MinLengthConstraint& rule) override;
  bool visit(const MinPropertiesConstraint& rule) override;
  bool visit(const MultipleOfDoubleConstraint& rule) override;
  bool visit(const MultipleOfIntConstraint& rule) override;
  bool visit(const RequiredConstraint& rule) override;
  bool visit(const TypeConstraint& rule) override;
  bool visit(const UniqueItemsConstraint& rule) override;
  void check_values(const std::vector<Node>& values);
  void check_text(const TextForm& form);
  void check_range(const Range& range);
  void check_multiple(double divisor);
  void check_size(bool wrong, std::string_view unit, std::string_view bound, std::size_t limit);

  // schema_tree.cpp leaves these keywords out or puts annotations in their place.
  bool visit(const ConstConstraint&) override { return true; }
  bool visit(const EnumConstraint&) override { return true; }
  bool visit(const FormatConstraint&) override { return true; }
  bool visit(const MaximumConstraint&) override { return true; }
  bool visit(const MinimumConstraint&) override { return true; }
  bool visit(const PatternConstraint&) override { return true; }

  bool is(Kind kind) const { return place_.node.kind == kind; }
  bool is_number() const { return is(Kind::kInteger) || is(Kind::kNumber); }
  bool has_key(std::string_view key);
  bool matches(const std::string& pattern, std::string_view text);
  Place child(std::size_t index) const { return {place_.node.children[index], &place_, index}; }
  Findings findings_at(const Place& place, const valijson::Subschema& schema);
  void check_child(std::size_t index, const valijson::Subschema& schema);
  void add(const Place& place, std::string found, std::string expected);
  /// About this value: what it is would say more than `found`.
  void add_value(About about, std::string found, std::vector<std::string> expected);
  void unknown_key(const Place& member, std::vector<std::string> known);

  const Place& place_;
  Run& run_;
  Findings& findings_;
};

}  // namespace portside::schema
