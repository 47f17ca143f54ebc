// SPDX-License-Identifier: Apache-2.0
#include "oci/registry_client.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "crypto/digest.hpp"
#include "http/backoff.hpp"
#include "http/request_rules.hpp"
#include "http/url.hpp"
#include "oci/manifest.hpp"
#include "oci/media_types.hpp"
#include "oci/reference.hpp"
#include "oci/registry_answer.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::oci {
namespace {

constexpr int kMaxRedirects = 5;
/// Attempts in a row that bring no byte of a blob.
constexpr unsigned kMaxBarren = 3;
constexpr std::size_t kMaxListBytes = std::size_t{16} << 20U;
constexpr std::size_t kMaxPages = 10'000;
constexpr std::size_t kMaxTags = 1'000'000;
constexpr std::uint64_t kMaxErrorBytes = 64 * 1024;

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
  client.http.proxy = options.proxy;
  client.http.insecure = options.insecure;
  client.no_proxy = options.no_proxy;
  // Token services and stores have origins of their own; what goes there is decided here.
  client.any_origin = true;
  client.unreachable = ErrorCode::kRegistryUnreachable;
  return client;
}

void require_repository(const std::string& repository) {
  if (is_repository(repository)) return;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     words::quoted(repository) + " is no name of a repository");
}

/// Passes on what comes after the first `skip` bytes.
class RestSink final : public ByteSink {
 public:
  explicit RestSink(ByteSink& target) : target_(target) {}
  void skip(std::uint64_t count) noexcept { skip_ = count; }
  void write(std::string_view piece) override {
    const auto passed = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, piece.size()));
    skip_ -= passed;
    if (passed < piece.size()) target_.write(piece.substr(passed));
  }

 private:
  ByteSink& target_;
  std::uint64_t skip_ = 0;
};

/// Where the part of a 206 begins: `bytes 100-199/200`.
std::optional<std::uint64_t> range_begin(const Headers& headers) {
  constexpr std::string_view kUnit = "bytes ";
  const std::string* const range = http::find_header(headers, "Content-Range");
  if (range == nullptr || !range->starts_with(kUnit)) return std::nullopt;
  std::uint64_t begin = 0;
  const char* const from = range->data() + kUnit.size();
  const auto [end, error] = std::from_chars(from, range->data() + range->size(), begin);
  if (error != std::errc() || end == from) return std::nullopt;
  return begin;
}

/// The target of a `Link: <...>; rel="next"` (RFC 8288), or "".
std::string next_link(const Headers& headers) {
  const std::string* const link = http::find_header(headers, "Link");
  if (link == nullptr) return {};
  const std::size_t begin = link->find('<');
  const std::size_t end = link->find('>');
  const bool is_next = link->find("rel=\"next\"") != std::string::npos ||
                       link->find("rel=next") != std::string::npos;
  if (!is_next || begin == std::string::npos || end == std::string::npos || end < begin) return {};
  return link->substr(begin + 1, end - begin - 1);
}

}  // namespace

RegistryClient::RegistryClient(RegistryClientOptions options)
    : options_(std::move(options)),
      origin_(http::parse_url(options_.url).origin()),
      http_(client_options(options_)),
      tokens_({origin_, options_.credentials, options_.token_hosts}, http_) {}

/// What is to be sent along to this part of the registry, as far as it is known.
std::optional<Secret> RegistryClient::authorization(const std::string& url,
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
  return tokens_.authorization(*challenge, context);
}

/// Takes in what a 401 asks for. True when there is something to be tried.
bool RegistryClient::learn(const HttpResponse& refusal, const std::string& url, bool was_authorized,
                           const CallContext&) {
  const CredentialKind kind = options_.credentials.kind;
  if (kind == CredentialKind::kBearer) return false;
  const std::vector<Challenge> challenges = parse_challenges(refusal.headers);
  const auto offered = [&](std::string_view scheme) {
    return std::ranges::find(challenges, scheme, &Challenge::scheme);
  };
  auto chosen = offered("bearer");
  if (chosen == challenges.end() && kind == CredentialKind::kBasic && !was_authorized) {
    chosen = offered("basic");
  }
  if (chosen == challenges.end()) return false;
  // It may have expired, or be for less than is asked for now.
  if (was_authorized) tokens_.forget(*chosen);
  const std::scoped_lock lock(mutex_);
  challenges_.insert_or_assign(part_of(url), *chosen);
  return true;
}

