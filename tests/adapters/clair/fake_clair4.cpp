// SPDX-License-Identifier: Apache-2.0
#include "fake_clair4.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crypto/digest.hpp"
#include "fake_documents4.hpp"
#include "portside/sdk/base64.hpp"
#include "webhook_caller.hpp"

namespace portside::testing {

void FakeClair4::put_blob(const std::string& digest, FakeBlob4 blob) {
  const std::scoped_lock lock(mutex_);
  blobs_[digest] = std::move(blob);
}

void FakeClair4::set_authorization(std::string value) {
  const std::scoped_lock lock(mutex_);
  authorization_ = std::move(value);
}

void FakeClair4::load_data() {
  const std::scoped_lock lock(mutex_);
  has_data_ = true;
}

void FakeClair4::put_vulnerability(FakeVulnerability4 vulnerability) {
  const std::scoped_lock lock(mutex_);
  vulnerabilities_.push_back(std::move(vulnerability));
}

void FakeClair4::put_notification(const std::string& id, std::vector<std::string> manifests) {
  const std::scoped_lock lock(mutex_);
  notifications_[id] = {std::move(manifests)};
}

Notification FakeClair4::webhook(const std::string& id) {
  Notification call;
  call.method = "POST";
  call.path = "/notify/clair";
  call.headers = {{"User-Agent", "clair-4.9.0/v4.9.0"},
                  {"Transfer-Encoding", "chunked"},
                  {"Content-Type", "application/json"}};
  call.body = Document4{{"notification_id", id},
                        // Never to be fetched: whoever can call the webhook chooses it.
                        {"callback", "http://elsewhere.example/notifier/api/v1/notification/" + id}}
                  .dump();
  return call;
}

std::vector<std::string> FakeClair4::undelivered() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, entries] : notifications_) {
    if (!entries.is_delivered) ids.push_back(id);
  }
  return ids;
}

/// Without the lock while it waits: the webhook may ask for the notification before it answers.
void FakeClair4::deliver(const std::string& endpoint) {
  for (const std::string& id : undelivered()) {
    if (call_webhook(endpoint, webhook(id)) != 200) return;
    const std::scoped_lock lock(mutex_);
    notifications_[id].is_delivered = true;
  }
}

void FakeClair4::set_psk(std::string key, std::string issuer) {
  const std::scoped_lock lock(mutex_);
  psk_ = std::move(key);
  issuer_ = std::move(issuer);
}

void FakeClair4::set_state(std::string state) {
  const std::scoped_lock lock(mutex_);
  state_ = std::move(state);
}

void FakeClair4::set_database_down(bool is_down) {
  const std::scoped_lock lock(mutex_);
  is_down_ = is_down;
}

void FakeClair4::refuse_posts(int count) {
  const std::scoped_lock lock(mutex_);
  refusals_ = count;
}

void FakeClair4::start(const std::string& manifest) {
  const std::scoped_lock lock(mutex_);
  manifests_[manifest] = {};
}

void FakeClair4::forget(const std::string& manifest) {
  const std::scoped_lock lock(mutex_);
  manifests_.erase(manifest);
}

std::vector<std::string> FakeClair4::indexed() const {
  const std::scoped_lock lock(mutex_);
  return indexed_;
}

bool FakeClair4::is_delivered(const std::string& notification) const {
  const std::scoped_lock lock(mutex_);
  const auto found = notifications_.find(notification);
  return found != notifications_.end() && found->second.is_delivered;
}

bool FakeClair4::is_deleted(const std::string& notification) const {
  const std::scoped_lock lock(mutex_);
  const auto found = notifications_.find(notification);
  return found != notifications_.end() && found->second.is_deleted;
}

std::map<std::string, int> FakeClair4::calls() const {
  const std::scoped_lock lock(mutex_);
  return calls_;
}

