// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include "conformance/attempt.hpp"
#include "conformance/checks.hpp"
#include "schema/schema.hpp"

namespace portside::conformance {
namespace {

CheckResult no_schema() {
  return skipped("the plugin declares no schema for its configuration",
                 "add .schema(kSchema) in PORTSIDE_PLUGIN() when it has one");
}

}  // namespace

CheckResult check_schema_is_valid(const CheckSubject& subject) {
  if (subject.schema.empty()) return no_schema();
  std::optional<schema::Schema> schema;
  const Attempt parsed = attempt([&] { schema.emplace(subject.schema); });
  if (!parsed.returned()) {
    return failed(
        "the schema cannot be used: " + (parsed.error ? quoted(*parsed.error) : parsed.foreign),
        "a JSON Schema of draft 7", "correct it; hosts check documents with it");
  }
  const Json& config = subject.quirks.config;
  if (config.absent()) return passed();
  const auto violations = schema->check(config.text);
  if (violations.empty()) return passed();
  return failed("the given document does not meet the schema: " +
                    quoted(violations.front().pointer + ": " + violations.front().sentence),
                "a document that a host would accept", "correct the one or the other");
}

CheckResult check_schema_rejects_garbage(const CheckSubject& subject) {
  if (subject.schema.empty()) return no_schema();
  std::optional<schema::Schema> schema;
  if (!attempt([&] { schema.emplace(subject.schema); }).returned()) {
    return skipped("the schema cannot be used", "see schema-is-valid");
  }
  for (const char* garbage : {"[]", "7", "\"portside-check\""}) {
    if (!schema->check(garbage).empty()) continue;
    return failed(std::string("the schema accepts ") + garbage,
                  "it to accept objects only, as a configuration is one",
                  R"(add "type": "object")");
  }
  if (!schema->check(R"({"portside-check-unknown": true})").empty()) return passed();
  return warning("the schema accepts a member that it does not name",
                 "mistyped names to be found before the plugin is configured",
                 R"(add "additionalProperties": false)");
}

}  // namespace portside::conformance