/// A request to the registry itself, authorised as it asks for.
HttpResponse RegistryClient::ask(HttpRequest request, ByteSink* body,
                                 const http::Client::Wants& wants, const CallContext& context) {
  constexpr int kMaxAttempts = 2;  // bare or with what was known, then as it asks for
  const std::size_t own_headers = request.headers.size();
  for (int attempt = 1;; ++attempt) {
    const std::optional<Secret> header = authorization(request.url, context);
    request.headers.resize(own_headers);
    if (header) request.headers.emplace_back("Authorization", header->reveal());
    HttpResponse response = http_.send(request, body, context, wants);
    const bool last = response.status != 401 || attempt == kMaxAttempts;
    if (last || !learn(response, request.url, header.has_value(), context)) return response;
  }
}

/// Follows redirects, mostly to a store of blobs. Authorization goes to the registry only.
HttpResponse RegistryClient::follow(HttpRequest request, ByteSink* body,
                                    const http::Client::Wants& wants, const CallContext& context) {
  for (int hops = 0;; ++hops) {
    const http::Url target = http::parse_url(request.url);
    HttpResponse response = target.origin() == origin_ ? ask(request, body, wants, context)
                                                       : http_.send(request, body, context, wants);
    const std::string* const location = http::find_header(response.headers, "Location");
    if (!is_redirect(response.status) || location == nullptr) return response;
    const std::string next = http::resolve_location(request.url, *location);
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

HttpResponse RegistryClient::get(const std::string& path, const std::string& accept,
                                 std::uint64_t max_body, const CallContext& context) {
  HttpRequest request;
  request.url = path.starts_with("http") ? path : origin_ + path;
  request.idempotent = true;
  request.max_body = max_body;
  if (!accept.empty()) request.headers.emplace_back("Accept", accept);
  return follow(std::move(request), nullptr, {}, context);
}

void RegistryClient::ping(const CallContext& context) {
  const HttpResponse response = get("/v2/", "", kMaxErrorBytes, context);
  if (response.status != 200) throw refusal_of(response, "its API (/v2/)");
}

FetchedManifest RegistryClient::manifest(const std::string& repository, const std::string& version,
                                         const CallContext& context) {
  require_repository(repository);
  if (!is_tag(version) && !is_digest(version)) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       words::quoted(version) + " is neither a tag nor a digest");
  }
  const std::string what =
      "the manifest " + repository + (is_digest(version) ? "@" : ":") + version;
  const HttpResponse response = get("/v2/" + repository + "/manifests/" + version,
                                    std::string(kManifestTypes), kMaxManifestBytes, context);
  if (response.status != 200) throw refusal_of(response, what);
  if (response.cut_short && response.body.size() == kMaxManifestBytes) {
    throw AdapterError(ErrorCode::kTooLarge, what + " is larger than 4 MiB");
  }
  if (response.cut_short) {
    throw AdapterError(ErrorCode::kRegistryUnreachable,
                       "the connection broke while " + what + " was read");
  }
  FetchedManifest manifest{
      response.body, {}, "sha256:" + crypto::hex(crypto::sha256(response.body))};
  const std::string* const type = http::find_header(response.headers, "Content-Type");
  if (type != nullptr) manifest.media_type = bare_media_type(*type);
  const std::string* const said = http::find_header(response.headers, "Docker-Content-Digest");
  // A registry may say it in another algorithm; then only the request binds it.
  const bool comparable = said != nullptr && said->starts_with("sha256:");
  const std::string expected = is_digest(version) ? version : comparable ? *said : manifest.digest;
  if (manifest.digest != expected) {
    throw AdapterError(ErrorCode::kIntegrity, what + " is damaged: its content has the digest " +
                                                  manifest.digest + ", expected " +
                                                  words::shortened(expected));
  }
  return manifest;
}

