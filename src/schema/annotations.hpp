// SPDX-License-Identifier: Apache-2.0
//
// What valijson's own constraints do not tell a checker: where a reference points (valijson would
// follow it while it reads the schema, without end where references form a circle), and which
// values an `enum` or `const` lists. schema_tree.cpp writes them into the schema under these
// keywords before valijson reads it.
#pragma once

#include <valijson/constraint_builder.hpp>
#include <valijson/constraints/concrete_constraints.hpp>

#include <string>
#include <vector>

#include "schema/node.hpp"

namespace portside::schema {

inline constexpr const char* kReferenceKeyword = "portside:reference";
/// Its value is the JSON text of a list.
inline constexpr const char* kValuesKeyword = "portside:values";

/// The checker acts on annotations itself; for valijson's validator they hold always.
class Annotation : public valijson::constraints::PolyConstraint {
 public:
  bool validate(const valijson::adapters::Adapter&, const std::vector<std::string>&,
                valijson::ValidationResults*) const override {
    return true;
  }
};

class Reference final : public Annotation {
 public:
  explicit Reference(const valijson::adapters::Adapter& value) : pointer(value.asString()) {}
  std::string pointer;

 private:
  Constraint* cloneInto(void* memory) const override { return new (memory) Reference(*this); }
  std::size_t sizeOf() const override { return sizeof *this; }
};

class Values final : public Annotation {
 public:
  explicit Values(const valijson::adapters::Adapter& value);
  std::vector<Node> values;

 private:
  Constraint* cloneInto(void* memory) const override { return new (memory) Values(*this); }
  std::size_t sizeOf() const override { return sizeof *this; }
};

template <typename Made>
class AnnotationBuilder final : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const valijson::adapters::Adapter& value) const override {
    return new Made(value);
  }
};

}  // namespace portside::schema
