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
#include "json/depth.hpp"
#include "oci/blob_reader.hpp"
#include "oci/manifest.hpp"
#include "oci/media_types.hpp"
#include "oci/reference.hpp"
#include "oci/registry_answer.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::oci {
namespace {

constexpr std::size_t kMaxListBytes = std::size_t{16} << 20U;
constexpr int kMaxListDepth = 8;
constexpr std::size_t kMaxPages = 10'000;
constexpr std::size_t kMaxReferrerPages = 100;
constexpr std::size_t kMaxTags = 1'000'000;

void require_repository(const std::string& repository) {
  if (is_repository(repository)) return;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     words::quoted(repository) + " is no name of a repository");
}

void require_digest(const std::string& digest) {
  if (is_digest(digest)) return;
  throw AdapterError(ErrorCode::kInvalidArgument, words::quoted(digest) + " is no digest");
}

/// The host of a URL out of a manifest; "" when it is none.
std::string host_of(const std::string& url) {
  try {
    return http::parse_url(url).host;
  } catch (const AdapterError&) {
    return {};
  }
}

/// Knows how much went through.
class CountedSink final : public ByteSink {
 public:
  explicit CountedSink(ByteSink& target) : target_(target) {}
  std::uint64_t count() const noexcept { return count_; }
  void write(std::string_view piece) override {
    count_ += piece.size();
    target_.write(piece);
  }

 private:
  ByteSink& target_;
  std::uint64_t count_ = 0;
};

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

/// The manifest in an answer, compared with its digest.
FetchedManifest verified(const HttpResponse& response, const std::string& repository,
                         const std::string& version) {
  const std::string what =
      "the manifest " + repository + (is_digest(version) ? "@" : ":") + version;
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

}  // namespace

RegistryClient::RegistryClient(RegistryClientOptions options)
    : foreign_hosts_(options.foreign_hosts), session_(std::move(options)) {}

void RegistryClient::ping(const CallContext& context) {
  const HttpResponse response = session_.get("/v2/", "", kMaxRefusalBytes, context);
  if (response.status != 200) throw refusal_of(response, "its API (/v2/)");
}

HttpResponse RegistryClient::get_manifest(const std::string& repository, const std::string& version,
                                          const std::string& known_digest,
                                          const CallContext& context) {
  require_repository(repository);
  if (!is_tag(version) && !is_digest(version)) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       words::quoted(version) + " is neither a tag nor a digest");
  }
  HttpRequest request;
  request.url = "/v2/" + repository + "/manifests/" + version;
  request.idempotent = true;
  request.max_body = kMaxManifestBytes;
  request.headers = {{"Accept", std::string(kManifestTypes)}};
  if (!known_digest.empty()) {
    require_digest(known_digest);
    request.headers.emplace_back("If-None-Match", '"' + known_digest + '"');
  }
  return session_.send(std::move(request), nullptr, {}, context);
}

FetchedManifest RegistryClient::manifest(const std::string& repository, const std::string& version,
                                         const CallContext& context) {
  return verified(get_manifest(repository, version, "", context), repository, version);
}

std::optional<FetchedManifest> RegistryClient::manifest_unless(const std::string& repository,
                                                               const std::string& version,
                                                               const std::string& known_digest,
                                                               const CallContext& context) {
  const HttpResponse response = get_manifest(repository, version, known_digest, context);
  if (response.status == 304) return std::nullopt;
  FetchedManifest found = verified(response, repository, version);
  if (found.digest == known_digest) return std::nullopt;  // a registry that knows no conditions
  return found;
}

/// Entries that the registry lists with `subject`.
std::vector<Descriptor> RegistryClient::referrers(const std::string& repository,
                                                  const std::string& digest,
                                                  const CallContext& context) {
  require_repository(repository);
  require_digest(digest);
  const std::string what = "the referrers of " + repository + "@" + digest;
  std::vector<Descriptor> all;
  std::string url = "/v2/" + repository + "/referrers/" + digest;
  for (std::size_t page = 0; page < kMaxReferrerPages; ++page) {
    const HttpResponse response =
        session_.get(url, std::string(kOciIndex), kMaxManifestBytes, context);
    if (page == 0 && response.status == 404) return referrers_by_tag(repository, digest, context);
    if (response.status != 200 || response.cut_short) throw refusal_of(response, what);
    const Manifest index = parse_manifest(response.body, kOciIndex);
    all.insert(all.end(), index.manifests.begin(), index.manifests.end());
    url = next_page(response, url, what);
    if (url.empty()) break;
  }
  return all;
}

