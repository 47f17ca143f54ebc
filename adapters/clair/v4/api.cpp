// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/api.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "clair/uuid.hpp"
#include "clair/v4/token.hpp"
#include "portside/api/error.hpp"

namespace portside::clair::v4 {
namespace {

/// The indexer has no limit of its own, and hangs when its database is gone.
constexpr Millis kIndexTimeout = 600'000;
/// Of an answer that is kept: errors, and the index report of a POST. A larger one is read with a
/// GET, past a parser.
constexpr std::uint64_t kMostKeptAnswer = std::uint64_t{4} << 20U;
constexpr char kPageSize[] = "500";

bool is_lower_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

HttpRequest request_to(const Clair& clair, std::string method, std::string url) {
  HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.headers.emplace_back("Accept", "application/json");
  if (is_signed(clair)) {
    const std::string token =
        signed_token(clair.host.crypto(), clair.config.psk, clair.config.issuer, clair.host.now());
    request.headers.emplace_back("Authorization", "Bearer " + token);
  }
  request.max_body = kMostKeptAnswer;
  request.timeout = clair.config.timeout;
  request.idempotent = true;
  return request;
}

const std::string& checked_digest(const std::string& digest) {
  if (is_clair_digest(digest)) return digest;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "an image is named to Clair by the digest of its manifest, 'sha256:' and 64 "
                     "hexadecimal digits; this one is not of that form",
                     digest.substr(0, 200));
}

const std::string& checked_uuid(const std::string& id) {
  if (is_uuid(id)) return id;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "Clair 4 names its notifications by UUIDs; this name is none");
}

std::string index_report_url(const Clair& clair, const std::string& digest) {
  return clair.config.indexer_url + "/indexer/api/v1/index_report/" + checked_digest(digest);
}

std::string notification_url(const Clair& clair, const std::string& id) {
  return clair.config.notifier_url + "/notifier/api/v1/notification/" + checked_uuid(id);
}

}  // namespace

bool is_signed(const Clair& clair) noexcept {
  return !clair.config.psk.empty();
}

HttpRequest get_index_state(const Clair& clair) {
  return request_to(clair, "GET", clair.config.indexer_url + "/indexer/api/v1/index_state");
}

HttpRequest post_manifest(const Clair& clair, std::string body) {
  HttpRequest request =
      request_to(clair, "POST", clair.config.indexer_url + "/indexer/api/v1/index_report");
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
  request.idempotent = false;
  request.timeout = clair.config.index_timeout > 0 ? clair.config.index_timeout : kIndexTimeout;
  return request;
}

HttpRequest get_index_report(const Clair& clair, const std::string& digest) {
  return request_to(clair, "GET", index_report_url(clair, digest));
}

HttpRequest delete_index_report(const Clair& clair, const std::string& digest) {
  return request_to(clair, "DELETE", index_report_url(clair, digest));
}

HttpRequest get_vulnerability_report(const Clair& clair, const std::string& digest) {
  return request_to(
      clair, "GET",
      clair.config.matcher_url + "/matcher/api/v1/vulnerability_report/" + checked_digest(digest));
}

HttpRequest get_update_operations(const Clair& clair) {
  return request_to(
      clair, "GET",
      clair.config.matcher_url + "/matcher/api/v1/internal/update_operation?latest=true");
}

HttpRequest get_notification(const Clair& clair, const std::string& id, const std::string& next) {
  std::string url = notification_url(clair, id) + "?page_size=" + kPageSize;
  if (!next.empty()) url += "&next=" + checked_uuid(next);
  return request_to(clair, "GET", std::move(url));
}

HttpRequest delete_notification(const Clair& clair, const std::string& id) {
  return request_to(clair, "DELETE", notification_url(clair, id));
}

bool is_clair_digest(std::string_view text) noexcept {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view algorithm = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  const bool has_length = (algorithm == "sha256" && digits.size() == 64) ||
                          (algorithm == "sha512" && digits.size() == 128);
  return has_length && std::ranges::all_of(digits, is_lower_hex);
}

}  // namespace portside::clair::v4
