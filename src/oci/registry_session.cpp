// SPDX-License-Identifier: Apache-2.0
#include "oci/registry_session.hpp"

#include <algorithm>
#include <utility>

#include "http/request_rules.hpp"
#include "http/url.hpp"
#include "oci/registry_answer.hpp"
#include "portside/api/error.hpp"

namespace portside::oci {
namespace {

constexpr int kMaxRedirects = 5;
constexpr std::size_t kMaxRemembered = 10'000;

bool is_redirect(std::int32_t status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// The part of a registry that has a challenge of its own: `/v2/library/nginx/`.
std::string part_of(const std::string& url) {
  for (const char* what : {"/manifests/", "/blobs/", "/tags/", "/referrers/"}) {
    if (const std::size_t at = url.find(what); at != std::string::npos) return url.substr(0, at);
  }
  return url;
}

http::ClientOptions client_options(const RegistryClientOptions& options) {
  http::ClientOptions client;
  client.http.ca_file = options.ca_file;
  client.http.client_cert = options.client_cert;
  client.http.client_key = options.client_key;
  client.http.min_tls = options.min_tls;
  client.http.proxy = options.proxy;
  client.http.insecure = options.insecure;
  client.no_proxy = options.no_proxy;
  // Token services and stores have origins of their own; what goes there is decided here.
  client.any_origin = true;
  client.unreachable = ErrorCode::kRegistryUnreachable;
  return client;
}

std::string redirect_target(const std::string& url, const std::string& location) {
  try {
    return http::resolve_location(url, location);
  } catch (const AdapterError& error) {
    throw AdapterError(ErrorCode::kRegistryBadAnswer,
                       "the registry redirects to where nothing can be read: " + error.message);
  }
}

/// Bearer before Basic: a registry with both checks policies on the way of the one and refuses on
/// the other.
std::optional<Challenge> chosen_challenge(const Headers& headers, CredentialKind kind) {
  std::vector<Challenge> challenges = parse_challenges(headers);
  auto chosen = std::ranges::find(challenges, "bearer", &Challenge::scheme);
  if (chosen == challenges.end() && kind == CredentialKind::kBasic) {
    chosen = std::ranges::find(challenges, "basic", &Challenge::scheme);
  }
  if (chosen == challenges.end()) return std::nullopt;
  return std::move(*chosen);
}

/// Adds the action to what is asked for of a repository.
void add_policy_bypass(Challenge& challenge) {
  std::string scope = challenge.parameter("scope");
  if (!scope.starts_with("repository:") || scope.find(' ') != std::string::npos) return;
  challenge.parameters["scope"] = scope + ",scanner-pull";
}

}  // namespace

std::shared_ptr<http::Client> registry_http_client(const RegistryClientOptions& options) {
  return std::make_shared<http::Client>(client_options(options));
}

RegistrySession::RegistrySession(RegistryClientOptions options)
    : options_(std::move(options)),
      origin_(http::parse_url(options_.url).origin()),
      http_(options_.http ? options_.http : registry_http_client(options_)),
      tokens_({origin_, options_.credentials, options_.token_hosts}, *http_) {}

/// What is to be sent along to this part of the registry, as far as it is known.
std::optional<Secret> RegistrySession::authorization(const std::string& url,
                                                     const CallContext& context) {
  const Credentials& credentials = options_.credentials;
  if (credentials.kind == CredentialKind::kBearer) return Secret("Bearer " + credentials.token);
  std::optional<Challenge> challenge;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = challenges_.find(part_of(url));
    if (found != challenges_.end()) challenge = found->second;
  }
  if (!challenge) return std::nullopt;
  if (challenge->scheme == "basic")
    return basic_authorization(credentials.user, credentials.secret);
  return tokens_.authorization(*challenge, context).header;
}

/// Takes in what a 401 asks for. True when there is something to be tried.
bool RegistrySession::learn(const HttpResponse& refusal, const std::string& url,
                            bool was_authorized) {
  const CredentialKind kind = options_.credentials.kind;
  if (kind == CredentialKind::kBearer) return false;
  auto chosen = chosen_challenge(refusal.headers, was_authorized ? CredentialKind::kNone : kind);
  if (!chosen) return false;
  if (options_.policy_bypass) add_policy_bypass(*chosen);
  // It may have expired, or be for less than is asked for now.
  if (was_authorized) tokens_.forget(*chosen);
  const std::scoped_lock lock(mutex_);
  if (challenges_.size() == kMaxRemembered) challenges_.clear();
  challenges_.insert_or_assign(part_of(url), *chosen);
  return true;
}

TokenHeader RegistrySession::authorization_for(const std::string& repository,
                                               const CallContext& context) {
  const Credentials& credentials = options_.credentials;
  if (credentials.kind == CredentialKind::kBearer) return {Secret("Bearer " + credentials.token)};
  HttpRequest request;
  request.url = origin_ + "/v2/";
  request.idempotent = true;
  request.max_body = kMaxRefusalBytes;
  const HttpResponse answer = http_->send(request, nullptr, context);
  if (answer.status == 200) return {};
  if (answer.status != 401) throw refusal_of(answer, "its API (/v2/)");
  auto challenge = chosen_challenge(answer.headers, credentials.kind);
  if (!challenge) {
    throw AdapterError(
        ErrorCode::kRegistryAuthentication,
        "the registry wants credentials of a kind that there are none of for " + repository);
  }
  if (challenge->scheme == "basic") {
    return {basic_authorization(credentials.user, credentials.secret)};
  }
  challenge->parameters["scope"] = "repository:" + repository + ":pull";
  if (options_.policy_bypass) add_policy_bypass(*challenge);
  return tokens_.authorization(*challenge, context, Freshness::kHalf);
}

/// A request to the registry itself, authorised as it asks for.
HttpResponse RegistrySession::ask(HttpRequest request, ByteSink* body,
                                  const http::Client::Wants& wants, const CallContext& context) {
  constexpr int kMaxAttempts = 2;  // bare or with what was known, then as it asks for
  const std::size_t own_headers = request.headers.size();
  for (int attempt = 1;; ++attempt) {
    const std::optional<Secret> header = authorization(request.url, context);
    request.headers.resize(own_headers);
    if (header) request.headers.emplace_back("Authorization", header->reveal());
    HttpResponse response = http_->send(request, body, context, wants);
    const bool last = response.status != 401 || attempt == kMaxAttempts;
    if (last || !learn(response, request.url, header.has_value())) return response;
  }
}

/// Follows redirects, mostly to a store of blobs. Authorization goes to the registry only.
HttpResponse RegistrySession::send(HttpRequest request, ByteSink* body,
                                   const http::Client::Wants& wants, const CallContext& context) {
  if (request.url.starts_with('/')) request.url = origin_ + request.url;
  for (int hops = 0;; ++hops) {
    const http::Url target = http::parse_url(request.url);
    HttpResponse response = target.origin() == origin_ ? ask(request, body, wants, context)
                                                       : http_->send(request, body, context, wants);
    const std::string* const location = http::find_header(response.headers, "Location");
    if (!is_redirect(response.status) || location == nullptr) return response;
    const std::string next = redirect_target(request.url, *location);
    if (hops == kMaxRedirects) {
      throw AdapterError(ErrorCode::kRegistryBadAnswer,
                         "the registry redirects more than 5 times in a row");
    }
    if (target.scheme == "https" && !next.starts_with("https:")) {
      throw AdapterError(ErrorCode::kRegistryBadAnswer,
                         "the registry redirects from https to " + http::parse_url(next).origin() +
                             ", where anybody could change what is sent");
    }
    request.url = next;
  }
}

HttpResponse RegistrySession::get(const std::string& path, const std::string& accept,
                                  std::uint64_t max_body, const CallContext& context) {
  HttpRequest request;
  request.url = path;
  request.idempotent = true;
  request.max_body = max_body;
  if (!accept.empty()) request.headers.emplace_back("Accept", accept);
  return send(std::move(request), nullptr, {}, context);
}

}  // namespace portside::oci
