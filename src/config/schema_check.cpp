// SPDX-License-Identifier: Apache-2.0
#include "config/schema_check.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "config/names.hpp"
#include "portside/api/error.hpp"
#include "portside/host/secret.hpp"
#include "schema/schema.hpp"

namespace portside::config {
namespace {

/// Takes `/step` off a JSON pointer and undoes its escapes (RFC 6901).
std::string take_step(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const std::size_t end = std::min(pointer.find('/'), pointer.size());
  std::string step;
  for (std::size_t i = 0; i < end; ++i) {
    const bool escape = pointer[i] == '~' && i + 1 < end;
    step += escape ? (pointer[++i] == '1' ? '/' : '~') : pointer[i];
  }
  pointer.remove_prefix(end);
  return step;
}

class Checker {
 public:
  Checker(const SchemaOf& schema_of, Mistakes& mistakes)
      : schema_of_(schema_of), mistakes_(mistakes) {}

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

  /// An id at `path` that is used: what has no document is configured with an empty one.
  void check_use(const std::string& id, const Path& path, int line, const Value& adapters) {
    const auto schema = schema_for(id, path, line);
    if (find_member(adapters, id) != nullptr || !absent_.insert(id).second) return;
    Value nothing;
    nothing.key = id;
    nothing.line = line;
    check(nothing, schema);
  }

 private:
  void check(const Value& adapter, const std::optional<std::string>& schema) {
    const Path path{"adapters", std::string_view(adapter.key)};
    const bool empty = adapter.kind == ValueKind::kNull;
    if (!schema || schema->empty() || (!empty && adapter.kind != ValueKind::kMap)) return;
    try {
      const Secret document(empty ? "{}" : to_json(adapter));
      for (const auto& each : schema::Schema(*schema).check(document.reveal())) {
        note(adapter, path, each);
      }
    } catch (const AdapterError& error) {
      mistakes_.add(path, adapter.line, "this cannot be checked: " + error.message);
    }
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
    mistakes_.add(path, at->line, violation.sentence);
  }

  const SchemaOf& schema_of_;
  Mistakes& mistakes_;
  std::set<std::string> refused_;
  /// Ids without a document that were checked.
  std::set<std::string> absent_;
};

}  // namespace

void check_documents(const Value& root, const SchemaOf& schema_of, Mistakes& mistakes) {
  Checker checker(schema_of, mistakes);
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
