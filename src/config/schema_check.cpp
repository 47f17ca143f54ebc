// SPDX-License-Identifier: Apache-2.0
#include "config/schema_check.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "config/adapter_words.hpp"
#include "config/masked.hpp"
#include "config/names.hpp"
#include "config/url.hpp"
#include "portside/api/error.hpp"
#include "portside/host/secret.hpp"
#include "schema/schema.hpp"
#include "words/quoted.hpp"

namespace portside::config {
namespace {

/// True when a message may show the value: it has no secret in it, and nothing that could be one
/// where an operator wrote it into the wrong place.
bool may_be_shown(const Value& value, const Path& path) {
  if (value.kind == ValueKind::kBool) return true;
  if (value.secret) return false;
  for (const Step& step : path) {
    const auto* const key = std::get_if<std::string_view>(&step);
    if (key != nullptr && sounds_secret(*key)) return false;
  }
  if (value.kind != ValueKind::kString) return true;
  const bool is_url = value.text.find("://") != std::string::npos;
  const bool is_user = value.key.find("user") != std::string::npos;
  // A key of PEM in the place of its file, for example.
  const bool is_key = value.key.ends_with("key");
  return !is_key && value.text.find('\n') == std::string::npos &&
         value.text.find('?') == std::string::npos &&
         (is_url || value.text.find('@') == std::string::npos) &&
         (!is_user || value.text.find(':') == std::string::npos);
}

/// `found the text "yes"; expected true or false (...)`.
std::string sentence_for(const Value& value, const Path& path, const schema::Violation& violation) {
  const bool scalar = value.kind == ValueKind::kBool || value.kind == ValueKind::kInteger ||
                      value.kind == ValueKind::kReal || value.kind == ValueKind::kString;
  if (violation.expected.empty() || !scalar) return violation.sentence;
  const std::string_view hint =
      violation.expected == "expected true or false" ? switch_hint(value) : "";
  if (hint.empty() && !may_be_shown(value, path)) return violation.sentence;
  const std::string found = value.kind == ValueKind::kString
                                ? "found the text " + words::quoted(without_user_info(value.text))
                                : "found " + describe(value);
  return found + "; " + violation.expected + std::string(hint);
}

class Checker {
 public:
  Checker(const SchemaOf& schema_of, const Configure& configure, Mistakes& mistakes)
      : schema_of_(schema_of), configure_(configure), mistakes_(mistakes) {}

  /// Says once of each id that there is no fit plugin.
  std::optional<std::string> schema_for(const std::string& id, const Path& path, int line) {
    try {
      return schema_of_(id);
    } catch (const AdapterError& error) {
      if (refused_.insert(id).second) mistakes_.add(path, line, error.message);
      return std::nullopt;
    }
  }

  void check_adapter(const Value& adapter) {
    const Path path{"adapters", std::string_view(adapter.key)};
    check(adapter, schema_for(adapter.key, path, adapter.line));
  }

  /// An id at `path` that is used: what has no document is configured without one.
  void check_use(const std::string& id, const Path& path, int line, const Value& adapters) {
    const auto schema = schema_for(id, path, line);
    if (find_member(adapters, id) != nullptr || !absent_.insert(id).second) return;
    if (!schema) return;
    if (!schema->empty() && needs_document(*schema)) {
      mistakes_.add(path, line,
                    id + " is used, but adapters has no document " + id + "; expected one");
      return;
    }
    Value nothing;
    nothing.key = id;
    nothing.line = line;
    check(nothing, schema);
  }

 private:
  /// A schema that cannot be used is for check() to say.
  static bool needs_document(const std::string& schema) {
    try {
      return !schema::Schema(schema).check("{}").empty();
    } catch (const AdapterError&) {
      return false;
    }
  }

  void check(const Value& adapter, const std::optional<std::string>& schema) {
    const bool empty = adapter.kind == ValueKind::kNull;
    if (!schema || (!empty && adapter.kind != ValueKind::kMap)) return;
    const Path path{"adapters", std::string_view(adapter.key)};
    if (fits(adapter, *schema, path) && configure_ && !is_broken(adapter)) try_out(adapter, path);
  }

  bool fits(const Value& adapter, const std::string& schema, const Path& path) {
    if (schema.empty()) return true;
    try {
      const Secret document(adapter.kind == ValueKind::kNull ? "{}" : to_json(adapter));
      const auto violations = schema::Schema(schema).check(document.reveal());
      for (const auto& each : violations) note(adapter, path, each);
      return violations.empty();
    } catch (const AdapterError& error) {
      mistakes_.add(path, adapter.line, "this cannot be checked: " + error.message);
      return false;
    }
  }

  void try_out(const Value& adapter, const Path& path) {
    try {
      configure_(adapter.key);
    } catch (const AdapterError& error) {
      for (const Refusal& each : refusals_of(error, adapter)) {
        mistakes_.add(path, each.line, each.sentence);
      }
    }
  }

  /// True when a mistake about the value, or one in it, was noted already.
  static bool is_broken(const Value& value) {
    return value.kind == ValueKind::kBroken || std::ranges::any_of(value.children, is_broken);
  }

  /// A value that is broken was noted before.
  void note(const Value& adapter, Path path, const schema::Violation& violation) {
    const Value* at = &adapter;
    for (std::string_view rest = violation.pointer; !rest.empty();) {
      const std::string step = take_step(rest);
      const bool list = at->kind == ValueKind::kList;
      const std::size_t index = list ? std::stoul(step) : 0;
      at = list ? &at->children.at(index) : find_member(*at, step);
      if (at == nullptr || at->kind == ValueKind::kBroken) return;
      path.push_back(list ? Step(index) : Step(std::string_view(at->key)));
    }
    mistakes_.add(path, at->line, sentence_for(*at, path, violation));
  }

  const SchemaOf& schema_of_;
  const Configure& configure_;
  Mistakes& mistakes_;
  std::set<std::string> refused_;
  /// Ids without a document that were checked.
  std::set<std::string> absent_;
};

}  // namespace

void check_documents(const Value& root, const SchemaOf& schema_of, Mistakes& mistakes,
                     const Configure& configure) {
  Checker checker(schema_of, configure, mistakes);
  try {
    const Value none{};
    const Value* const found = find_member(root, "adapters");
    const Value& adapters = found == nullptr ? none : *found;
    for (const Value& adapter : adapters.children) {
      if (is_adapter_id(adapter.key)) checker.check_adapter(adapter);
    }
    const Value* scanner = find_member(root, "scanner");
    if (scanner != nullptr && scanner->kind == ValueKind::kString && is_adapter_id(scanner->text)) {
      checker.check_use(scanner->text, {"scanner"}, scanner->line, adapters);
    }
    if (const Value* processors = find_member(root, "processors")) {
      for (const Value& each : processors->children) {
        if (!is_adapter_id(each.key)) continue;
        checker.check_use(each.key, {"processors", std::string_view(each.key)}, each.line,
                          adapters);
      }
    }
  } catch (const StopReading&) {
    // There are too many mistakes already.
  }
}

}  // namespace portside::config
