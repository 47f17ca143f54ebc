// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace portside::sdk {
class JsonStream;
}  // namespace portside::sdk

namespace portside::anchore {

/// The best description of a vulnerability so far.
struct KnownDescription {
  std::string text;
  /// It is the National Vulnerability Database's, which every vendor's own goes before.
  bool is_nvd = false;
};

/// By identifier. Only those that are in it already are filled in.
using KnownDescriptions = std::map<std::string, KnownDescription, std::less<>>;

/// A parser of one page of `/query/vulnerabilities`. `next_page` becomes what the page says comes
/// next, and "" when it says nothing: the last page has no such member. Both outlive the parser.
/// Throws as JsonStream does; kTooLarge for a description of more than 256 KiB.
std::unique_ptr<sdk::JsonStream> description_page_parser(KnownDescriptions& descriptions,
                                                         std::string& next_page);

}  // namespace portside::anchore