/// Registries without the API have an index under a tag instead (OCI distribution specification,
/// "Referrers tag schema").
std::vector<Descriptor> RegistryClient::referrers_by_tag(const std::string& repository,
                                                         const std::string& digest,
                                                         const CallContext& context) {
  std::string tag = digest;
  tag.at(tag.find(':')) = '-';
  try {
    const FetchedManifest fetched = manifest(repository, tag, context);
    const Manifest index = parse_manifest(fetched.bytes, fetched.media_type);
    return index.manifests;
  } catch (const AdapterError& error) {
    if (error.code == ErrorCode::kRegistryNotFound) return {};
    throw;
  }
}

void RegistryClient::blob(const std::string& repository, const std::string& digest,
                          std::optional<std::uint64_t> size, ByteSink& sink,
                          const CallContext& context) {
  require_repository(repository);
  require_digest(digest);
  read_blob(session_,
            {"/v2/" + repository + "/blobs/" + digest, digest, size,
             "the blob " + repository + "@" + digest},
            sink, context);
}

void RegistryClient::blob(const std::string& repository, const Descriptor& descriptor,
                          ByteSink& sink, const CallContext& context) {
  CountedSink counted(sink);
  try {
    return blob(repository, descriptor.digest, descriptor.size, counted, context);
  } catch (const AdapterError& error) {
    const bool elsewhere = error.code == ErrorCode::kRegistryNotFound && !descriptor.urls.empty();
    if (!elsewhere || counted.count() > 0) throw;
  }
  const std::string what = "the blob " + repository + "@" + descriptor.digest;
  const auto allowed = std::ranges::find_if(descriptor.urls, [this](const std::string& url) {
    return std::ranges::find(foreign_hosts_, host_of(url)) != foreign_hosts_.end();
  });
  if (allowed == descriptor.urls.end()) {
    throw AdapterError(ErrorCode::kRegistryNotFound,
                       what + " is not in the registry; its manifest says that it is kept at " +
                           words::quoted(host_of(descriptor.urls.front())) +
                           " (a foreign layer), which registry.foreign_hosts does not name");
  }
  read_blob(session_, {*allowed, descriptor.digest, descriptor.size, what}, sink, context);
}

/// The URL of the next page; "" when there is none.
std::string RegistryClient::next_page(const HttpResponse& response, const std::string& url,
                                      const std::string& what) const {
  const std::string next = next_link(response.headers);
  if (next.empty()) return {};
  const std::string here = url.starts_with('/') ? session_.origin() + url : url;
  std::string target;
  try {
    target = http::resolve_location(here, next);
  } catch (const AdapterError& error) {
    throw AdapterError(ErrorCode::kRegistryBadAnswer,
                       "the registry continues " + what + " nowhere: " + error.message);
  }
  if (http::parse_url(target).origin() != session_.origin() || target == here) {
    throw AdapterError(ErrorCode::kRegistryBadAnswer,
                       "the registry continues " + what + " on another host or for ever");
  }
  return target;
}

/// Reads `{key: [texts]}` page by page.
std::vector<std::string> RegistryClient::list(std::string url, const char* key,
                                              const std::string& what, std::size_t limit,
                                              const CallContext& context) {
  using nlohmann::json;
  std::vector<std::string> all;
  for (std::size_t page = 0; page < kMaxPages && all.size() < limit; ++page) {
    const HttpResponse response = session_.get(url, "application/json", kMaxListBytes, context);
    if (response.status != 200 || response.cut_short) throw refusal_of(response, what);
    const json body = json_text::is_deeper_than(response.body, kMaxListDepth)
                          ? json()
                          : json::parse(response.body, nullptr, /*allow_exceptions=*/false);
    const auto items = body.is_object() ? body.find(key) : body.end();
    // After deletions some registries write null.
    const bool fit =
        body.is_object() && items != body.end() && (items->is_null() || items->is_array());
    if (!fit) {
      throw AdapterError(ErrorCode::kRegistryBadAnswer,
                         "the registry, asked for " + what + ", answered with something else");
    }
    for (const json& item : *items) {
      if (!item.is_string() || all.size() == limit) continue;
      const std::string& name = item.get_ref<const std::string&>();
      if (is_tag(name) || is_repository(name)) all.push_back(name);
    }
    url = next_page(response, url, what);
    if (url.empty()) break;
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