HttpResponse FakeClair4::handle(const HttpRequest& request) {
  const FakeTarget target = read_target(request);
  const std::scoped_lock lock(mutex_);
  std::string call = request.method;
  for (std::size_t i = 0; i < target.path.size(); ++i) {
    call += (i == 0 ? " /" : "/") + (i == 4 && target.path[3] != "internal" ? "*" : target.path[i]);
  }
  ++calls_[call];
  return is_allowed(request) ? route(request, target) : plain4(401);
}

/// Exactly as Clair checks it: the scheme's case counts, and what is wrong is not said.
bool FakeClair4::is_allowed(const HttpRequest& request) const {
  if (psk_.empty()) return true;
  const std::string value = request_header(request, "Authorization");
  if (value.substr(0, 7) != "Bearer ") return false;
  const std::string token = value.substr(7);
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == std::string::npos || first == last) return false;
  const auto header = sdk::from_base64url(token.substr(0, first));
  const auto claims = sdk::from_base64url(token.substr(first + 1, last - first - 1));
  const auto signature = sdk::from_base64url(token.substr(last + 1));
  if (!header || !claims || !signature) return false;
  const auto head = nlohmann::json::parse(*header, nullptr, false);
  const auto body = nlohmann::json::parse(*claims, nullptr, false);
  if (!head.is_object() || !body.is_object()) return false;
  return head.value("alg", "") == "HS256" && body.value("iss", "") == issuer_ &&
         *signature == crypto::hmac_sha256(psk_, token.substr(0, last));
}

HttpResponse FakeClair4::route(const HttpRequest& request, const FakeTarget& target) {
  const auto& path = target.path;
  const std::string service =
      path.size() >= 4 && path[1] == "api" && path[2] == "v1" ? path[0] : "";
  const std::string what = service.empty() ? "" : path[3];
  if (service == "indexer" && what == "index_state" && target.is("GET", 4)) {
    // Kept in memory: it comes from a server whose database is down, too.
    HttpResponse state =
        answer4(200, {{"state", state_}}, "application/vnd.clair.index_state.v1+json");
    if (request_header(request, "If-None-Match") == etag()) state = plain4(304);
    state.headers.emplace_back("Etag", etag());
    return state;
  }
  if (service == "indexer" && what == "index_report") return index_reports(request, target);
  if (service == "matcher" && what == "vulnerability_report" && target.is("GET", 5)) {
    return vulnerability_report(path[4]);
  }
  if (service == "matcher" && what == "internal" && target.is("GET", 5) &&
      path[4] == "update_operation") {
    if (is_down_) return error4(500, "internal-error", "failed to connect to the database");
    const Document4 operations = has_data_ ? update_operations4() : Document4::object();
    return answer4(200, operations, "text/plain; charset=utf-8");
  }
  if (service == "notifier" && what == "notification" && path.size() == 5) {
    return notification(target);
  }
  return fake_answer(404, "404 page not found\n", "text/plain; charset=utf-8");
}

HttpResponse FakeClair4::index_reports(const HttpRequest& request, const FakeTarget& target) {
  if (target.is("POST", 4)) return post_index_report(request);
  if (target.path.size() != 5) {
    return error4(405, "method-not-allowed", "endpoint only allows POST or DELETE");
  }
  const std::string& digest = target.path[4];
  if (!is_digest4(digest))
    return error4(400, "bad-request", "malformed path: invalid digest format");
  if (target.method == "GET") return get_index_report(request, digest);
  if (target.method != "DELETE")
    return error4(405, "method-not-allowed", "endpoint only allows GET");
  if (is_down_) return error4(500, "internal-error", "unable to delete manifest: " + digest);
  manifests_.erase(digest);
  return plain4(204);
}

