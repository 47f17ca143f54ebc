// SPDX-License-Identifier: Apache-2.0
//
// Reads the document of an adapter's configuration member by member and tells all its mistakes at
// once:
//
//   sdk::ConfigDocument document(config, "the Clair adapter");
//   options.url = document.base_url("url", sdk::kRequired);
//   options.timeout = document.number("timeout_seconds", 1, 3'600, 60) * 1'000;
//   document.finish();
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/json.hpp"

namespace portside::sdk {

enum class Presence : std::uint8_t { kOptional, kRequired };
inline constexpr Presence kRequired = Presence::kRequired;
inline constexpr Presence kOptional = Presence::kOptional;

/// A JSON object whose members are asked for by name. A member that is missing or wrong is noted
/// and read as its default, so that reading goes on; finish() throws what was noted. Members that
/// nobody asked for are mistakes. Values are never repeated in messages: they may be secrets. One
/// thread at a time.
class ConfigDocument {
 public:
  /// `owner` begins the message: `the Clair adapter`. An absent document is an empty object. Throws
  /// kConfigInvalid when it is no JSON object.
  ConfigDocument(const Json& document, std::string owner);
  ~ConfigDocument();
  ConfigDocument(const ConfigDocument&) = delete;
  ConfigDocument& operator=(const ConfigDocument&) = delete;

  /// Whether the member is there and not null.
  bool has(const char* key) const;

  /// One line, without control characters; "" when it is not there.
  std::string text(const char* key, Presence presence = kOptional);
  /// The same of any number of lines, with their ends: keys, certificates.
  std::string lines(const char* key, Presence presence = kOptional);
  /// An absolute path, or "".
  std::string path(const char* key, Presence presence = kOptional);
  /// `http://` or `https://`, a host, and perhaps a path; no userinfo, query or fragment. Comes
  /// without a slash at its end. "" when it is not there.
  std::string base_url(const char* key, Presence presence = kOptional);
  std::int64_t number(const char* key, std::int64_t least, std::int64_t most, std::int64_t other);
  bool flag(const char* key, bool other);
  /// The place of the word in `words`; `other` when it is not there. A whole number counts as its
  /// digits: YAML has one in `version: 4`.
  std::size_t word(const char* key, const std::vector<std::string_view>& words, std::size_t other);
  /// Each as text(). Empty when it is not there.
  std::vector<std::string> texts(const char* key);
  /// A document inside, empty when it is not there. Its mistakes count as this one's and name the
  /// path (`check.fail_on`); it has to be finish()ed as well, before this one, and lives no longer.
  std::unique_ptr<ConfigDocument> object(const char* key);

  /// Notes a mistake that only the adapter sees: `'psk' has no 'issuer' beside it`.
  void mistake(const std::string& sentence);

  /// Throws kConfigInvalid when there were mistakes: the message names the first; the detail has
  /// all, one a line, where there are more. For a document inside nothing is thrown.
  void finish();

 private:
  struct Impl;
  explicit ConfigDocument(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// `scheme://host[:port]` of a URL that base_url() gave, as HttpOptions::origins wants it.
std::string origin_of(std::string_view base_url);

}  // namespace portside::sdk
