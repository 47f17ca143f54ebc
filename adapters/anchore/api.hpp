// SPDX-License-Identifier: Apache-2.0
//
// The requests of Anchore's API in both versions, ready to be sent: with credentials, account and
// timeout. They carry secrets. What goes into a path or a query is checked or escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "anchore/anchore.hpp"
#include "anchore/image_name.hpp"
#include "portside/api/http_client.hpp"

namespace portside::anchore {

/// One version of the API. Names of members and parameters differ: `imageDigest` and
/// `image_digest`, `autosubscribe` and `auto_subscribe`, `pullstring` and `pull_string`.
class Api {
 public:
  Api(const Anchore& anchore, int version) : anchore_(&anchore), version_(version) {}

  /// 1 or 2.
  int version() const noexcept { return version_; }
  const Anchore& anchore() const noexcept { return *anchore_; }

  // All requests that name an image throw kInvalidArgument for a digest that is none
  // (`sha256:` and 64 hex digits).

  HttpRequest get_image(const std::string& digest) const;
  /// `body` as image_request() makes it. Anchore asks the registry before it answers.
  HttpRequest post_image(std::string body) const;
  /// Always forced: a plain deletion of an image that was just posted is refused.
  HttpRequest delete_image(const std::string& digest) const;
  /// May take as long as the server lets a call run.
  HttpRequest get_vulnerabilities(const std::string& digest) const;
  /// The same where Anchore is to match again instead of answering from its cache; of the answer
  /// enough is kept to tell an error.
  HttpRequest refresh_vulnerabilities(const std::string& digest) const;
  /// v1 only. At most 100 identifiers, `page` "" for the first.
  HttpRequest get_descriptions(const std::vector<std::string>& ids,
                               const std::vector<std::string>& namespaces,
                               const std::string& page) const;
  /// Evaluates without storing or notifying; with details.
  HttpRequest get_check(const std::string& digest, const std::string& tag) const;
  /// `body` as registry_record() makes it. Anchore tries the credentials first, where it is to.
  HttpRequest post_registry(const ImageName& name, std::string body) const;
  /// Changes the record. Slashes of the repository stay as they are in the path.
  HttpRequest put_registry(const ImageName& name, std::string body) const;
  HttpRequest get_feeds() const;
  /// Cheap, and refused without good credentials.
  HttpRequest get_status() const;

 private:
  HttpRequest request(const char* method, const std::string& path) const;
  /// In the account that is configured.
  HttpRequest account_request(const char* method, const std::string& path) const;
  HttpRequest request_about(const char* method, const std::string& digest,
                            const std::string& rest) const;
  HttpRequest registry_request(const char* method, const std::string& path, const ImageName& name,
                               std::string body) const;

  const Anchore* anchore_;
  int version_;
};

/// The request that tells which API answers; it has no version and needs no credentials.
HttpRequest get_version(const Anchore& anchore);

/// Answered with `"v1"` by what speaks v1, without credentials.
HttpRequest get_first_version(const Anchore& anchore);

/// The names of the API in JSON documents: `v1` or `v2` of the two.
constexpr std::string_view name_in(int version, std::string_view v1, std::string_view v2) noexcept {
  return version == 1 ? v1 : v2;
}

/// `sha256:` and 64 hex digits.
bool is_image_digest(std::string_view text) noexcept;

/// `text` itself; throws kInvalidArgument when it is no such digest.
const std::string& checked_digest(const std::string& text);

}  // namespace portside::anchore
