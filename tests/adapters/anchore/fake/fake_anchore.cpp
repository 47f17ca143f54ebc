// SPDX-License-Identifier: Apache-2.0
#include "fake_anchore.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace portside::testing {
namespace {

using nlohmann::json;

HttpResponse json_answer(std::int32_t status, const json& document) {
  return fake_answer(status, document.dump(), "application/json");
}

std::string text_in(const json& body, const char* key) {
  return body.is_object() ? body.value(key, std::string()) : std::string();
}

/// `/v1/images/*/vuln/all`: what is between the slashes of a name that has some is one.
std::string call_name(const FakeTarget& target) {
  std::string call = target.method + " ";
  const bool is_registry = target.path.size() > 2 && target.path[1] == "registries";
  const std::size_t end = is_registry ? 3 : target.path.size();
  for (std::size_t i = 0; i < end; ++i) {
    const bool is_name = i == 2 && (is_registry || target.path[1] == "images");
    call += "/" + (is_name ? "*" : target.path[i]);
  }
  return call;
}

std::string rest_of_path(const FakeTarget& target, std::size_t begin) {
  std::string rest;
  for (std::size_t i = begin; i < target.path.size(); ++i) {
    rest += (i == begin ? "" : "/") + target.path[i];
  }
  return rest;
}

}  // namespace

void FakeAnchore::put_image(const std::string& digest, FakeAnchoreImage image) {
  const std::scoped_lock lock(mutex_);
  in_registry_[digest] = std::move(image);
}

void FakeAnchore::guard_repository(const std::string& repository, const std::string& user,
                                   const std::string& password) {
  const std::scoped_lock lock(mutex_);
  guards_[repository] = {user, password};
}

void FakeAnchore::put_vulnerability(FakeAnchoreVulnerability vulnerability) {
  const std::scoped_lock lock(mutex_);
  vulnerabilities_.push_back(std::move(vulnerability));
}

void FakeAnchore::add_foreign_image(const std::string& digest) {
  const std::scoped_lock lock(mutex_);
  Record& record = records_[digest];
  record.image = in_registry_[digest];
  record.digest = digest;
  record.annotations = R"({"ci":"yes"})";
}

void FakeAnchore::set_authorization(std::string value) {
  const std::scoped_lock lock(mutex_);
  authorization_ = std::move(value);
}

void FakeAnchore::set_proxy_page(std::int32_t status) {
  const std::scoped_lock lock(mutex_);
  proxy_status_ = status;
}

void FakeAnchore::remove_policy() {
  const std::scoped_lock lock(mutex_);
  has_policy_ = false;
}

void FakeAnchore::set_page_size(std::size_t size) {
  const std::scoped_lock lock(mutex_);
  page_size_ = size;
}

void FakeAnchore::refuse_images(const std::string& code, int times) {
  const std::scoped_lock lock(mutex_);
  refusal_ = code;
  refusals_ = times;
}

void FakeAnchore::hold_analyses(bool hold) {
  const std::scoped_lock lock(mutex_);
  holds_ = hold;
}

void FakeAnchore::forget(const std::string& digest) {
  const std::scoped_lock lock(mutex_);
  records_.erase(digest);
}

std::string FakeAnchore::analysis_of(const std::string& digest) const {
  const std::scoped_lock lock(mutex_);
  const Record* const record = find(digest);
  return record == nullptr ? "" : status_of(*record);
}

bool FakeAnchore::is_being_deleted(const std::string& digest) const {
  const std::scoped_lock lock(mutex_);
  const Record* const record = find(digest);
  return record != nullptr && record->is_deleting;
}

int FakeAnchore::analyses() const {
  const std::scoped_lock lock(mutex_);
  return analyses_;
}

std::vector<std::string> FakeAnchore::registries() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& each : registries_) names.push_back(each.first);
  return names;
}

int FakeAnchore::kept_evaluations() const {
  const std::scoped_lock lock(mutex_);
  return kept_evaluations_;
}

