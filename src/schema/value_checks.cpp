// SPDX-License-Identifier: Apache-2.0
//
// The rules that look at one value alone.
#include <valijson/constraints/concrete_constraints.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>

#include "schema/annotations.hpp"
#include "schema/checker.hpp"
#include "words/quoted.hpp"

namespace portside::schema {
namespace {

/// As short as it can be written, integers with all their digits: `1000000`, `0.5`.
std::string number_text(double number) {
  constexpr double kExact = 9007199254740992;  // 2^53: up to here a double is one integer only
  if (std::trunc(number) == number && std::abs(number) <= kExact) {
    return std::to_string(static_cast<std::int64_t>(number));
  }
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

/// `1 item`, `3 items`.
std::string counted(std::size_t count, std::string_view unit) {
  return std::to_string(count) + ' ' + std::string(unit) + (count == 1 ? "" : "s");
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

/// A plain word as it is, everything else as JSON.
std::string value_text(const Node& value) {
  const bool word = value.kind == Kind::kText && !value.text.empty() &&
                    value.text.find_first_of(" \t\n\"',;") == std::string::npos;
  return words::shortened(word ? value.text : canonical_json(value));
}

bool fits(Kind kind, valijson::constraints::TypeConstraint::JsonType type) {
  using Type = valijson::constraints::TypeConstraint;
  switch (type) {
    case Type::kAny: return true;
    case Type::kArray: return kind == Kind::kList;
    case Type::kBoolean: return kind == Kind::kBool;
    case Type::kInteger: return kind == Kind::kInteger;
    case Type::kNull: return kind == Kind::kNull;
    case Type::kNumber: return kind == Kind::kInteger || kind == Kind::kNumber;
    case Type::kObject: return kind == Kind::kMap;
    case Type::kString: return kind == Kind::kText;
  }
  return false;
}

constexpr std::array kKinds{Kind::kText, Kind::kNumber, Kind::kInteger, Kind::kBool,
                            Kind::kList, Kind::kMap,    Kind::kNull};

std::string_view type_name(valijson::constraints::TypeConstraint::JsonType type) {
  return kind_name(*std::ranges::find_if(kKinds, [&](Kind kind) { return fits(kind, type); }));
}

}  // namespace

bool Checker::visit(const TypeConstraint& rule) {
  bool fitting = false;
  std::vector<std::string> expected;
  rule.applyToNamedTypes([&](TypeConstraint::JsonType type) {
    fitting = fitting || fits(place_.node.kind, type);
    expected.emplace_back(type_name(type));
    return true;
  });
  if (fitting) return true;
  add_value(About::kKind, std::string(kind_name(place_.node.kind)), std::move(expected));
  return true;
}

void Checker::check_values(const std::vector<Node>& values) {
  const std::string own = canonical_json(place_.node);
  run_.spend(values.size() + own.size() / 16);
  bool same_kind = false;
  std::vector<std::string> expected;
  for (const Node& value : values) {
    if (canonical_json(value) == own) return;
    same_kind = same_kind || value.kind == place_.node.kind;
    expected.push_back(value_text(value));
  }
  std::string found(kind_name(place_.node.kind));
  if (same_kind) found += " that is not in the list";
  if (expected.empty()) expected.emplace_back("no value at all");
  add_value(About::kValue, std::move(found), std::move(expected));
}

namespace {

/// `60 to 604800`, `at least 1`, `more than 0 and less than 1`.
std::string range_text(const Range& range) {
  const auto low = [&] {
    return (range.low->exclusive ? "more than " : "at least ") + number_text(range.low->number);
  };
  const auto high = [&] {
    return (range.high->exclusive ? "less than " : "at most ") + number_text(range.high->number);
  };
  if (!range.low) return high();
  if (!range.high) return low();
  if (range.low->exclusive || range.high->exclusive) return low() + " and " + high();
  return number_text(range.low->number) + " to " + number_text(range.high->number);
}

}  // namespace

void Checker::check_range(const Range& range) {
  if (!is_number()) return;
  const double number = place_.node.number;
  const std::optional<Range::Bound>& low = range.low;
  const std::optional<Range::Bound>& high = range.high;
  std::string found(kind_name(place_.node.kind));
  if (low && (low->exclusive ? number <= low->number : number < low->number)) {
    found += (low->exclusive ? " that is not above " : " below ") + number_text(low->number);
  } else if (high && (high->exclusive ? number >= high->number : number > high->number)) {
    found += (high->exclusive ? " that is not below " : " above ") + number_text(high->number);
  } else {
    return;
  }
  add_value(About::kOther, std::move(found), {range_text(range)});
}

void Checker::check_multiple(double divisor) {
  if (!is_number() || divisor == 0) return;
  const double times = place_.node.number / divisor;
  // A tenth is no binary fraction: 0.3 / 0.1 is not quite 3.
  constexpr double kTolerance = 1e-9;
  constexpr double kNoFraction = 9007199254740992;  // 2^53: doubles from here on are integers
  if (std::abs(times) >= kNoFraction || std::abs(times - std::round(times)) <= kTolerance) return;
  add(place_,
      std::string(kind_name(place_.node.kind)) + " that is no multiple of " + number_text(divisor),
      "one");
}

bool Checker::visit(const MultipleOfDoubleConstraint& rule) {
  check_multiple(rule.getDivisor());
  return true;
}

bool Checker::visit(const MultipleOfIntConstraint& rule) {
  check_multiple(static_cast<double>(rule.getDivisor()));
  return true;
}

/// How long a text is may be a secret's business; how many items a list has is not.
bool Checker::visit(const MinLengthConstraint& rule) {
  if (!is(Kind::kText) || characters(place_.node.text) >= rule.getMinLength()) return true;
  add(place_, place_.node.text.empty() ? "an empty text" : "a shorter text",
      "at least " + counted(rule.getMinLength(), "character"));
  return true;
}

bool Checker::visit(const MaxLengthConstraint& rule) {
  if (!is(Kind::kText) || characters(place_.node.text) <= rule.getMaxLength()) return true;
  add(place_, "a longer text", "at most " + counted(rule.getMaxLength(), "character"));
  return true;
}

void Checker::check_size(bool wrong, std::string_view unit, std::string_view bound,
                         std::size_t limit) {
  if (!wrong) return;
  add(place_,
      std::string(kind_name(place_.node.kind)) + " of " +
          counted(place_.node.children.size(), unit),
      std::string(bound) + ' ' + std::to_string(limit));
}

bool Checker::visit(const MinItemsConstraint& rule) {
  const bool wrong = is(Kind::kList) && place_.node.children.size() < rule.getMinItems();
  check_size(wrong, "item", "at least", rule.getMinItems());
  return true;
}

bool Checker::visit(const MaxItemsConstraint& rule) {
  const bool wrong = is(Kind::kList) && place_.node.children.size() > rule.getMaxItems();
  check_size(wrong, "item", "at most", rule.getMaxItems());
  return true;
}

bool Checker::visit(const MinPropertiesConstraint& rule) {
  const bool wrong = is(Kind::kMap) && place_.node.children.size() < rule.getMinProperties();
  check_size(wrong, "key", "at least", rule.getMinProperties());
  return true;
}

bool Checker::visit(const MaxPropertiesConstraint& rule) {
  const bool wrong = is(Kind::kMap) && place_.node.children.size() > rule.getMaxProperties();
  check_size(wrong, "key", "at most", rule.getMaxProperties());
  return true;
}

/// A pattern alone does not tell whether its text could hold a secret; whoever writes words for
/// people beside it means them to see the text.
void Checker::check_text(const TextForm& form) {
  if (!is(Kind::kText) || matches(form.pattern, place_.node.text)) return;
  if (form.expected.empty()) {
    add(place_, "a text of another form", "one that matches " + words::shortened(form.pattern));
  } else {
    add_value(About::kOther, "a text of another form", {words::shortened(form.expected)});
  }
}

bool Checker::visit(const RequiredConstraint& rule) {
  if (!is(Kind::kMap)) return true;
  rule.applyToRequiredProperties([&](const auto& key) {
    if (has_key(key.c_str())) return true;
    add(place_, "no key " + words::shortened(key.c_str()), "one");
    findings_.back().missing = key.c_str();
    return true;
  });
  return true;
}

bool Checker::visit(const UniqueItemsConstraint&) {
  if (!is(Kind::kList)) return true;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < place_.node.children.size(); ++i) {
    std::string item = canonical_json(place_.node.children[i]);
    run_.spend(item.size() / 16);
    if (!seen.insert(std::move(item)).second) {
      const Place again = child(i);
      add(again, "an item that stands in this list already", "each once");
    }
  }
  return true;
}

}  // namespace portside::schema