HttpResponse FakeClair4::post_index_report(const HttpRequest& request) {
  const std::string kFailed = "failed to deserialize manifest: ";
  if (request.body.empty()) return error4(400, "bad-request", kFailed + "EOF");
  const auto document = nlohmann::json::parse(request.body, nullptr, false);
  if (document.is_discarded()) return error4(400, "bad-request", kFailed + "EOF");
  const std::string digest = document.value("hash", "");
  if (!is_digest4(digest)) return error4(400, "bad-request", kFailed + "invalid digest format");
  const auto layers = document.value("layers", nlohmann::json::array());
  if (layers.empty()) return error4(400, "bad-request", "bogus manifest");
  for (const auto& layer : layers) {
    const auto headers = layer.value("headers", nlohmann::json::object());
    for (const auto& value : headers) {
      if (!value.is_array()) return error4(400, "bad-request", kFailed + "expected array");
    }
  }
  // Before it looks whether it has ever seen the manifest.
  if (request_header(request, "If-None-Match") == etag()) return plain4(412);
  if (refusals_ > 0) {
    --refusals_;
    HttpResponse busy = error4(429, "too-many-requests", "server handling too many requests");
    busy.cut_short = true;
    return busy;
  }
  if (is_down_) return error4(500, "internal-error", "failed to start scan: failed to connect");
  Manifest& manifest = manifests_[digest];
  if (manifest.state != "IndexFinished") {
    const std::int32_t status = index(document, manifest);
    if (status != 201)
      return error4(status, status == 400 ? "bad-request" : "internal-error", manifest.error);
    indexed_.push_back(digest);
  }
  HttpResponse response = answer4(201, report_of(digest), "text/plain; charset=utf-8");
  response.headers.emplace_back("Etag", etag());
  response.headers.emplace_back("Location", "/indexer/api/v1/index_report/" + digest);
  return response;
}

std::int32_t FakeClair4::index(const nlohmann::json& document, Manifest& manifest) {
  manifest = {};
  const auto fail = [&](std::int32_t status, const std::string& why) {
    manifest.state = "IndexError";
    manifest.error = "failed to start scan: failed to fetch layers: " + why;
    return status;
  };
  int id = 1;
  for (const auto& layer : document["layers"]) {
    const std::string digest = layer.value("hash", "");
    const auto headers = layer.value("headers", nlohmann::json::object());
    const auto sent = headers.value("Authorization", nlohmann::json::array());
    if (!authorization_.empty() && (sent.empty() || sent.front() != authorization_)) {
      return fail(500, "fetcher: unexpected status code: 401 Unauthorized (body starts: \"{}\")");
    }
    const std::string uri = layer.value("uri", "");
    const auto blob = blobs_.find(uri.substr(uri.rfind('/') + 1));
    if (blob == blobs_.end()) {
      return fail(500, "fetcher: unexpected status code: 404 Not Found (body starts: \"{}\")");
    }
    if (blob->second.status != 201) return fail(blob->second.status, blob->second.message);
    for (const FakePackage4& package : blob->second.packages) {
      manifest.packages[std::to_string(id)] = {package, digest};
      id += 2;
    }
  }
  manifest.state = "IndexFinished";
  return 201;
}

HttpResponse FakeClair4::get_index_report(const HttpRequest& request,
                                          const std::string& digest) const {
  // Without a look at whether there is such a report.
  if (request_header(request, "If-None-Match") == etag()) return plain4(304);
  if (is_down_ || manifests_.count(digest) == 0) {
    return error4(404, "not-found", "index report not found");
  }
  HttpResponse response =
      answer4(200, report_of(digest), "application/vnd.clair.index_report.v1+json");
  response.headers.emplace_back("Etag", etag());
  return response;
}

