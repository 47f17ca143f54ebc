// SPDX-License-Identifier: Apache-2.0
#include "offline/purl.hpp"

#include <string_view>

namespace portside::offline {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~' || c == ':';
}

/// Percent-encodes what is not plain (purl specification, "Character encoding").
void append_encoded(std::string& url, std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_plain(c)) {
      url += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    url += '%';
    url += kDigits[byte >> 4U];
    url += kDigits[byte & 0xfU];
  }
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return text;
}

/// Keys have to come in alphabetical order, and not without a value.
class Qualifiers {
 public:
  void add(std::string& url, const char* key, std::string_view value) {
    if (value.empty()) return;
    url.append(first_ ? "?" : "&").append(key).append("=");
    append_encoded(url, value);
    first_ = false;
  }

 private:
  bool first_ = true;
};

}  // namespace

std::string package_url(const Package& package, const Distribution& distribution) {
  const bool is_rpm = distribution.purl_type == "rpm";
  std::string_view version = package.version;
  std::string_view epoch;
  const std::size_t colon = is_rpm ? version.find(':') : std::string_view::npos;
  if (colon != std::string_view::npos) {  // rpm's epoch is a qualifier
    epoch = version.substr(0, colon);
    version.remove_prefix(colon + 1);
  }
  std::string url = "pkg:" + distribution.purl_type + "/" + distribution.purl_namespace + "/";
  append_encoded(url, is_rpm ? package.name : lower(package.name));
  url += '@';
  append_encoded(url, version);
  Qualifiers qualifiers;
  qualifiers.add(url, "arch", package.architecture);
  qualifiers.add(url, "distro", distribution.purl_distro);
  qualifiers.add(url, "epoch", epoch);
  return url;
}

}  // namespace portside::offline
