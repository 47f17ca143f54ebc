// SPDX-License-Identifier: Apache-2.0
#include "oci/token_client.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "http/url.hpp"
#include "oci/registry_answer.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::oci {
namespace {

constexpr char kClientId[] = "portside";
constexpr std::size_t kMaxTokens = 1'000;
constexpr std::chrono::milliseconds kSlice{20};

Millis steady_now() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::steady_clock;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

/// RFC 3986 section 2.3: everything but unreserved characters.
std::string escaped(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  constexpr std::string_view kMarks = "-._~";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kMarks.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return out;
}

void add_parameter(std::string& query, const char* name, std::string_view value) {
  if (value.empty()) return;
  if (!query.empty()) query += '&';
  query += name + ("=" + escaped(value));
}

/// Blanks separate scopes in a challenge; the GET form repeats the parameter.
std::vector<std::string> scopes_of(const Challenge& challenge) {
  std::vector<std::string> scopes;
  const std::string all = challenge.parameter("scope");
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = std::min(all.find(' ', begin), all.size());
    if (end > begin) scopes.push_back(all.substr(begin, end - begin));
    begin = end + 1;
  }
  return scopes;
}

std::string key_of(const Challenge& challenge) {
  return challenge.parameter("realm") + '\n' + challenge.parameter("service") + '\n' +
         challenge.parameter("scope");
}

/// A token is asked for again a tenth of its life, at most 10 s, before its end.
Millis usable(Millis lifetime) {
  return lifetime - std::min<Millis>(10'000, lifetime / 10);
}

}  // namespace

Secret basic_authorization(const std::string& user, const std::string& secret) {
  std::string pair = user + ':' + secret;
  std::string header = "Basic " + sdk::base64(pair);
  wipe(pair);
  return Secret(std::move(header));
}

TokenClient::TokenClient(TokenClientOptions options, http::Client& http)
    : options_([&] {
        if (!options.now) options.now = &steady_now;
        return std::move(options);
      }()),
      http_(http) {}

bool TokenClient::has_credentials() const {
  return options_.credentials.kind != CredentialKind::kNone;
}

/// A token that is good; nothing when this caller is to fetch it, and to settle() then.
std::optional<TokenHeader> TokenClient::find_or_claim(const std::string& key, Freshness freshness,
                                                      const CallContext& context) {
  std::unique_lock lock(mutex_);
  while (entries_[key].fetching) {
    if (context.cancelled()) {
      throw AdapterError(
          context.time_left() > 0 ? ErrorCode::kCancelled : ErrorCode::kDeadlineExceeded,
          "the call ended while it waited for a token of the registry");
    }
    fetched_.wait_for(lock, kSlice);
  }
  const Millis now = options_.now();
  if (entries_.size() > kMaxTokens) {
    std::erase_if(entries_, [now](const auto& each) {
      return !each.second.fetching && each.second.good_until <= now;
    });
  }
  Entry& entry = entries_[key];
  const Millis left = entry.good_until - now;
  const Millis wanted = freshness == Freshness::kHalf ? entry.lifetime / 2 : 0;
  if (!entry.header.empty() && left > wanted) return TokenHeader{entry.header, left};
  entry.fetching = true;
  return std::nullopt;
}

void TokenClient::settle(const std::string& key, const TokenHeader& made) {
  const Millis lifetime = made.valid_for.value_or(0);
  const std::scoped_lock lock(mutex_);
  entries_[key] = {false, made.header, options_.now() + lifetime, lifetime};
  fetched_.notify_all();
}

TokenHeader TokenClient::authorization(const Challenge& challenge, const CallContext& context,
                                       Freshness freshness) {
  const std::string key = key_of(challenge);
  if (auto known = find_or_claim(key, freshness, context)) return *std::move(known);
  try {
    const Token token = fetch(challenge, context);
    TokenHeader made{Secret("Bearer " + token.value.reveal()), usable(token.lifetime)};
    settle(key, made);
    return made;
  } catch (...) {
    // One that is still good stays.
    const std::scoped_lock lock(mutex_);
    entries_[key].fetching = false;
    fetched_.notify_all();
    throw;
  }
}

void TokenClient::forget(const Challenge& challenge) {
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(key_of(challenge));
  if (found != entries_.end() && !found->second.fetching) found->second.good_until = 0;
}

void TokenClient::check_realm(const std::string& realm) const {
  const http::Url registry = http::parse_url(options_.registry_url);
  const http::Url service = http::parse_url(realm);
  const bool downgrade = registry.scheme == "https" && service.scheme != "https";
  const bool allowed =
      service.host == registry.host ||
      std::ranges::find(options_.token_hosts, service.host) != options_.token_hosts.end();
  if (allowed && !downgrade) return;
  throw AdapterError(
      ErrorCode::kRegistryAuthentication,
      "the registry sends its users to " + service.origin() + " for tokens, " +
          (downgrade ? "where the password would travel without encryption; let its token service "
                       "be reached by https"
                     : "which is another host; name it in registry.token_hosts if the password "
                       "may be sent there"));
}

HttpRequest TokenClient::request_for(const Challenge& challenge, const std::string& realm) const {
  const Credentials& credentials = options_.credentials;
  std::string parameters;
  add_parameter(parameters, "service", challenge.parameter("service"));
  add_parameter(parameters, "client_id", kClientId);
  HttpRequest request;
  request.idempotent = true;
  if (credentials.kind == CredentialKind::kExchange) {
    add_parameter(parameters, "grant_type", "refresh_token");
    add_parameter(parameters, "refresh_token", credentials.token);
    add_parameter(parameters, "scope", challenge.parameter("scope"));
    request.method = "POST";
    request.idempotent = false;  // a service may let each identity token be used once
    request.url = realm;
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = std::move(parameters);
    return request;
  }
  for (const std::string& scope : scopes_of(challenge)) {
    add_parameter(parameters, "scope", scope);
  }
  if (credentials.kind == CredentialKind::kBasic) {
    add_parameter(parameters, "account", credentials.user);
    request.headers.emplace_back(
        "Authorization", basic_authorization(credentials.user, credentials.secret).reveal());
  }
  // The realm may have a query of its own.
  request.url = realm + (realm.find('?') == std::string::npos ? '?' : '&') + parameters;
  return request;
}

Token TokenClient::fetch(const Challenge& challenge, const CallContext& context) {
  const bool own = options_.credentials.kind == CredentialKind::kExchange &&
                   !options_.credentials.token_url.empty();
  std::string realm = own ? options_.credentials.token_url : challenge.parameter("realm");
  try {
    http::parse_url(realm);
  } catch (const AdapterError& error) {
    throw AdapterError(ErrorCode::kRegistryBadAnswer,
                       "the registry names a token service that cannot be asked: " + error.message);
  }
  realm = realm.substr(0, realm.find('#'));
  // Where the host itself named the service, it decided who gets the credentials.
  if (has_credentials() && !own) check_realm(realm);
  const HttpResponse response = http_.send(request_for(challenge, realm), nullptr, context);
  if (response.status != 200 || response.cut_short) {
    throw refusal_of(response, "a token at " + http::shown_url(realm));
  }
  return parse_token(response.body);
}

}  // namespace portside::oci
