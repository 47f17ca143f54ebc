// SPDX-License-Identifier: Apache-2.0
#include "fake_clair2.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace portside::testing {
namespace {

using Document2 = nlohmann::ordered_json;

constexpr char kJson2[] = "application/json;charset=utf-8";
constexpr std::size_t kMaxRequest2 = std::size_t{1} << 20U;

HttpResponse answer2(std::int32_t status, const Document2& document) {
  return fake_answer(status, document.dump() + "\n", kJson2);
}

HttpResponse error2(std::int32_t status, const std::string& message) {
  return answer2(status, {{"Error", {{"Message", message}}}});
}

HttpResponse not_found2() {
  return error2(404, "the resource cannot be found");
}

bool has_vulnerability(const FakeVulnerability2& one, const std::string& namespace_name,
                       const FakeFeature2& feature) {
  return one.namespace_name == namespace_name && one.feature == feature.name &&
         one.fixed_in != feature.version;
}

Document2 document_of(const FakeVulnerability2& one) {
  return {{"Name", one.id},
          {"NamespaceName", one.namespace_name},
          {"Description", one.description},
          {"Link", "https://security-tracker.debian.org/tracker/" + one.id},
          {"Severity", one.severity}};
}

/// The member of a layer in a request; "" when it has none.
std::string member2(const nlohmann::json& layer, const char* name) {
  return layer.value(name, std::string());
}

}  // namespace

void FakeClair2::put_blob(const std::string& digest, FakeBlob2 blob) {
  const std::scoped_lock lock(mutex_);
  blobs_[digest] = std::move(blob);
}

void FakeClair2::set_authorization(std::string value) {
  const std::scoped_lock lock(mutex_);
  authorization_ = std::move(value);
}

void FakeClair2::put_vulnerability(FakeVulnerability2 vulnerability) {
  const std::scoped_lock lock(mutex_);
  vulnerabilities_.push_back(std::move(vulnerability));
}

void FakeClair2::put_notification(const std::string& name,
                                  std::optional<FakeVulnerability2> old_one,
                                  std::optional<FakeVulnerability2> new_one) {
  const std::scoped_lock lock(mutex_);
  notifications_[name] = {std::move(old_one), std::move(new_one), false};
}

void FakeClair2::set_database_down(bool is_down) {
  const std::scoped_lock lock(mutex_);
  is_down_ = is_down;
}

void FakeClair2::time_out_posts(int count) {
  const std::scoped_lock lock(mutex_);
  timeouts_ = count;
}

void FakeClair2::forget(const std::string& layer_name) {
  const std::scoped_lock lock(mutex_);
  forget_locked(layer_name);
}

std::vector<std::string> FakeClair2::downloads() const {
  const std::scoped_lock lock(mutex_);
  return downloads_;
}

std::vector<std::string> FakeClair2::layer_names() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& each : layers_) names.push_back(each.first);
  return names;
}

bool FakeClair2::is_deleted(const std::string& notification) const {
  const std::scoped_lock lock(mutex_);
  const auto found = notifications_.find(notification);
  return found != notifications_.end() && found->second.is_deleted;
}

std::map<std::string, int> FakeClair2::calls() const {
  const std::scoped_lock lock(mutex_);
  return calls_;
}

HttpResponse FakeClair2::handle(const HttpRequest& request) {
  const FakeTarget target = read_target(request);
  const std::scoped_lock lock(mutex_);
  std::string call = request.method;
  for (std::size_t i = 0; i < target.path.size(); ++i) {
    call += (i == 0 ? " /" : "/") + (i == 2 ? "*" : target.path[i]);
  }
  ++calls_[call];
  HttpResponse response = route(request, target);
  response.headers.emplace_back("Server", "clair");
  return response;
}

HttpResponse FakeClair2::route(const HttpRequest& request, const FakeTarget& target) {
  const auto& path = target.path;
  const bool is_v1 = path.size() >= 2 && path.front() == "v1";
  const std::string what = is_v1 ? path[1] : "";
  // The database is asked behind the checks of the request, so what is malformed is still a 400.
  if (what == "layers" && target.is("POST", 2)) return post_layer(request);
  if (is_down_ && is_v1) return error2(500, "database: an error occured when querying the backend");
  if (what == "layers" && target.is("GET", 3)) return get_layer(path[2], target);
  if (what == "layers" && target.is("DELETE", 3)) return delete_layer(path[2]);
  if (what == "namespaces" && target.is("GET", 2)) return get_namespaces();
  if (what == "namespaces" && target.is("GET", 4)) return get_vulnerabilities(path[2], target);
  if (what == "notifications" && target.is("GET", 3)) return get_notification(path[2], target);
  if (what == "notifications" && target.is("DELETE", 3)) return delete_notification(path[2]);
  if (what == "layers" && path.size() == 2) {
    return fake_answer(405, "Method Not Allowed\n", "text/plain; charset=utf-8");
  }
  return fake_answer(404, "404 page not found\n", "text/plain; charset=utf-8");
}

