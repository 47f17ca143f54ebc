// SPDX-License-Identifier: Apache-2.0
//
// What valijson's own constraints do not tell a checker: where a reference points (valijson would
// follow it while it reads the schema, without end where references form a circle), which values an
// `enum` or `const` lists, in which order keys are required, what belongs to a pattern or a bound,
// what is a secret. schema_tree.cpp writes them into the schema under these keywords before
// valijson reads it.
#pragma once

#include <valijson/constraint_builder.hpp>
#include <valijson/constraints/concrete_constraints.hpp>

#include <optional>
#include <string>
#include <vector>

#include "schema/node.hpp"

namespace portside::schema {

inline constexpr const char* kReferenceKeyword = "portside:reference";
/// Its value is the JSON text of a list.
inline constexpr const char* kValuesKeyword = "portside:values";
/// The JSON text of the list of keys; beside `required`, which valijson sorts.
inline constexpr const char* kRequiredKeyword = "portside:required";
/// The JSON text of a map of `pattern` and perhaps `x-expected`; in place of `pattern`.
inline constexpr const char* kTextFormKeyword = "portside:text";
/// The JSON text of a map of `minimum`, `exclusiveMinimum`, `maximum`, `exclusiveMaximum`; in place
/// of them.
inline constexpr const char* kRangeKeyword = "portside:range";
/// In place of `writeOnly`.
inline constexpr const char* kSecretKeyword = "portside:secret";

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

class Required final : public Annotation {
 public:
  explicit Required(const valijson::adapters::Adapter& value);
  std::vector<std::string> keys;

 private:
  Constraint* cloneInto(void* memory) const override { return new (memory) Required(*this); }
  std::size_t sizeOf() const override { return sizeof *this; }
};

class TextForm final : public Annotation {
 public:
  explicit TextForm(const valijson::adapters::Adapter& value);
  std::string pattern;
  /// The schema's own words for people (`x-expected`), or "".
  std::string expected;

 private:
  Constraint* cloneInto(void* memory) const override { return new (memory) TextForm(*this); }
  std::size_t sizeOf() const override { return sizeof *this; }
};

class Range final : public Annotation {
 public:
  struct Bound {
    double number = 0;
    /// The number itself is beyond it.
    bool exclusive = false;
  };

  explicit Range(const valijson::adapters::Adapter& value);
  std::optional<Bound> low;
  std::optional<Bound> high;

 private:
  Constraint* cloneInto(void* memory) const override { return new (memory) Range(*this); }
  std::size_t sizeOf() const override { return sizeof *this; }
};

/// The value, and all in it, is a secret.
class SecretValue final : public Annotation {
 public:
  explicit SecretValue(const valijson::adapters::Adapter&) {}

 private:
  Constraint* cloneInto(void* memory) const override { return new (memory) SecretValue(*this); }
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
