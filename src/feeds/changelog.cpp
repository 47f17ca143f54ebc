// SPDX-License-Identifier: Apache-2.0
#include "feeds/changelog.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "advisory/version.hpp"
#include "feeds/cve_ids.hpp"
#include "feeds/ecosystem.hpp"

namespace portside::feeds {
namespace {

struct Head {
  std::string_view source_package;
  std::string_view version;
};

/// `openssl (3.0.11-1) unstable; urgency=medium`.
std::optional<Head> head_of(std::string_view line) {
  const std::size_t open = line.find(" (");
  if (open == std::string_view::npos) return std::nullopt;
  const std::size_t close = line.find(')', open);
  if (close == std::string_view::npos) return std::nullopt;
  const Head head{line.substr(0, open), line.substr(open + 2, close - open - 2)};
  const std::string_view rest = line.substr(close + 1);
  constexpr std::string_view kUrgency = "; urgency=";
  const std::size_t urgency = rest.find(';');
  const bool has_suite = rest.starts_with(' ') && urgency != std::string_view::npos && urgency > 1;
  if (!has_suite || !rest.substr(urgency).starts_with(kUrgency)) return std::nullopt;
  if (!is_plain_word(head.source_package) || !is_plain_word(head.version)) return std::nullopt;
  return head;
}

/// The head for lines below `next`, which stands below `newer`.
Head lowest(const Head& next, const std::optional<Head>& newer) {
  using advisory::compare_versions, advisory::VersionScheme;
  const bool backport =
      newer && newer->source_package == next.source_package &&
      compare_versions(VersionScheme::kDeb, newer->version, next.version).value_or(1) < 0;
  return backport ? *newer : next;
}

}  // namespace

void read_changelog(std::string_view text, const std::function<void(const ChangelogLine&)>& found) {
  std::optional<Head> head;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (const auto next = head_of(line)) {
      head = lowest(*next, head);
    } else if (head) {
      for (const std::string& id : cve_ids_in(line)) {
        found({head->source_package, head->version, id, line});
      }
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
}

}  // namespace portside::feeds