HttpResponse FakeClair2::post_layer(const HttpRequest& request) {
  const std::string body = request.body.substr(0, kMaxRequest2);
  if (body.empty()) return error2(400, "EOF");
  const auto document = nlohmann::json::parse(body, nullptr, false);
  if (document.is_discarded()) return error2(400, "unexpected EOF");
  if (!document.is_object() || !document.contains("Layer") || !document["Layer"].is_object()) {
    return error2(400, "failed to provide layer");
  }
  const nlohmann::json& layer = document["Layer"];
  for (const char* key : {"Name", "Path", "Format"}) {
    if (!member2(layer, key).empty()) continue;
    std::string name = key;
    name.front() = static_cast<char>(name.front() - 'A' + 'a');
    return error2(400, "could not process a layer which does not have a " + name);
  }
  const std::string format = member2(layer, "Format");
  if (format != "Docker" && format != "docker") {
    return error2(400, "unsupported image format '" + format + "'");
  }
  if (is_down_) return error2(500, "database: an error occured when querying the backend");
  HttpResponse response =
      layers_.count(member2(layer, "Name")) == 0 ? index(layer) : HttpResponse();
  if (response.status == 0) {
    // The whole layer comes back, with the credentials that it was sent with.
    Document2 echo = Document2::parse(body)["Layer"];
    echo["IndexedByVersion"] = 3;
    response = answer2(201, {{"Layer", std::move(echo)}});
  }
  if (timeouts_ == 0) return response;
  --timeouts_;
  return fake_answer(503,
                     R"({"Error":{"Message":"Clair failed to respond within the configured )"
                     R"(timeout window.","Type":"Timeout"}})",
                     "text/plain; charset=utf-8");
}

/// Downloads and keeps a layer; status 0 when that went well.
HttpResponse FakeClair2::index(const nlohmann::json& layer) {
  const std::string parent_name = member2(layer, "ParentName");
  const auto parent = layers_.find(parent_name);
  if (!parent_name.empty() && parent == layers_.end()) {
    return error2(400, "worker: parent layer is unknown, it must be processed first");
  }
  const std::string path = member2(layer, "Path");
  const auto blob = blobs_.find(path.substr(path.rfind('/') + 1));
  const auto headers = layer.value("Headers", nlohmann::json::object());
  const bool is_allowed =
      authorization_.empty() || member2(headers, "Authorization") == authorization_;
  if (blob == blobs_.end() || !is_allowed) return error2(400, "could not find layer");
  const std::string name = member2(layer, "Name");
  downloads_.push_back(name);
  if (blob->second.status != 201) return error2(blob->second.status, blob->second.message);

  Layer added;
  if (!parent_name.empty()) added = parent->second;
  added.parent = parent_name;
  added.number = ++layer_count_;
  if (!blob->second.namespace_name.empty()) added.namespace_name = blob->second.namespace_name;
  if (blob->second.features) {
    const std::vector<Layer::Feature> before = std::exchange(added.features, {});
    for (const FakeFeature2& feature : *blob->second.features) {
      const auto same = std::find_if(before.begin(), before.end(), [&](const auto& each) {
        return each.feature.name == feature.name && each.feature.version == feature.version;
      });
      added.features.push_back({feature, same == before.end() ? name : same->added_by});
    }
  }
  layers_[name] = std::move(added);
  return {};
}

HttpResponse FakeClair2::get_layer(const std::string& name, const FakeTarget& target) {
  const auto found = layers_.find(name);
  if (found == layers_.end()) return not_found2();
  Layer& layer = found->second;
  Document2 out = {{"Name", name}};
  if (!layer.namespace_name.empty()) out["NamespaceName"] = layer.namespace_name;
  if (!layer.parent.empty()) out["ParentName"] = layer.parent;
  out["IndexedByVersion"] = 3;
  const bool with_vulnerabilities = target.has("vulnerabilities");
  if (!with_vulnerabilities && !target.has("features")) return answer2(200, {{"Layer", out}});
  std::shuffle(layer.features.begin(), layer.features.end(), random_);
  for (const Layer::Feature& each : layer.features) {
    Document2 feature = {{"Name", each.feature.name},
                         {"NamespaceName", layer.namespace_name},
                         {"VersionFormat", "dpkg"},
                         {"Version", each.feature.version}};
    for (const FakeVulnerability2& one : vulnerabilities_) {
      if (!with_vulnerabilities || !has_vulnerability(one, layer.namespace_name, each.feature)) {
        continue;
      }
      Document2 vulnerability = document_of(one);
      if (!one.fixed_in.empty()) vulnerability["FixedBy"] = one.fixed_in;
      feature["Vulnerabilities"].push_back(std::move(vulnerability));
    }
    feature["AddedBy"] = each.added_by;
    out["Features"].push_back(std::move(feature));
  }
  return answer2(200, {{"Layer", std::move(out)}});
}

