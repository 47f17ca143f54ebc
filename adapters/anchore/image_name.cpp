// SPDX-License-Identifier: Apache-2.0
#include "anchore/image_name.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "anchore/api.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::anchore {
namespace {

bool is_letter_or_digit(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Letters, digits and `others`, at least one; the first a letter, a digit or one of `first`.
bool is_made_of(std::string_view text, std::string_view others,
                std::string_view first = {}) noexcept {
  const auto begins = [&](char c) {
    return is_letter_or_digit(c) || first.find(c) != std::string_view::npos;
  };
  return !text.empty() && begins(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
         });
}

bool is_port(std::string_view text) noexcept {
  unsigned number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size() && number >= 1 &&
         number <= 65'535;
}

/// A part of a repository's name begins as the specification says, so that none is `..`.
bool is_repository(std::string_view text) noexcept {
  while (true) {
    const std::size_t slash = text.find('/');
    if (!is_made_of(text.substr(0, slash), "._-")) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

/// OCI distribution specification, "Pulling manifests".
bool is_tag(std::string_view text) noexcept {
  constexpr std::size_t kLongest = 128;
  return text.size() <= kLongest && is_made_of(text, "._-", "_");
}

[[noreturn]] void throw_unsayable(const std::string& what, std::string_view found) {
  throw AdapterError(ErrorCode::kUnsupported, what, sdk::excerpt(found, 200));
}

/// The host with its port, where `url` says none that of its scheme.
std::string registry_of(std::string_view url, bool is_plain_http) {
  const std::size_t scheme = url.find("://");
  std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  std::string name(rest);
  if (rest.find(':') == std::string_view::npos) name += is_plain_http ? ":80" : ":443";
  if (is_registry_name(name)) return name;
  throw_unsayable(
      "Anchore cannot name the registry: its references have a host name or an IPv4 address and a "
      "port; an IPv6 address needs a name (set 'registry' to HOST:PORT)",
      rest);
}

/// The first that the specification would allow.
std::string tag_of(const ImageReference& image) {
  const auto tag = std::find_if(image.tags.begin(), image.tags.end(),
                                [](const std::string& each) { return is_tag(each); });
  if (tag != image.tags.end()) return *tag;
  return image.digest.substr(image.digest.find(':') + 1);
}

}  // namespace

bool is_registry_name(std::string_view text) noexcept {
  const std::size_t colon = text.find(':');
  const std::string_view host = text.substr(0, colon);
  const bool has_port = colon != std::string_view::npos;
  if (has_port && !is_port(text.substr(colon + 1))) return false;
  if (!is_made_of(host, ".-_")) return false;
  return has_port || host.find('.') != std::string_view::npos || host == "localhost" ||
         host == "localbuild";
}

ImageName image_name(const ImageReference& image, const AnchoreConfig& config) {
  const std::string& digest = checked_digest(image.digest);
  if (!is_repository(image.repository)) {
    throw_unsayable(
        "Anchore cannot name the repository: its references are made of letters, digits and "
        "'/_.-'",
        image.repository);
  }
  ImageName name;
  name.is_plain_http = config.registry.empty() ? image.registry_url.rfind("http://", 0) == 0
                                               : config.is_registry_plain_http;
  name.registry = config.registry.empty() ? registry_of(image.registry_url, name.is_plain_http)
                                          : config.registry;
  name.repository = name.registry + "/" + image.repository;
  name.pull_string = name.repository + "@" + digest;
  name.full_tag = name.repository + ":" + tag_of(image);
  return name;
}

}  // namespace portside::anchore