std::map<std::string, int> FakeAnchore::calls() const {
  const std::scoped_lock lock(mutex_);
  return calls_;
}

HttpResponse FakeAnchore::error(std::int32_t status, const std::string& message,
                                const std::string& code, const std::string& raw) const {
  json body = {{"message", message}, {"detail", json::object()}};
  if (is_v1()) {
    body["httpcode"] = status;
  } else {
    body["code"] = status;
    body["error_type"] = "RequestError";
  }
  if (!code.empty()) body["detail"]["error_codes"] = json::array({code});
  if (!raw.empty()) body["detail"]["raw_exception_message"] = raw;
  return json_answer(status, body);
}

/// Of the web framework, which refuses a request before Anchore sees it.
HttpResponse FakeAnchore::bad_request(const std::string& detail) const {
  return fake_answer(
      400,
      json{{"type", "about:blank"}, {"title", "Bad Request"}, {"status", 400}, {"detail", detail}}
          .dump(),
      "application/problem+json");
}

HttpResponse FakeAnchore::handle(const HttpRequest& request) {
  const FakeTarget target = read_target(request);
  const std::scoped_lock lock(mutex_);
  ++calls_[call_name(target)];
  if (proxy_status_ != 0) {
    return fake_answer(proxy_status_, "<html><title>Sign in</title></html>", "text/html");
  }
  if (target.is("GET", 1) && target.path[0] == "version") {
    return json_answer(200, {{"service", {{"version", is_v1() ? "1.1.0" : "5.21.0"}}},
                             {"api", is_v1() ? json::object() : json{{"version", "2"}}},
                             {"db", {{"schema_version", "0.0.16"}}}});
  }
  if (!authorization_.empty() && request_header(request, "Authorization") != authorization_) {
    HttpResponse refusal = fake_answer(401, "Unauthorized", "text/html; charset=utf-8");
    refusal.headers.emplace_back("WWW-Authenticate", "basic realm=\"Authentication required\"");
    return refusal;
  }
  return route(request, target);
}

HttpResponse FakeAnchore::route(const HttpRequest& request, const FakeTarget& target) {
  const auto& path = target.path;
  const bool is_ours = path.size() > 1 && path[0] == name("v1", "v2");
  const std::string what = is_ours ? path[1] : "";
  if (what == "images") return images(request, target);
  if (what == "registries") return registry_records(request, target);
  if (what == "system" && target.is("GET", 3) && path[2] == "feeds") return feeds();
  if (what == "status" && target.is("GET", 2)) {
    return json_answer(
        200, {{"available", true}, {"busy", false}, {"message", "all good"}, {"up", true}});
  }
  if (what == "query" && is_v1() && target.is("GET", 3)) return descriptions(target);
  return fake_answer(404,
                     json{{"type", "about:blank"},
                          {"title", "Not Found"},
                          {"status", 404},
                          {"detail", "The requested URL was not found on the server."}}
                         .dump(),
                     "application/problem+json");
}

HttpResponse FakeAnchore::registry_records(const HttpRequest& request, const FakeTarget& target) {
  const json body = json::parse(request.body, nullptr, false);
  const std::string record_name = text_in(body, "registry");
  if (record_name.rfind("http", 0) == 0 || record_name.empty() || record_name.back() == '/') {
    return error(409, "input registry name cannot start with http or end with /");
  }
  const bool validate = target.at("validate") != "false";
  const bool is_known = registries_.count(record_name) != 0;
  if (target.is("POST", 2)) {
    if (is_known) return error(is_v1() ? 500 : 409, "registry already exists in DB");
    return put_registry_record(record_name, body, validate);
  }
  if (target.method != "PUT" || record_name != rest_of_path(target, 2)) {
    return error(409, "registry name in body does not match that of the path");
  }
  if (!is_known) return error(404, "could not find registry record to update");
  return put_registry_record(record_name, body, validate);
}

