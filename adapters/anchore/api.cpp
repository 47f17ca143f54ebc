// SPDX-License-Identifier: Apache-2.0
#include "anchore/api.hpp"

#include <algorithm>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/percent_encoded.hpp"

namespace portside::anchore {
namespace {

/// Of an answer that is kept; the record of an image has an entry for each of its tags.
constexpr std::uint64_t kMostKeptBytes = std::uint64_t{4} << 20U;
constexpr std::uint64_t kErrorBytes = std::uint64_t{64} << 10U;
/// What makes Anchore ask the registry, or match, may take as long as its server lets a call run
/// (180 s); and then its answer is worth waiting for.
constexpr Millis kServerLimit = 185'000;
constexpr std::size_t kUsualHeaders = 4;

HttpRequest request_to(const Anchore& anchore, const char* method, const std::string& path) {
  HttpRequest request;
  request.method = method;
  request.url = anchore.config.url + path;
  request.headers.reserve(kUsualHeaders);
  request.headers.emplace_back("Accept", "application/json");
  request.max_body = kMostKeptBytes;
  request.timeout = anchore.config.timeout;
  // Also the POSTs: what is there already is answered with its state, or refused with a sentence.
  request.idempotent = true;
  return request;
}

void set_body(HttpRequest& request, std::string body) {
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
}

const char* word_of(bool flag) {
  return flag ? "true" : "false";
}

std::string joined_for_query(const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) {
    if (!list.empty()) list += ',';
    list += sdk::percent_encoded(value);
  }
  return list;
}

bool is_hex_digit(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

HttpRequest Api::request(const char* method, const std::string& path) const {
  HttpRequest request = request_to(*anchore_, method, (version_ == 1 ? "/v1" : "/v2") + path);
  request.headers.emplace_back("Authorization", anchore_->config.authorization);
  return request;
}

HttpRequest Api::account_request(const char* method, const std::string& path) const {
  HttpRequest request = this->request(method, path);
  const std::string& account = anchore_->config.account;
  if (!account.empty()) request.headers.emplace_back("x-anchore-account", account);
  return request;
}

HttpRequest Api::request_about(const char* method, const std::string& digest,
                               const std::string& rest) const {
  return account_request(method, "/images/" + checked_digest(digest) + rest);
}

HttpRequest Api::registry_request(const char* method, const std::string& path,
                                  const ImageName& name, std::string body) const {
  // Anchore tries credentials over https only.
  const bool validate = anchore_->config.validate_credentials && !name.is_plain_http;
  HttpRequest request = account_request(method, path + "?validate=" + word_of(validate));
  request.timeout = std::max(request.timeout, kServerLimit);
  set_body(request, std::move(body));
  return request;
}

HttpRequest Api::get_image(const std::string& digest) const {
  return request_about("GET", digest, "");
}

HttpRequest Api::post_image(std::string body) const {
  const std::string subscribe(name_in(version_, "autosubscribe", "auto_subscribe"));
  HttpRequest request = account_request("POST", "/images?force=false&" + subscribe + "=false");
  request.timeout = std::max(request.timeout, kServerLimit);
  set_body(request, std::move(body));
  return request;
}

HttpRequest Api::delete_image(const std::string& digest) const {
  return request_about("DELETE", digest, "?force=true");
}

HttpRequest Api::get_vulnerabilities(const std::string& digest) const {
  const AnchoreConfig& config = anchore_->config;
  std::string query = std::string("?vendor_only=") + word_of(config.vendor_only);
  if (version_ == 2 && config.descriptions) query += "&include_vuln_description=true";
  HttpRequest request = request_about("GET", digest, "/vuln/all" + query);
  request.timeout = std::max(request.timeout, kServerLimit);
  return request;
}

HttpRequest Api::refresh_vulnerabilities(const std::string& digest) const {
  HttpRequest request = get_vulnerabilities(digest);
  request.url += "&force_refresh=true";
  request.max_body = kErrorBytes;
  return request;
}

HttpRequest Api::get_descriptions(const std::vector<std::string>& ids,
                                  const std::vector<std::string>& namespaces,
                                  const std::string& page) const {
  std::string path = "/query/vulnerabilities?id=" + joined_for_query(ids);
  if (!namespaces.empty()) path += "&namespace=" + joined_for_query(namespaces);
  if (!page.empty()) path += "&page=" + sdk::percent_encoded(page);
  return request("GET", path);
}

HttpRequest Api::get_check(const std::string& digest, const std::string& tag) const {
  std::string query =
      "/check?tag=" + sdk::percent_encoded(tag) + "&detail=true&history=false&interactive=true";
  if (const std::string& policy = anchore_->config.policy_id; !policy.empty()) {
    query += '&';
    query += name_in(version_, "policyId", "policy_id");
    query += "=" + sdk::percent_encoded(policy);
  }
  return request_about("GET", digest, query);
}

HttpRequest Api::post_registry(const ImageName& name, std::string body) const {
  return registry_request("POST", "/registries", name, std::move(body));
}

HttpRequest Api::put_registry(const ImageName& name, std::string body) const {
  return registry_request("PUT", "/registries/" + sdk::percent_encoded(name.repository, ":/"), name,
                          std::move(body));
}

HttpRequest Api::get_feeds() const {
  return request("GET", "/system/feeds");
}

HttpRequest Api::get_status() const {
  return request("GET", "/status");
}

HttpRequest get_version(const Anchore& anchore) {
  return request_to(anchore, "GET", "/version");
}

HttpRequest get_first_version(const Anchore& anchore) {
  return request_to(anchore, "GET", "/v1/");
}

bool is_image_digest(std::string_view text) noexcept {
  constexpr std::string_view kAlgorithm = "sha256:";
  constexpr std::size_t kDigits = 64;
  return text.substr(0, kAlgorithm.size()) == kAlgorithm &&
         text.size() == kAlgorithm.size() + kDigits &&
         std::all_of(text.begin() + kAlgorithm.size(), text.end(), is_hex_digit);
}

const std::string& checked_digest(const std::string& text) {
  if (is_image_digest(text)) return text;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "Anchore knows images by the digest of their manifest, 'sha256:' and 64 "
                     "hexadecimal digits; this one is not of that form",
                     sdk::excerpt(text, 200));
}

}  // namespace portside::anchore
