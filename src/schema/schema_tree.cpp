// SPDX-License-Identifier: Apache-2.0
#include "schema/schema_tree.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <nlohmann/json.hpp>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema_parser.hpp>

#include "schema/annotations.hpp"
#include "schema/node.hpp"
#include "words/quoted.hpp"

namespace portside::schema {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(std::string pointer, std::string sentence) {
  throw SchemaProblem{{{std::move(pointer), std::move(sentence)}}};
}

/// Of all targets of references together: those that contain each other count again.
constexpr std::size_t kMaxTargetBytes = 4 * kMaxSchemaBytes;

/// What stands under a keyword. Keywords that are not listed say nothing about documents (`title`),
/// or are not looked at (`format`).
enum class Shape { kPlain, kSchema, kSchemas, kMapOfSchemas };
struct Keyword {
  std::string_view name;
  Shape shape;
};
constexpr std::array kKeywords{Keyword{"type", Shape::kPlain},
                               Keyword{"required", Shape::kPlain},
                               Keyword{"multipleOf", Shape::kPlain},
                               Keyword{"minLength", Shape::kPlain},
                               Keyword{"maxLength", Shape::kPlain},
                               Keyword{"minItems", Shape::kPlain},
                               Keyword{"maxItems", Shape::kPlain},
                               Keyword{"uniqueItems", Shape::kPlain},
                               Keyword{"minProperties", Shape::kPlain},
                               Keyword{"maxProperties", Shape::kPlain},
                               Keyword{"items", Shape::kSchemas},
                               Keyword{"additionalItems", Shape::kSchema},
                               Keyword{"contains", Shape::kSchema},
                               Keyword{"additionalProperties", Shape::kSchema},
                               Keyword{"propertyNames", Shape::kSchema},
                               Keyword{"not", Shape::kSchema},
                               Keyword{"if", Shape::kSchema},
                               Keyword{"then", Shape::kSchema},
                               Keyword{"else", Shape::kSchema},
                               Keyword{"allOf", Shape::kSchemas},
                               Keyword{"anyOf", Shape::kSchemas},
                               Keyword{"oneOf", Shape::kSchemas},
                               Keyword{"properties", Shape::kMapOfSchemas},
                               Keyword{"patternProperties", Shape::kMapOfSchemas},
                               Keyword{"dependencies", Shape::kMapOfSchemas}};

/// Writes a schema anew: without keywords that valijson would take for something else than draft 7
/// does, and with annotations in place of those that annotations.hpp names.
class Rewriter {
 public:
  std::vector<std::string> references;
  std::vector<std::string> patterns;

  json schema(const json& from) {
    if (!from.is_object()) return from;
    if (const auto reference = from.find("$ref"); reference != from.end()) {
      references.push_back(reference->get<std::string>());
      return {{kReferenceKeyword, references.back()}};
    }
    json to = json::object();
    for (const Keyword& keyword : kKeywords) {
      const auto value = from.find(keyword.name);
      if (value != from.end()) to[std::string(keyword.name)] = rewritten(keyword.shape, *value);
    }
    if (const auto pattern = from.find("pattern"); pattern != from.end()) {
      patterns.push_back(pattern->get<std::string>());
    }
    if (const auto names = from.find("patternProperties"); names != from.end()) {
      for (const auto& [pattern, rule] : names->items()) patterns.push_back(pattern);
    }
    add_values(from, to);
    add_annotations(from, to);
    return to;
  }

 private:
  json rewritten(Shape shape, const json& from) {
    if (shape == Shape::kPlain) return from;
    if (shape == Shape::kSchema || (shape == Shape::kSchemas && !from.is_array())) {
      return schema(from);
    }
    json to = from;
    // Under `dependencies` a member may be a list of keys instead of a schema.
    for (json& each : to) {
      if (!each.is_array()) each = schema(json(each));
    }
    return to;
  }

  static void add_annotations(const json& from, json& to) {
    if (const auto keys = from.find("required"); keys != from.end()) {
      to[kRequiredKeyword] = keys->dump();
    }
    if (const auto pattern = from.find("pattern"); pattern != from.end()) {
      json form = {{"pattern", *pattern}};
      const auto words = from.find("x-expected");
      if (words != from.end() && words->is_string()) form["x-expected"] = *words;
      to[kTextFormKeyword] = form.dump();
    }
    json range = json::object();
    for (const char* bound : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}) {
      if (const auto number = from.find(bound); number != from.end()) range[bound] = *number;
    }
    if (!range.empty()) to[kRangeKeyword] = range.dump();
    const auto secret = from.find("writeOnly");
    if (secret != from.end() && secret->is_boolean() && secret->get<bool>()) {
      to[kSecretKeyword] = true;
    }
  }