HttpResponse FakeAnchore::put_registry_record(const std::string& record_name, const json& body,
                                              bool validate) {
  const Registry record = {text_in(body, "registry_user"), text_in(body, "registry_pass")};
  if (validate && !may_pull(record_name, record)) {
    return error(406,
                 "cannot ping supplied registry with supplied credentials - exception: failed "
                 "login user=" +
                     record.user + " passwd=" + record.password);
  }
  registries_[record_name] = record;
  return json_answer(200, json::array({{{"registry", record_name},
                                        {"registry_user", record.user},
                                        {"registry_type", "docker_v2"},
                                        {"registry_verify", body.value("registry_verify", true)},
                                        {name("userId", "account_name"), "admin"}}}));
}

bool FakeAnchore::may_pull(const std::string& repository, const Registry& with) const {
  const auto guard = guards_.find(repository);
  return guard == guards_.end() ||
         (guard->second.user == with.user && guard->second.password == with.password);
}

/// The longest that fits: the repository, a prefix that ends with `*`, or the registry alone.
const FakeAnchore::Registry* FakeAnchore::registry_for(const std::string& repository) const {
  const Registry* best = nullptr;
  std::size_t longest = 0;
  for (const auto& [record_name, record] : registries_) {
    const std::string prefix = record_name.substr(0, record_name.find('*'));
    const bool fits = record_name == repository ||
                      (prefix != record_name && repository.rfind(prefix, 0) == 0) ||
                      repository.substr(0, repository.find('/')) == record_name;
    if (!fits || record_name.size() < longest) continue;
    best = &record;
    longest = record_name.size();
  }
  return best;
}

/// What it found in its registry when an image was posted; status 0 when that went well.
HttpResponse FakeAnchore::ask_registry(const std::string& repository) const {
  const Registry* const with = registry_for(repository);
  if (may_pull(repository, with == nullptr ? Registry() : *with)) return {};
  const std::string login = with == nullptr ? "" : with->user + ":" + with->password;
  return error(400, "cannot fetch image digest/manifest from registry",
               "REGISTRY_PERMISSION_DENIED",
               "CMD=/bin/sh -c skopeo inspect --tls-verify=true --raw --src-creds " + login +
                   " docker://" + repository + " ERR=unauthorized: authentication required");
}

HttpResponse FakeAnchore::feeds() const {
  const bool has_data = !vulnerabilities_.empty();
  const json synced = has_data ? json("2026-11-20T10:00:00.123456") : json(nullptr);
  json feed = {{"name", "vulnerabilities"},
               {"created_at", "2026-01-01T00:00:00"},
               {"enabled", true},
               {"last_full_sync", synced},
               {"groups",
                {{{"name", "debian:12"},
                  {"created_at", "2026-01-01T00:00:00"},
                  {"last_sync", synced},
                  {"record_count", vulnerabilities_.size()}}}}};
  if (!is_v1() && has_data) feed["data_service_built_at"] = "2026-11-20T09:00:00Z";
  return json_answer(200, json::array({feed}));
}

HttpResponse FakeAnchore::descriptions(const FakeTarget& target) const {
  const std::string ids = "," + target.at("id") + ",";
  json found = json::array();
  for (const FakeAnchoreVulnerability& each : vulnerabilities_) {
    if (ids.find("," + each.id + ",") == std::string::npos) continue;
    found.push_back({{"id", each.id},
                     {"namespace", each.feed_group},
                     {"severity", each.severity},
                     {"description", each.description}});
  }
  const std::size_t size = page_size_ == 0 ? std::max<std::size_t>(1, found.size()) : page_size_;
  const std::size_t page = target.has("page") ? std::stoul(target.at("page")) : 1;
  json list = json::array();
  for (std::size_t i = (page - 1) * size; i < std::min(page * size, found.size()); ++i) {
    list.push_back(found[i]);
  }
  json body = {{"page", std::to_string(page)},
               {"returned_count", list.size()},
               {"total_count", found.size()},
               {"vulnerabilities", list}};
  if (page * size < found.size()) body["next_page"] = std::to_string(page + 1);
  return json_answer(200, body);
}

}  // namespace portside::testing
