// SPDX-License-Identifier: Apache-2.0
#include "config/marked_keys.hpp"

#include <nlohmann/json.hpp>

#include "portside/api/error.hpp"
#include "schema/schema.hpp"

namespace portside::config {

std::set<std::string> marked_keys(const SchemaOf& schema_of, const std::string& adapter_id,
                                  const char* mark) {
  std::set<std::string> keys;
  try {
    const std::string schema = schema_of(adapter_id).value_or("");
    if (schema.empty()) return keys;
    const schema::Schema checked(schema);  // bounds its depth
    const auto parsed = nlohmann::json::parse(schema);
    const auto rules = parsed.find("properties");
    if (!parsed.is_object() || rules == parsed.end()) return keys;
    for (const auto& [key, rule] : rules->items()) {
      const auto found = rule.find(mark);
      if (found != rule.end() && *found == true) keys.insert(key);
    }
  } catch (const AdapterError&) {
    // check_documents() says it.
  }
  return keys;
}

}  // namespace portside::config
