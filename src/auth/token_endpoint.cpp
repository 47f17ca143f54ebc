// SPDX-License-Identifier: Apache-2.0
#include "auth/token_endpoint.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>

#include "auth/scope.hpp"
#include "crypto/digest.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::auth {
namespace {

constexpr std::size_t kMaxText = 64 * 1024;
constexpr std::size_t kMaxScopes = 100;

using Form = std::multimap<std::string, std::string>;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' && i + 2 < text.size()
                          ? crypto::from_hex(text.substr(i + 1, 2))
                          : std::optional<std::string>();
    if (byte) {
      out += *byte;
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

/// `a=1&b=2` (WHATWG URL, application/x-www-form-urlencoded).
Form parse_form(std::string_view text) {
  Form form;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('&', begin), text.size());
    const std::string_view pair = text.substr(begin, end - begin);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    if (!pair.empty()) form.emplace(unescaped(pair.substr(0, equals)), unescaped(value));
    begin = end + 1;
  }
  return form;
}

std::string first(const Form& form, const char* key) {
  const auto found = form.find(key);
  return found == form.end() ? "" : found->second;
}

struct Login {
  std::string user;
  Secret password;
  /// Instead of both.
  Secret identity_token = {};
};

std::optional<std::string> subject_of(const Login& login, const TokenPolicy& policy) {
  if (!login.identity_token.empty()) {
    if (!policy.authenticate_token) return std::nullopt;
    return policy.authenticate_token(login.identity_token);
  }
  if (!policy.authenticate) return std::nullopt;
  return policy.authenticate(login.user, login.password);
}

/// Nothing when nobody says who he is. `broken` when it cannot be read.
std::optional<Login> login_of(const HttpRequest& request, const Form& form, bool& broken) {
  // Not out of a URL, which stands in logs.
  const std::string grant = request.method == "POST" ? first(form, "grant_type") : "";
  if (grant == "password") return Login{first(form, "username"), Secret(first(form, "password"))};
  if (grant == "refresh_token") {
    Login login{"", "", Secret(first(form, "refresh_token"))};
    broken = login.identity_token.empty();
    if (broken) return std::nullopt;
    return login;
  }
  constexpr std::string_view kScheme = "basic ";
  for (const auto& [name, value] : request.headers) {
    if (!std::ranges::equal(name, std::string_view("authorization"), {}, &lower)) continue;
    const std::string_view scheme = std::string_view(value).substr(0, kScheme.size());
    const bool is_basic = std::ranges::equal(scheme, kScheme, {}, &lower);
    auto pair = is_basic ? sdk::from_base64(std::string_view(value).substr(kScheme.size()))
                         : std::optional<std::string>();
    const std::size_t colon = pair ? pair->find(':') : std::string::npos;
    broken = colon == std::string::npos;
    if (broken) return std::nullopt;
    Login login{pair->substr(0, colon), Secret(pair->substr(colon + 1))};
    wipe(*pair);
    return login;
  }
  return std::nullopt;
}

/// Each `scope` may hold several with blanks between. Nothing when one cannot be read.
std::optional<std::vector<Access>> scopes_of(const Form& form) {
  std::vector<Access> all;
  const auto [begin, end] = form.equal_range("scope");
  for (auto each = begin; each != end; ++each) {
    const std::string& text = each->second;
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t to = std::min(text.find(' ', from), text.size());
      if (to > from) {
        auto access = parse_scope(std::string_view(text).substr(from, to - from));
        if (!access || all.size() == kMaxScopes) return std::nullopt;
        all.push_back(*std::move(access));
      }
      from = to + 1;
    }
  }
  return all;
}

HttpResponse answer(std::int32_t status, const nlohmann::ordered_json& body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  response.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return response;
}

HttpResponse refusal(std::int32_t status, const char* error, const char* words) {
  HttpResponse response = answer(status, {{"error", error}, {"error_description", words}});
  if (status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"registry\"");
  }
  return response;
}

std::string rfc3339(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, length};
}

/// What is allowed of what is wanted; nothing of it is an answer as well.
std::vector<Access> allowed(const std::string& subject, const std::vector<Access>& wanted,
                            const TokenPolicy& policy) {
  std::vector<Access> result;
  for (const Access& each : wanted) {
    Access access{each.type, each.name, {}};
    if (!policy.authorize) break;
    for (std::string& action : policy.authorize(subject, each)) {
      // A policy can only take away.
      if (std::ranges::find(each.actions, action) != each.actions.end()) {
        access.actions.push_back(std::move(action));
      }
    }
    if (!access.actions.empty()) result.push_back(std::move(access));
  }
  return result;
}

}  // namespace

HttpResponse serve_token(const HttpRequest& request, const TokenIssuer& issuer,
                         const TokenPolicy& policy) {
  const bool post = request.method == "POST";
  const std::size_t question = std::min(request.url.find('?'), request.url.size() - 1);
  const std::string_view text =
      post ? std::string_view(request.body) : std::string_view(request.url).substr(question + 1);
  if ((!post && request.method != "GET") || text.size() > kMaxText) {
    return refusal(400, "invalid_request", "expected GET, or POST with a form");
  }
  const Form form = parse_form(text);
  if (first(form, "service") != issuer.options().service) {
    return refusal(400, "invalid_request", "this is not the token service of that registry");
  }
  const std::string grant = first(form, "grant_type");
  if (post && grant != "password" && grant != "refresh_token") {
    return refusal(400, "unsupported_grant_type",
                   "expected grant_type=password or grant_type=refresh_token");
  }
  const auto scopes = scopes_of(form);
  if (!scopes) return refusal(400, "invalid_scope", "expected TYPE:NAME:ACTION[,ACTION...]");
  bool broken = false;
  const auto login = login_of(request, form, broken);
  std::string subject;
  if (login) {
    const auto known = subject_of(*login, policy);
    if (!known) return refusal(401, "invalid_client", "the user or the password is wrong");
    subject = *known;
  } else if (broken || scopes->empty()) {
    return refusal(401, "invalid_client", "log in with Basic");
  }
  const Secret token = issuer.issue(subject, allowed(subject, *scopes, policy));
  return answer(200, {{"token", token.reveal()},
                      {"access_token", token.reveal()},
                      {"expires_in", issuer.options().lifetime},
                      {"issued_at", rfc3339(issuer.now())}});
}

}  // namespace portside::auth
