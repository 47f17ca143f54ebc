// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portside::feeds {

/// Whether the text is `CVE-`, a year and a number, and nothing else.
bool is_cve_id(std::string_view text) noexcept;

/// The `CVE-YYYY-NNNN` (four digits or more) that a line of a changelog names, in order.
std::vector<std::string> cve_ids_in(std::string_view line);

/// What one text of Alpine's secdb is about.
struct SecfixIds {
  /// Each an issue of its own.
  std::vector<std::string> ids;
  /// Other names of all of them.
  std::vector<std::string> aliases;
};

/// Texts there are written by hand: `CVE-2019-9517`, `CVE_2019-2426`, `CVE 2018-16859`,
/// `CVE-2019-1 (+ fix)`, `CVE-2016-10013 XSA-204`, `CVE-????-????? XSA-284`. The CVEs are the ids;
/// without one the first other id is. Nothing when there is no id.
SecfixIds secfix_ids_in(std::string_view text);

}  // namespace portside::feeds