nlohmann::ordered_json FakeClair4::report_of(const std::string& digest) const {
  const Manifest& manifest = manifests_.at(digest);
  Document4 out = {{"manifest_hash", digest},           {"state", manifest.state},
                   {"packages", Document4::object()},   {"distributions", Document4::object()},
                   {"repository", Document4::object()}, {"environments", Document4::object()}};
  for (const auto& each : manifest.packages) {
    out["packages"][each.first] = package4(each.first, each.second.package);
    out["environments"][each.first].push_back({{"package_db", "var/lib/dpkg/status"},
                                               {"introduced_in", each.second.layer},
                                               {"distribution_id", "1"},
                                               {"repository_ids", nullptr}});
  }
  if (!manifest.packages.empty()) out["distributions"]["1"] = distribution4();
  out["success"] = manifest.state == "IndexFinished";
  out["err"] = manifest.error;
  return out;
}

HttpResponse FakeClair4::vulnerability_report(const std::string& digest) const {
  if (!is_digest4(digest))
    return error4(400, "bad-request", "malformed path: invalid digest format");
  if (is_down_)
    return error4(500, "internal-error", "initialization error: FATAL: (SQLSTATE 57P01)");
  if (!has_data_) return plain4(202);
  const auto found = manifests_.find(digest);
  if (found == manifests_.end() || found->second.state != "IndexFinished") {
    return error4(404, "not-found", "index report for manifest \"" + digest + "\" not found");
  }
  Document4 out = report_of(digest);
  out.erase("state");
  out.erase("success");
  out.erase("err");
  Document4 known = Document4::object();
  Document4 of_packages = Document4::object();
  Document4 scores = Document4::object();
  for (const auto& each : found->second.packages) {
    for (std::size_t i = 0; i < vulnerabilities_.size(); ++i) {
      const FakeVulnerability4& one = vulnerabilities_[i];
      const FakePackage4& package = each.second.package;
      if (one.package != package.name || one.fixed_in == package.version) continue;
      const std::string id = std::to_string(i + 1);
      known[id] = vulnerability4(id, one);
      of_packages[each.first].push_back(id);
      if (!one.score.empty()) scores[id] = score4(one.score);
    }
  }
  out["vulnerabilities"] = std::move(known);
  out["package_vulnerabilities"] = std::move(of_packages);
  out["enrichments"] = Document4::object();
  if (!scores.empty()) {
    out["enrichments"]
       ["message/vnd.clair.map.vulnerability; enricher=clair.cvss schema=https://"
        "csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema"]
           .push_back(std::move(scores));
  }
  return answer4(200, out, "application/vnd.clair.index_report.v1+json");
}

HttpResponse FakeClair4::notification(const FakeTarget& target) {
  const std::string& id = target.path[4];
  if (!is_uuid4(id)) return error4(400, "bad-request", "could not parse notification id");
  if (is_down_) return error4(500, "internal-error", "failed to retrieve notifications");
  const auto found = notifications_.find(id);
  if (target.method == "DELETE") {
    if (found == notifications_.end()) {
      return error4(500, "internal-error", "no receipt exists for notification " + id);
    }
    found->second.is_deleted = true;
    return plain4(200);
  }
  static const Entries kNone;
  return page_of(found == notifications_.end() || found->second.is_deleted ? kNone : found->second,
                 target);
}

HttpResponse FakeClair4::page_of(const Entries& entries, const FakeTarget& target) const {
  const std::size_t size = target.has("page_size") ? std::stoul(target.at("page_size")) : 500;
  std::size_t begin = 0;
  if (target.has("next")) {
    while (begin < entries.manifests.size() && notified_id4(begin) != target.at("next")) ++begin;
    ++begin;
  }
  const std::size_t end = std::min(begin + size, entries.manifests.size());
  Document4 page = {{"size", size}};
  Document4 list = Document4::array();
  for (std::size_t i = begin; i < end; ++i) {
    list.push_back(notified4(i, entries.manifests[i]));
  }
  if (end < entries.manifests.size()) page["next"] = notified_id4(end - 1);
  return answer4(200, {{"page", std::move(page)}, {"notifications", std::move(list)}},
                 "application/vnd.clair.notification_page.v1+json");
}

}  // namespace portside::testing
