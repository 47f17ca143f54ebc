// SPDX-License-Identifier: Apache-2.0
#include "sdk/json_rules.hpp"

#include <utility>

#include "portside/api/error.hpp"

namespace portside::sdk {
namespace {

[[noreturn]] void refuse(const std::string& path, const char* why) {
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "a table of places in JSON has the path '" + path + "', " + why);
}

/// Reads one name of a pointer, which begins with its slash, and takes it off.
std::string take_name(std::string_view& rest, const std::string& path) {
  if (rest.front() != '/') refuse(path, "which does not begin with a slash");
  rest.remove_prefix(1);
  std::string name;
  while (!rest.empty() && rest.front() != '/') {
    char c = rest.front();
    rest.remove_prefix(1);
    if (c == '~') {
      if (rest.empty() || (rest.front() != '0' && rest.front() != '1')) {
        refuse(path, "in which a ~ is not followed by 0 or 1");
      }
      c = rest.front() == '0' ? '~' : '/';
      rest.remove_prefix(1);
    }
    name += c;
  }
  return name;
}

}  // namespace

JsonRules::JsonRules(std::vector<JsonRule> rules) {
  nodes_.reserve(2 * rules.size() + 1);  // mostly enough: paths share their beginnings
  nodes_.emplace_back();
  for (JsonRule& rule : rules) {
    std::size_t place = kRoot;
    for (std::string_view rest = rule.path; !rest.empty();) {
      place = add(place, take_name(rest, rule.path), rule.path);
    }
    if (nodes_[place].has_rule) refuse(rule.path, "which it has already");
    nodes_[place].has_rule = true;
    nodes_[place].rule = std::move(rule);
  }
}

std::size_t JsonRules::add(std::size_t parent, const std::string& name, const std::string& path) {
  if (name == "*") {
    if (nodes_[parent].any != kNone) return nodes_[parent].any;
    nodes_[parent].any = nodes_.size();
  } else {
    for (const Node::Child& child : nodes_[parent].children) {
      if (child.name == name) return child.node;
    }
    if (nodes_[parent].children.size() == kMaxNames) refuse(path, "the 65th name of one object");
    nodes_[parent].children.push_back({name, nodes_.size()});
    nodes_[parent].name_sizes |= std::uint64_t{1} << (name.size() % 64);
  }
  nodes_.emplace_back();
  return nodes_.size() - 1;
}

}  // namespace portside::sdk