  /// A value has to be in both lists where there are two.
  static void add_values(const json& from, json& to) {
    const auto list = from.find("enum");
    const auto only = from.find("const");
    if (only != from.end()) to[kValuesKeyword] = json::array({*only}).dump();
    if (list == from.end()) return;
    if (only == from.end()) {
      to[kValuesKeyword] = list->dump();
    } else {
      to["allOf"].push_back({{kValuesKeyword, list->dump()}});
    }
  }
};

std::unique_ptr<valijson::Schema> parsed(const json& rewritten) {
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.addConstraintBuilder(kReferenceKeyword, new AnnotationBuilder<Reference>);
  parser.addConstraintBuilder(kValuesKeyword, new AnnotationBuilder<Values>);
  parser.addConstraintBuilder(kRequiredKeyword, new AnnotationBuilder<Required>);
  parser.addConstraintBuilder(kTextFormKeyword, new AnnotationBuilder<TextForm>);
  parser.addConstraintBuilder(kRangeKeyword, new AnnotationBuilder<Range>);
  parser.addConstraintBuilder(kSecretKeyword, new AnnotationBuilder<SecretValue>);
  auto schema = std::make_unique<valijson::Schema>();
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(rewritten), *schema);
  return schema;
}

const json& resolved(const json& root, const std::string& reference) {
  if (!reference.starts_with('#')) {
    refuse("", "found the reference " + words::quoted(reference) +
                   "; expected one into this schema (#/definitions/...)");
  }
  try {
    return root.at(json::json_pointer(reference.substr(1)));
  } catch (const json::exception&) {
    refuse("", "found the reference " + words::quoted(reference) +
                   ", which points to nothing; expected one to a part of this schema");
  }
}

/// valijson ends names at a zero byte.
void refuse_zero_bytes(const json& value) {
  if (!value.is_structured()) return;
  for (const auto& [key, child] : value.items()) {
    if (key.find('\0') != std::string::npos) {
      refuse("", "found a key with a zero byte; expected a word");
    }
    refuse_zero_bytes(child);
  }
}

json parse(std::string_view text) {
  if (text.size() > kMaxSchemaBytes) {
    refuse("", "found more than 256 KiB of text; expected a smaller schema");
  }
  // Bounded in depth, which nlohmann's own tree is not.
  const ParsedNode node = parse_node(text);
  if (!node.node) refuse("", node.problem);
  json root = json::parse(text);
  refuse_zero_bytes(root);
  return root;
}

}  // namespace

SchemaTree::SchemaTree(std::string_view text, const CheckSchema& check_schema) {
  const json root = parse(text);
  Rewriter rewriter;
  rewriter.references.emplace_back("#");
  std::size_t bytes = 0;
  while (!rewriter.references.empty()) {
    const std::string reference = std::move(rewriter.references.back());
    rewriter.references.pop_back();
    if (targets_.contains(reference)) continue;
    const json& target = resolved(root, reference);
    // The root in its own words, for the order of its mistakes.
    const std::string target_text = reference == "#" ? std::string(text) : target.dump();
    bytes += target_text.size();
    if (bytes > kMaxTargetBytes) {
      refuse("", "found references into 1 MiB of schemas in each other; expected fewer");
    }
    if (auto wrong = check_schema(target_text); !wrong.empty()) {
      for (Violation& each : wrong) each.pointer.insert(0, reference, 1);
      throw SchemaProblem{std::move(wrong)};
    }
    try {
      targets_[reference] = parsed(rewriter.schema(target));
    } catch (const std::exception& error) {
      refuse(reference.substr(1), "found a rule that cannot be used (" +
                                      words::shortened(error.what()) + "); expected draft 7");
    }
  }
  for (const std::string& pattern : rewriter.patterns) {
    try {
      if (!patterns_.contains(pattern)) patterns_.emplace(pattern, Pattern(pattern));
    } catch (const std::exception& error) {
      refuse("", "found the pattern " + words::quoted(pattern) + ", which is " + error.what() +
                     "; expected a regular expression");
    }
  }
}

const valijson::Subschema& SchemaTree::target(const std::string& reference) const {
  return *targets_.at(reference);
}

const Pattern& SchemaTree::pattern(const std::string& text) const {
  return patterns_.at(text);
}

}  // namespace portside::schema
