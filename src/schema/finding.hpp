// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "schema/node.hpp"
#include "schema/schema.hpp"

namespace portside::schema {

/// A value of a document and where it is. Lives on the stack of whoever walks down.
struct Place {
  const Node& node;
  const Place* parent = nullptr;
  /// Among the children of the parent.
  std::size_t index = 0;
};

enum class About : std::uint8_t {
  kKind,   ///< the value is of the wrong kind: nothing else can be said about it
  kValue,  ///< it is none of the values that are listed
  kOther,
};

/// A violation while it is being put together.
struct Finding {
  Finding(const Place& place, About what, std::string found_this, std::vector<std::string> wanted);

  /// The indexes from the root to the value: findings sort by them.
  std::vector<std::size_t> order;
  std::string pointer;
  About about;
  std::string found;
  /// Any of these; none where the remark says it.
  std::vector<std::string> expected;
  /// The value itself would say more than `found`.
  bool about_value = false;
  /// The key that is missing, where that is all.
  std::string missing = {};
  /// Stands at the end of the sentence.
  std::string remark = {};
};

using Findings = std::vector<Finding>;

/// Where secrets are, as in Finding::order.
using SecretPlaces = std::set<std::vector<std::size_t>>;

/// The indexes from the root to a place.
std::vector<std::size_t> order_of(const Place& place);

/// The sentences, sorted, each once, a hundred at most.
std::vector<Violation> to_violations(Findings findings, const SecretPlaces& secrets);

}  // namespace portside::schema