/// One attempt to read (the rest of) a blob. True when it came to its end.
bool RegistryClient::read_blob(const std::string& url, const std::string& what, VerifiedSink& sink,
                               const CallContext& context) {
  const std::uint64_t begin = sink.count();
  HttpRequest request;
  request.url = url;
  request.idempotent = true;
  request.max_body = kMaxErrorBytes;
  // Encoded again on the way it would be another blob.
  request.headers = {{"Accept-Encoding", "identity"}};
  if (begin > 0) request.headers.emplace_back("Range", "bytes=" + std::to_string(begin) + "-");
  RestSink rest(sink);
  bool passed_on = false;
  const auto wants = [&](const HttpResponse& header) {
    if (header.status == 206) {
      if (begin == 0 || range_begin(header.headers) != begin) return false;
    } else if (header.status != 200) {
      return false;
    }
    // A server that knows no ranges begins anew.
    if (!passed_on) rest.skip(header.status == 200 ? begin : 0);
    passed_on = true;
    return true;
  };
  const HttpResponse response = follow(std::move(request), &rest, wants, context);
  if (response.status != 200 && response.status != 206) throw refusal_of(response, what);
  if (response.status == 206 && range_begin(response.headers) != begin) {
    throw AdapterError(ErrorCode::kRegistryBadAnswer,
                       "the registry sent another part of " + what + " than it was asked for");
  }
  return !response.cut_short;
}

void RegistryClient::blob(const std::string& repository, const std::string& digest,
                          std::optional<std::uint64_t> size, ByteSink& sink,
                          const CallContext& context) {
  require_repository(repository);
  if (!is_digest(digest)) {
    throw AdapterError(ErrorCode::kInvalidArgument, words::quoted(digest) + " is no digest");
  }
  const std::string what = "the blob " + repository + "@" + digest;
  const std::string url = origin_ + "/v2/" + repository + "/blobs/" + digest;
  VerifiedSink verified(sink, digest, size, what);
  for (unsigned barren = 0;;) {
    const std::uint64_t before = verified.count();
    try {
      if (read_blob(url, what, verified, context)) return verified.finish();
    } catch (const AdapterError& error) {
      if (error.code != ErrorCode::kRegistryUnreachable || before == 0) throw;
    }
    barren = verified.count() > before ? 0 : barren + 1;
    if (barren == kMaxBarren) {
      throw AdapterError(ErrorCode::kRegistryUnreachable,
                         "the connection broke again and again while " + what +
                             " was read, at last after " + std::to_string(verified.count()) +
                             " bytes");
    }
    if (!context.wait(http::backoff(barren + 1, 1U << 31U))) {
      throw AdapterError(
          context.time_left() > 0 ? ErrorCode::kCancelled : ErrorCode::kDeadlineExceeded,
          "the call ended while " + what + " was read");
    }
  }
}

/// Reads `{key: [texts]}` page by page.
std::vector<std::string> RegistryClient::list(std::string url, const char* key,
                                              const std::string& what, std::size_t limit,
                                              const CallContext& context) {
  using nlohmann::json;
  std::vector<std::string> all;
  for (std::size_t page = 0; page < kMaxPages && all.size() < limit; ++page) {
    const HttpResponse response = get(url, "application/json", kMaxListBytes, context);
    if (response.status != 200 || response.cut_short) throw refusal_of(response, what);
    const json body = json::parse(response.body, nullptr, /*allow_exceptions=*/false);
    const auto items = body.is_object() ? body.find(key) : body.end();
    // After deletions some registries write null.
    const bool fit =
        body.is_object() && items != body.end() && (items->is_null() || items->is_array());
    if (!fit) {
      throw AdapterError(ErrorCode::kRegistryBadAnswer,
                         "the registry, asked for " + what + ", answered with something else");
    }
    for (const json& item : *items) {
      if (item.is_string() && all.size() < limit) all.push_back(item.get<std::string>());
    }
    const std::string next = next_link(response.headers);
    if (next.empty()) break;
    url = http::resolve_location(url.starts_with("http") ? url : origin_ + url, next);
    if (http::parse_url(url).origin() != origin_) {
      throw AdapterError(ErrorCode::kRegistryBadAnswer,
                         "the registry continues " + what + " on another host");
    }
  }
  return all;
}

std::vector<std::string> RegistryClient::tags(const std::string& repository,
                                              const CallContext& context) {
  require_repository(repository);
  auto tags = list("/v2/" + repository + "/tags/list?n=1000", "tags", "the tags of " + repository,
                   kMaxTags, context);
  std::ranges::sort(tags);
  return tags;
}

std::vector<std::string> RegistryClient::repositories(std::size_t limit,
                                                      const CallContext& context) {
  return list("/v2/_catalog?n=1000", "repositories", "its repositories", limit, context);
}

}  // namespace portside::oci
