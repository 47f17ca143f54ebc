// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <valijson/schema.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/pattern.hpp"
#include "schema/schema.hpp"

namespace portside::schema {

/// Thrown for a schema that cannot be used.
struct SchemaProblem {
  std::vector<Violation> violations;
};

/// A schema in valijson's form, each target of a reference on its own, with its patterns.
class SchemaTree {
 public:
  /// Says what is wrong with a schema, by the rules of the standard.
  using CheckSchema = std::function<std::vector<Violation>(std::string_view json)>;

  /// Throws SchemaProblem.
  SchemaTree(std::string_view json, const CheckSchema& check_schema);

  const valijson::Subschema& root() const { return target("#"); }
  /// What a reference of this schema points to.
  const valijson::Subschema& target(const std::string& reference) const;
  const Pattern& pattern(const std::string& text) const;

 private:
  std::map<std::string, std::unique_ptr<valijson::Schema>> targets_;
  std::map<std::string, Pattern> patterns_;
};

}  // namespace portside::schema
