// SPDX-License-Identifier: Apache-2.0
#include "schema/annotations.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace portside::schema {
namespace {

Node node_in(const valijson::adapters::Adapter& value) {
  return std::move(parse_node(value.asString()).node.value());
}

const Node* member(const Node& map, std::string_view key) {
  const auto found = std::ranges::find(map.children, key, &Node::key);
  return found == map.children.end() ? nullptr : &*found;
}

}  // namespace

Values::Values(const valijson::adapters::Adapter& value)
    : values(std::move(node_in(value).children)) {}

Required::Required(const valijson::adapters::Adapter& value) {
  for (const Node& key : node_in(value).children) keys.push_back(key.text);
}

TextForm::TextForm(const valijson::adapters::Adapter& value) {
  const Node form = node_in(value);
  if (const Node* each = member(form, "pattern")) pattern = each->text;
  if (const Node* each = member(form, "x-expected")) expected = each->text;
}

Range::Range(const valijson::adapters::Adapter& value) {
  const Node range = node_in(value);
  if (const Node* each = member(range, "minimum")) low = Bound{each->number};
  if (const Node* each = member(range, "maximum")) high = Bound{each->number};
  // Of two bounds the narrower one.
  const Node* const above = member(range, "exclusiveMinimum");
  if (above != nullptr && (!low || above->number >= low->number)) low = Bound{above->number, true};
  const Node* const below = member(range, "exclusiveMaximum");
  if (below != nullptr && (!high || below->number <= high->number)) {
    high = Bound{below->number, true};
  }
}

}  // namespace portside::schema
