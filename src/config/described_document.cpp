// SPDX-License-Identifier: Apache-2.0
#include "config/described_document.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "config/masked.hpp"
#include "portside/api/error.hpp"
#include "schema/schema.hpp"

namespace portside::config {
namespace {

using nlohmann::ordered_json;

std::string text_in(const ordered_json& rule, const char* keyword) {
  const auto found = rule.find(keyword);
  return found != rule.end() && found->is_string() ? found->get<std::string>() : "";
}

class DocumentLister {
 public:
  DocumentLister(const ordered_json& schema, std::vector<ListedKey>& out)
      : schema_(schema), out_(out) {}

  /// `rule` is what the schema says of this map; null = nothing.
  void list(const Value& map, const ordered_json& rule, const std::vector<std::string>& path) {
    const ordered_json& rules = properties_of(target(rule));
    for (const Value& member : map.children) {
      const auto own = rules.find(member.key);
      list_member(member, own == rules.end() ? kNothing : target(*own), path);
    }
    for (const auto& [key, own] : rules.items()) {
      if (find_member(map, key) == nullptr) list_default(key, target(own), path);
    }
  }

 private:
  static inline const ordered_json kNothing;

  /// Follows references within the schema, a few in a row at most.
  const ordered_json& target(const ordered_json& rule) const {
    const ordered_json* at = &rule;
    for (int i = 0; i < 8; ++i) {
      const std::string reference = text_in(*at, "$ref");
      if (!reference.starts_with('#')) return *at;
      at = &schema_.at(ordered_json::json_pointer(reference.substr(1)));
    }
    return kNothing;
  }

  static const ordered_json& properties_of(const ordered_json& rule) {
    static const ordered_json none = ordered_json::object();
    const auto found = rule.find("properties");
    return found != rule.end() && found->is_object() ? *found : none;
  }

  /// True unless the schema says that it is a secret, or nothing.
  static bool is_open(const ordered_json& rule) {
    return rule.is_object() && !rule.value("writeOnly", false);
  }

  /// True for what cannot be a secret, whatever its key sounds like: a value of a few.
  static bool is_choice(const Value& value, const ordered_json& rule) {
    if (value.kind == ValueKind::kBool) return true;
    if (value.kind == ValueKind::kInteger || value.kind == ValueKind::kReal) {
      const std::string type = text_in(rule, "type");
      return type == "integer" || type == "number";
    }
    const auto words = rule.find("enum");
    return value.kind == ValueKind::kString && words != rule.end() && words->is_array() &&
           std::ranges::find(*words, ordered_json(value.text)) != words->end();
  }

  static bool is_shown(const Value& member, const ordered_json& rule) {
    return is_open(rule) && (!sounds_secret(member.key) || is_choice(member, rule));
  }

  /// Lists are shown when no map or list is in them, whose keys would have to be looked at.
  static std::string value_of(const Value& value, bool shown) {
    const bool flat = std::ranges::all_of(
        value.children, [](const Value& child) { return child.children.empty(); });
    const bool readable = shown && flat && value.kind != ValueKind::kMap;
    return masked(value, readable ? Shown::kPlain : Shown::kSecret);
  }

  void list_member(const Value& member, const ordered_json& rule, std::vector<std::string> path) {
    const bool shown = is_shown(member, rule);
    const bool open = shown && member.kind == ValueKind::kMap && !properties_of(rule).empty();
    out_.push_back({path, member.key, open ? "" : value_of(member, shown),
                    is_open(rule) ? default_of(rule) : "", text_in(rule, "description"), true,
                    member.line});
    if (!open) return;
    path.push_back(member.key);
    list(member, rule, path);
  }

  void list_default(const std::string& key, const ordered_json& rule,
                    const std::vector<std::string>& path) {
    const std::string value = is_open(rule) ? default_of(rule) : "";
    out_.push_back({path, key, value, value, text_in(rule, "description"), false, 0});
  }

  static std::string default_of(const ordered_json& rule) {
    const auto found = rule.find("default");
    if (found == rule.end()) return "";
    return shortened(found->is_string() ? found->get<std::string>() : found->dump());
  }

  const ordered_json& schema_;
  std::vector<ListedKey>& out_;
};

/// Nothing unless it is a schema that documents can be checked against: its depth is bounded then.
std::optional<ordered_json> usable(const std::string& schema) {
  try {
    const schema::Schema checked(schema);
    return ordered_json::parse(schema);
  } catch (const AdapterError&) {
    return std::nullopt;
  }
}

}  // namespace

void list_document(const Value& adapter, const std::string& schema, std::vector<ListedKey>& out) {
  const ordered_json rules = usable(schema).value_or(ordered_json::object());
  DocumentLister(rules, out).list(adapter, rules, {"adapters", adapter.key});
}

}  // namespace portside::config
