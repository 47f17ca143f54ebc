// SPDX-License-Identifier: Apache-2.0
#include "sdk/json_rules.hpp"

#include <utility>

#include "portside/api/error.hpp"

namespace portside::sdk {
namespace {

/// Of one object.
constexpr std::size_t kUsualNames = 8;

[[noreturn]] void refuse(const std::string& path, const char* why) {
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "a table of places in JSON has the path '" + path + "', " + why);
}

/// The character that an escape stands for; `rest` is what follows its ~.
char unescaped(std::string_view rest, const std::string& path) {
  if (rest.empty() || (rest.front() != '0' && rest.front() != '1')) {
    refuse(path, "in which a ~ is not followed by 0 or 1");
  }
  return rest.front() == '0' ? '~' : '/';
}

std::string unescaped_name(std::string_view escaped, const std::string& path) {
  std::string name;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    const bool is_escape = escaped[i] == '~';
    name += is_escape ? unescaped(escaped.substr(++i), path) : escaped[i];
  }
  return name;
}

}  // namespace

JsonRules::JsonRules(std::vector<JsonRule> rules) : rules_(std::move(rules)) {
  nodes_.reserve(2 * rules_.size() + 1);  // mostly enough: paths share their beginnings
  nodes_.emplace_back();
  for (const JsonRule& rule : rules_) {
    std::size_t place = kRoot;
    for (std::string_view rest = rule.path; !rest.empty();) {
      place = add(place, take_name(rest, rule.path), rule.path);
    }
    if (nodes_[place].rule != nullptr) refuse(rule.path, "which it has already");
    nodes_[place].rule = &rule;
  }
}

/// Reads one name of a pointer, which begins with its slash, and takes it off.
std::string_view JsonRules::take_name(std::string_view& rest, const std::string& path) {
  if (rest.front() != '/') refuse(path, "which does not begin with a slash");
  rest.remove_prefix(1);
  const std::string_view name = rest.substr(0, rest.find('/'));
  rest.remove_prefix(name.size());
  if (name.find('~') == std::string_view::npos) return name;
  return unescaped_.emplace_back(unescaped_name(name, path));
}

std::size_t JsonRules::add(std::size_t parent, std::string_view name, const std::string& path) {
  if (name == "*") {
    if (nodes_[parent].any != kNone) return nodes_[parent].any;
    nodes_[parent].any = nodes_.size();
  } else {
    std::vector<Node::Child>& children = nodes_[parent].children;
    for (const Node::Child& child : children) {
      if (child.name == name) return child.node;
    }
    if (children.size() == kMaxNames) refuse(path, "the 65th name of one object");
    if (children.empty()) children.reserve(kUsualNames);
    children.push_back({name, nodes_.size()});
    nodes_[parent].name_sizes |= std::uint64_t{1} << (name.size() % 64);
  }
  nodes_.emplace_back();
  return nodes_.size() - 1;
}

}  // namespace portside::sdk
