// SPDX-License-Identifier: Apache-2.0
#include "schema/node.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

namespace portside::schema {
namespace {

constexpr std::size_t kMaxNodes = 100'000;

/// nlohmann's id of "number overflow": the number is beyond the range of `double`.
constexpr int kNumberOverflow = 406;

/// Makes nodes of the events of a parser; ends the parsing when a limit is reached.
class NodeEvents final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return add(Kind::kNull, "null"); }
  bool boolean(bool value) override { return add(Kind::kBool, value ? "true" : "false"); }
  bool number_integer(std::int64_t value) override {
    return add(Kind::kInteger, std::to_string(value), static_cast<double>(value));
  }
  bool number_unsigned(std::uint64_t value) override {
    return add(Kind::kInteger, std::to_string(value), static_cast<double>(value));
  }
  bool number_float(double value, const std::string&) override {
    constexpr double kExact = 9007199254740992;  // 2^53: up to here a double is one integer only
    if (std::trunc(value) == value && std::abs(value) <= kExact) {
      return number_integer(static_cast<std::int64_t>(value));
    }
    return add(std::trunc(value) == value ? Kind::kInteger : Kind::kNumber,
               nlohmann::json(value).dump(), value);
  }
  bool string(std::string& value) override {
    const bool ok = add(Kind::kText, value);
    ::explicit_bzero(value.data(), value.size());
    return ok;
  }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Kind::kMap); }
  bool key(std::string& key) override {
    key_ = key;
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Kind::kList); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception& error) override {
    problem = error.id == kNumberOverflow
                  ? "found a number beyond 1.8e308; expected a smaller one"
                  : "this is not JSON (byte " + std::to_string(position) + ")";
    return false;
  }

  Node root;
  std::string problem;

 private:
  bool add(Kind kind, std::string text, double number = 0) {
    if (++nodes_ > kMaxNodes) {
      problem = "found more than 100,000 values; expected fewer";
      return false;
    }
    Node node;
    node.kind = kind;
    node.text = std::move(text);
    node.number = number;
    node.key = std::exchange(key_, {});
    open_.push_back(std::move(node));
    return kind == Kind::kMap || kind == Kind::kList || close();
  }
  bool open(Kind kind) {
    if (open_.size() == kMaxDepth) {
      problem = "found more than 64 levels of lists and maps in each other; expected fewer";
      return false;
    }
    return add(kind, {});
  }
  bool close() {
    Node node = std::move(open_.back());
    open_.pop_back();
    if (open_.empty()) {
      root = std::move(node);
    } else {
      open_.back().children.push_back(std::move(node));
    }
    return true;
  }

  std::vector<Node> open_;
  std::string key_;
  std::size_t nodes_ = 0;
};

std::string json_string(const std::string& text) {
  return nlohmann::json(text).dump();
}

void append_canonical(const Node& node, std::string& out);

void append_children(const Node& parent, std::string& out) {
  const bool map = parent.kind == Kind::kMap;
  std::vector<const Node*> children;
  for (const Node& child : parent.children) children.push_back(&child);
  if (map) std::ranges::stable_sort(children, {}, &Node::key);
  out += map ? '{' : '[';
  for (const Node* child : children) {
    if (child != children.front()) out += ',';
    if (map) out += json_string(child->key) + ':';
    append_canonical(*child, out);
  }
  out += map ? '}' : ']';
}

void append_canonical(const Node& node, std::string& out) {
  switch (node.kind) {
    case Kind::kText: out += json_string(node.text); return;
    case Kind::kList:
    case Kind::kMap: append_children(node, out); return;
    default: out += node.text;
  }
}

}  // namespace

Node::~Node() {
  // All of its memory: what was moved away from a short text stays in it.
  text.resize(text.capacity());
  ::explicit_bzero(text.data(), text.size());
}

ParsedNode parse_node(std::string_view json) {
  if (json.size() > kMaxDocumentBytes) {
    return {std::nullopt, "found more than 8 MiB of text; expected less"};
  }
  NodeEvents events;
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &events)) {
    return {std::nullopt, events.problem};
  }
  return {std::move(events.root), {}};
}

std::string canonical_json(const Node& node) {
  std::string out;
  append_canonical(node, out);
  return out;
}

std::string_view kind_name(Kind kind) noexcept {
  switch (kind) {
    case Kind::kNull: return "nothing (null)";
    case Kind::kBool: return "true or false";
    case Kind::kInteger: return "an integer";
    case Kind::kNumber: return "a number";
    case Kind::kText: return "a text";
    case Kind::kList: return "a list";
    case Kind::kMap: break;
  }
  return "a map";
}

}  // namespace portside::schema
