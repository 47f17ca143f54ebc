// SPDX-License-Identifier: Apache-2.0
#include "schema/schema.hpp"

#include <utility>

#include "portside/api/error.hpp"
#include "schema/checker.hpp"
#include "schema/meta_schema.hpp"
#include "schema/schema_tree.hpp"

namespace portside::schema {
namespace {

std::vector<Violation> check_document(const SchemaTree& tree, std::string_view document) {
  const ParsedNode parsed = parse_node(document);
  if (!parsed.node) return {{"", parsed.problem}};
  Run run{tree};
  Findings findings;
  try {
    check({*parsed.node}, tree.root(), run, findings);
  } catch (const GiveUp& reason) {
    return {{"", reason.sentence}};
  }
  return to_violations(std::move(findings), run.secrets);
}

const SchemaTree& meta_schema() {
  static const SchemaTree tree(draft_7_meta_schema(),
                               [](std::string_view) { return std::vector<Violation>{}; });
  return tree;
}

[[noreturn]] void throw_problem(const SchemaProblem& problem) {
  std::vector<std::string> lines;
  for (const Violation& each : problem.violations) {
    lines.push_back("the JSON schema" + (each.pointer.empty() ? "" : " at " + each.pointer) + ": " +
                    each.sentence);
  }
  std::string all;
  for (const std::string& line : lines) all += (all.empty() ? "" : "\n") + line;
  throw AdapterError(ErrorCode::kPluginContract, lines.front(), std::move(all));
}

}  // namespace

class Schema::Impl {
 public:
  explicit Impl(std::string_view json)
      : tree(json, [](std::string_view schema) { return check_document(meta_schema(), schema); }) {}
  SchemaTree tree;
};

Schema::Schema(std::string_view json) {
  try {
    impl_ = std::make_unique<const Impl>(json);
  } catch (const SchemaProblem& problem) {
    throw_problem(problem);
  }
}
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

std::vector<Violation> Schema::check(std::string_view document) const {
  return check_document(impl_->tree, document);
}

}  // namespace portside::schema
