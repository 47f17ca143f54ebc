// SPDX-License-Identifier: Apache-2.0
#include "portside/host/ignore_list.hpp"

#include <array>

#include "config/cursor.hpp"
#include "config/document.hpp"
#include "config/file_text.hpp"
#include "config/read_tree.hpp"
#include "config/text_check.hpp"
#include "report/time_text.hpp"

namespace portside {
namespace report {
namespace {

using config::Cursor;
using config::Field;
using config::ValueKind;

template <std::string IgnoreRule::*member>
void read_text(const Cursor& at, IgnoreRule& rule) {
  if (!at.is(ValueKind::kString, "a text")) return;
  if (at.value().text.empty()) {
    at.mistake("found an empty text; expected one, or no such key");
  } else {
    rule.*member = at.value().text;
  }
}

void read_day(const Cursor& at, IgnoreRule& rule) {
  constexpr std::string_view kExpected = "a day as 2024-12-31";
  if (!at.is(ValueKind::kString, kExpected)) return;
  if (is_day(at.value().text)) {
    rule.expires = at.value().text;
  } else {
    at.mistake("found " + describe(at.value()) + "; expected " + std::string(kExpected));
  }
}

void read_purl(const Cursor& at, IgnoreRule& rule) {
  constexpr std::string_view kExpected = "a package URL as pkg:deb/debian/bash";
  if (!at.is(ValueKind::kString, kExpected)) return;
  if (at.value().text.starts_with("pkg:")) {
    rule.purl = at.value().text;
  } else {
    at.mistake("found " + describe(at.value()) + "; expected " + std::string(kExpected));
  }
}

constexpr std::array kRuleFields{
    Field<IgnoreRule>{"id", read_text<&IgnoreRule::id>, "the vulnerability"},
    Field<IgnoreRule>{"package", read_text<&IgnoreRule::package>, "the package"},
    Field<IgnoreRule>{"purl", read_purl, "the package URL"},
    Field<IgnoreRule>{"expires", read_day, "the last day"},
    Field<IgnoreRule>{"reason", read_text<&IgnoreRule::reason>, "why"}};

void read_rules(const Cursor& at, IgnoreList& list) {
  if (!at.is(ValueKind::kList, "a list of entries")) return;
  at.each([&](const Cursor& item) {
    if (!item.is(ValueKind::kMap, "a map with an id")) return;
    IgnoreRule rule;
    rule.line = item.value().line;
    read_fields(item, kRuleFields, rule);
    const config::Value* id = find_member(item.value(), "id");
    if (id == nullptr || id->kind == ValueKind::kNull) {
      item.mistake("found no key id; expected one, the vulnerability that is passed over");
    }
    list.rules.push_back(std::move(rule));
  });
}

constexpr std::array kListFields{
    Field<IgnoreList>{"ignore", read_rules, "vulnerabilities to pass over"}};

void read_list(std::string_view text, ConfigFormat format, IgnoreList& list,
               config::Mistakes& mistakes) {
  try {
    const config::Value tree = config::read_tree(text, format, mistakes);
    const Cursor root(tree, mistakes);
    if (root.is(ValueKind::kMap, "a map with the key ignore")) {
      read_fields(root, kListFields, list);
    }
  } catch (const config::StopReading&) {
    // The mistakes say why.
  }
}

}  // namespace
}  // namespace report

IgnoreList parse_ignore_list(std::string_view text, ConfigFormat format,
                             const std::string& origin) {
  config::Mistakes mistakes(origin, format);
  IgnoreList list{origin, {}};
  report::read_list(text, format, list, mistakes);
  mistakes.throw_if_any();
  return list;
}

IgnoreList load_ignore_list(const std::string& path) {
  const std::string text = config::read_file(path, "the ignore file", config::kMaxTextBytes + 1);
  return parse_ignore_list(text, config::format_of(path), path);
}

}  // namespace portside
