// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "advisory/index_impl.hpp"
#include "advisory/version.hpp"

namespace portside::advisory {

enum class Verdict : std::uint8_t { kNo, kYes, kUnknown };

struct Affected {
  Verdict verdict = Verdict::kNo;
  /// kYes: the fixed version of the range that the package is in.
  std::string_view fixed = {};
  /// kUnknown: the version that it could not be compared with.
  std::string_view other = {};
};

/// Whether rows are true of one installed version: the rules that match.hpp states.
class AffectedCheck {
 public:
  AffectedCheck(const Index::Impl& index, VersionScheme scheme, std::string_view version,
                std::string_view module)
      : index_(index), scheme_(scheme), version_(version), module_(module) {}

  /// Throws AdapterError(kMalformedData) when the index is damaged.
  Affected is_affected(const format::RowRecord& row) const;

 private:
  Affected by_versions(const format::RowRecord& row) const;
  Affected by_range(const format::RangeRecord& range) const;
  Affected by_list(format::Extent versions) const;
  Verdict in_same_module(const format::RowRecord& row) const;
  bool is_of_some_module(const format::RowRecord& row) const;

  const Index::Impl& index_;
  const VersionScheme scheme_;
  const std::string_view version_;
  const std::string_view module_;
};

}  // namespace portside::advisory
