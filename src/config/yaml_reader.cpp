// SPDX-License-Identifier: Apache-2.0
#include "config/yaml_reader.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <string>

#include "config/core_schema.hpp"
#include "config/tree_builder.hpp"

namespace portside::config {
namespace {

/// yaml-cpp's tag of a scalar that has quotes, or is a block scalar, and no tag of its own.
constexpr std::string_view kQuotedTag = "!";

/// Whether the scalar that begins at `position` is in quotes of which the closing one is missing.
/// yaml-cpp takes the end of the text for it.
bool is_open_quote(std::string_view text, std::size_t position) {
  if (position >= text.size()) return false;
  const char quote = text[position];
  if (quote != '"' && quote != '\'') return false;
  for (std::size_t i = position + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      // Two are one in the text, between single quotes.
      if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return false;
      ++i;
    }
  }
  return true;
}

/// What yaml-cpp finds wrong, with what to do about it.
std::string explained(std::string_view message) {
  if (message.find("illegal map value") != message.npos || message.find("tab") != message.npos) {
    return "this is not YAML (" + std::string(message) +
           "); indent with spaces, not with tabs, and put a text that holds ': ' into quotes";
  }
  if (message.find("flow not found") != message.npos) {
    return "this is not YAML (" + std::string(message) +
           "); close the bracket, and put a text that holds brackets or braces into quotes";
  }
  return "this is not YAML: " + std::string(message);
}

class YamlEvents final : public YAML::EventHandler {
 public:
  YamlEvents(std::string_view text, TreeBuilder& tree) : text_(text), tree_(tree) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (seen_document_) {
      tree_.stop(line(mark), "found a second document, or text behind the end; expected one");
    }
    seen_document_ = true;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_properties(mark, {}, anchor);
    if (tree_.wants_key()) bad_key(mark, "nothing (null)");
    tree_.scalar(ValueKind::kNull, {}, line(mark));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    if (tree_.wants_key()) bad_key(mark, "an alias");
    tree_.mistake(line(mark), "found an alias (*); write the value out");
    tree_.scalar(ValueKind::kBroken, {}, line(mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const bool key = tree_.wants_key();
    if (tag == kQuotedTag && is_open_quote(text_, static_cast<std::size_t>(mark.pos))) {
      tree_.stop(line(mark), "found a quote that is not closed; expected another one at the end");
    }
    refuse_properties(mark, tag, anchor);
    if (key) {
      tree_.key(value, line(mark));
      return;
    }
    if (tag == kQuotedTag) {
      tree_.scalar(ValueKind::kString, value, line(mark));
      return;
    }
    const PlainScalar plain = resolve_plain(value);
    if (plain.kind == ValueKind::kBroken) {
      tree_.mistake(line(mark),
                    "found a number that cannot be kept (.inf, .nan, or beyond 64 bits); write it "
                    "in quotes if a text is meant");
    }
    tree_.scalar(plain.kind, plain.text, line(mark));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(ValueKind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { tree_.close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(ValueKind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { tree_.close(); }

 private:
  static int line(const YAML::Mark& mark) { return mark.line + 1; }

  void open(ValueKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_properties(mark, tag, anchor);
    if (tree_.wants_key()) bad_key(mark, "a list or a map (or a bracket that is not closed)");
    tree_.open(kind, line(mark));
  }

  void refuse_properties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      tree_.mistake(line(mark), "found an anchor (&); write each value where it is needed");
    }
    // yaml-cpp gives the lone tag `!` and quotes the same name, so the text has to tell them apart.
    const auto position = static_cast<std::size_t>(mark.pos);
    const bool lone_tag = position < text_.size() && text_[position] == '!';
    if (tag.size() > 1 || lone_tag) {
      tree_.mistake(line(mark), "found a tag (!); write the value without it");
    }
  }

  [[noreturn]] void bad_key(const YAML::Mark& mark, const std::string& found) {
    tree_.stop(line(mark), "found " + found + " as a key; expected a word");
  }

  std::string_view text_;
  TreeBuilder& tree_;
  bool seen_document_ = false;
};

}  // namespace

Value read_yaml(std::string_view text, Mistakes& mistakes) {
  TreeBuilder tree(mistakes);
  YamlEvents events(text, tree);
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    // A second document is refused by the events, so this ends.
    while (parser.HandleNextDocument(events)) {
    }
  } catch (const YAML::Exception& error) {
    tree.stop(error.mark.line + 1, explained(error.msg));
  }
  return tree.take();
}

}  // namespace portside::config
