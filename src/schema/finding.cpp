// SPDX-License-Identifier: Apache-2.0
#include "schema/finding.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "words/quoted.hpp"
#include "words/word_list.hpp"

namespace portside::schema {
namespace {

constexpr std::size_t kMaxViolations = 100;
constexpr std::size_t kMaxExpected = 16;

std::string escaped_key(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string pointer_of(const Place& place) {
  if (place.parent == nullptr) return {};
  const bool in_map = place.parent->node.kind == Kind::kMap;
  return pointer_of(*place.parent) + '/' +
         (in_map ? escaped_key(place.node.key) : std::to_string(place.index));
}

/// `expected ...` and the remark.
std::string expectation_of(const Finding& finding) {
  std::vector<std::string_view> words;
  for (const std::string& each : finding.expected) {
    if (std::ranges::find(words, each) == words.end()) words.push_back(each);
  }
  const std::string more = "one of " + std::to_string(words.size() - kMaxExpected) + " more";
  if (words.size() > kMaxExpected + 1) {
    words.resize(kMaxExpected);
    words.push_back(more);
  }
  return (words.empty() ? "" : "expected " + words::word_list(words)) + finding.remark;
}

bool is_secret(std::vector<std::size_t> order, const SecretPlaces& secrets) {
  while (!secrets.contains(order)) {
    if (order.empty()) return false;
    order.pop_back();
  }
  return true;
}

Violation to_violation(const Finding& finding, const SecretPlaces& secrets) {
  std::string expectation = expectation_of(finding);
  Violation violation{finding.pointer, "found " + finding.found + "; " + expectation};
  if (finding.about_value && !is_secret(finding.order, secrets)) {
    violation.expected = std::move(expectation);
  }
  return violation;
}

}  // namespace

Finding::Finding(const Place& place, About what, std::string found_this,
                 std::vector<std::string> wanted)
    : order(order_of(place)),
      pointer(pointer_of(place)),
      about(what),
      found(std::move(found_this)),
      expected(std::move(wanted)) {}

std::vector<std::size_t> order_of(const Place& place) {
  std::vector<std::size_t> order;
  for (const Place* at = &place; at->parent != nullptr; at = at->parent) order.push_back(at->index);
  std::ranges::reverse(order);
  return order;
}

std::vector<Violation> to_violations(Findings findings, const SecretPlaces& secrets) {
  std::ranges::stable_sort(findings, {}, &Finding::order);
  std::vector<Violation> violations;
  for (const Finding& finding : findings) {
    Violation violation = to_violation(finding, secrets);
    const bool said = std::ranges::any_of(violations, [&](const Violation& other) {
      return other.pointer == violation.pointer && other.sentence == violation.sentence;
    });
    if (said) continue;
    if (violations.size() == kMaxViolations) {
      violations.push_back({"", "found more that is wrong; expected these to be corrected first"});
      break;
    }
    violations.push_back(std::move(violation));
  }
  return violations;
}

}  // namespace portside::schema