HttpResponse FakeClair2::delete_layer(const std::string& name) {
  if (layers_.count(name) == 0) return not_found2();
  forget_locked(name);
  return fake_answer(200, "", "");
}

void FakeClair2::forget_locked(const std::string& layer_name) {
  layers_.erase(layer_name);
  std::vector<std::string> children;
  for (const auto& each : layers_) {
    if (each.second.parent == layer_name) children.push_back(each.first);
  }
  for (const std::string& child : children) forget_locked(child);
}

HttpResponse FakeClair2::get_namespaces() const {
  std::set<std::string> names;
  for (const auto& each : layers_) names.insert(each.second.namespace_name);
  for (const auto& each : vulnerabilities_) names.insert(each.namespace_name);
  names.erase("");
  Document2 list;  // null, not [], when there is none
  for (const std::string& name : names) list.push_back({{"Name", name}, {"VersionFormat", "dpkg"}});
  return answer2(200, {{"Namespaces", std::move(list)}});
}

HttpResponse FakeClair2::get_vulnerabilities(const std::string& name,
                                             const FakeTarget& target) const {
  if (!target.has("limit")) return error2(400, "must provide limit query parameter");
  const auto is_in = [&](const auto& each) { return each.namespace_name == name; };
  const bool is_known =
      std::any_of(vulnerabilities_.begin(), vulnerabilities_.end(), is_in) ||
      std::any_of(layers_.begin(), layers_.end(), [&](const auto& e) { return is_in(e.second); });
  if (!is_known) return not_found2();
  Document2 list;
  for (const FakeVulnerability2& each : vulnerabilities_) {
    const bool is_full = list.size() >= static_cast<std::size_t>(std::stoul(target.at("limit")));
    if (is_in(each) && !is_full) list.push_back(document_of(each));
  }
  return answer2(200, {{"Vulnerabilities", std::move(list)}});
}

/// Numbers and names of the layers that bring the package; layers above have it, and are not named.
std::vector<std::pair<int, std::string>> FakeClair2::introducing(
    const FakeVulnerability2& one) const {
  std::vector<std::pair<int, std::string>> found;
  for (const auto& each : layers_) {
    for (const Layer::Feature& feature : each.second.features) {
      if (feature.added_by == each.first &&
          has_vulnerability(one, each.second.namespace_name, feature.feature)) {
        found.emplace_back(each.second.number, each.first);
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

HttpResponse FakeClair2::get_notification(const std::string& name, const FakeTarget& target) const {
  const auto found = notifications_.find(name);
  if (!target.has("limit")) return error2(400, "must provide limit query parameter");
  if (found == notifications_.end()) return not_found2();
  const std::string page = target.at("page");
  if (target.has("page") &&
      (page.size() < 8 || page.substr(0, 5) != "gAAAA" || page.back() != '=')) {
    return error2(400, "invalid page format: invalid or expired pagination token");
  }
  const auto limit = static_cast<std::size_t>(std::stoul(target.at("limit")));
  const std::size_t begin = page.empty() ? 0 : std::stoul(page.substr(5));
  Document2 out = {{"Name", name}, {"Created", "1795293343"}, {"Limit", limit}};
  bool has_more = limit == 0;
  const auto add = [&](const char* key, const std::optional<FakeVulnerability2>& one) {
    if (!one) return;
    Document2 vulnerability = document_of(*one);
    vulnerability["FixedIn"] = {{{"Name", one->feature},
                                 {"NamespaceName", one->namespace_name},
                                 {"VersionFormat", "dpkg"},
                                 {"Version", one->fixed_in.empty() ? "None" : one->fixed_in}}};
    Document2 side = {{"Vulnerability", std::move(vulnerability)}};
    const auto layers = introducing(*one);
    for (std::size_t i = begin; i < std::min(begin + limit, layers.size()); ++i) {
      side["OrderedLayersIntroducingVulnerability"].push_back(
          {{"Index", layers[i].first}, {"LayerName", layers[i].second}});
      side["LayersIntroducingVulnerability"].push_back(layers[i].second);
    }
    has_more = has_more || layers.size() > begin + limit;
    out[key] = std::move(side);
  };
  add("Old", found->second.old_one);
  add("New", found->second.new_one);
  if (has_more) out["NextPage"] = "gAAAA" + std::to_string(begin + limit) + "==";
  if (found->second.is_deleted) out["Deleted"] = "1795293400";
  return answer2(200, {{"Notification", std::move(out)}});
}

HttpResponse FakeClair2::delete_notification(const std::string& name) {
  const auto found = notifications_.find(name);
  if (found == notifications_.end()) return not_found2();
  found->second.is_deleted = true;
  return fake_answer(200, "", "");
}

}  // namespace portside::testing
