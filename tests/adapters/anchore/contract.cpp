// SPDX-License-Identifier: Apache-2.0
#include "contract.hpp"

#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace portside::anchore {
namespace {

using nlohmann::json;

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

/// `/images/{digest}/check`; only a `{registry}` has slashes in it.
bool fits(const std::string& pattern, const std::string& path) {
  const auto wanted = parts_of(pattern, '/');
  const auto found = parts_of(path, '/');
  const bool takes_slashes = !wanted.empty() && wanted.back() == "{registry}";
  if (takes_slashes ? found.size() < wanted.size() : found.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const bool is_any = !wanted[i].empty() && wanted[i].front() == '{';
    if (!is_any && wanted[i] != found[i]) return false;
  }
  return true;
}

/// `{"type": ..., "nullable": true}`: the type with remarks.
bool is_type_with_remarks(const json& type) {
  static const std::set<std::string> remarks = {"type", "nullable", "enum", "default", "pattern"};
  if (!type.contains("type")) return false;
  for (const auto& member : type.items()) {
    if (remarks.count(member.key()) == 0) return false;
  }
  return true;
}

std::string without_star(const std::string& name) {
  return !name.empty() && name.back() == '*' ? name.substr(0, name.size() - 1) : name;
}

bool is_digest_name(const std::string& name) {
  return name.find("igest") != std::string::npos && name.find("full") == std::string::npos;
}

}  // namespace

Contract::Contract(const std::string& path) {
  std::ifstream file(path);
  document_ = json::parse(file, nullptr, false);
  if (!document_.is_object()) throw std::runtime_error(path + " is no contract");
}

const json* Contract::endpoint_of(const std::string& method, const std::string& path) const {
  for (const json& each : document_["endpoints"]) {
    if (each["method"] == method && fits(each["path"], path)) return &each;
  }
  return nullptr;
}

std::string Contract::mistakes_of(const HttpRequest& request) const {
  std::string path = request.url.substr(request.url.find('/', request.url.find("://") + 3));
  const std::string base = document_["base_path"];
  const bool has_base = path.rfind(base + "/", 0) == 0;
  if (has_base) path = path.substr(base.size());
  const std::size_t mark = path.find('?');
  const std::string query = mark == std::string::npos ? "" : path.substr(mark + 1);
  path = path.substr(0, mark);
  if (!has_base && path != "/version") return path + " is not below " + base + "\n";
  const json* const endpoint = endpoint_of(request.method, path);
  if (endpoint == nullptr) return "no " + request.method + " " + path + "\n";

  std::string mistakes;
  std::set<std::string> known;
  std::set<std::string> missing;
  for (const json& each : (*endpoint)["params"]) {
    if (each["in"] != "path")
      known.insert(each["in"].get<std::string>() + " " + each["name"].get<std::string>());
    if (each["in"] == "query" && each.value("required", false)) missing.insert(each["name"]);
  }
  for (const std::string& pair : parts_of(query, '&')) {
    const std::string name = pair.substr(0, pair.find('='));
    missing.erase(name);
    if (known.count("query " + name) == 0) mistakes += path + " has no query " + name + "\n";
  }
  for (const auto& field : request.headers) {
    const bool is_own = field.first.rfind("x-", 0) == 0;
    if (is_own && known.count("header " + field.first) == 0) {
      mistakes += path + " has no header " + field.first + "\n";
    }
  }
  for (const std::string& name : missing) mistakes += path + " wants a query " + name + "\n";
  if (endpoint->contains("body")) {
    compare(json::parse(request.body, nullptr, false), (*endpoint)["body"], path, mistakes);
  } else if (!request.body.empty()) {
    mistakes += path + " takes no body\n";
  }
  return mistakes;
}

void Contract::compare(const json& body, const json& type, const std::string& place,
                       std::string& mistakes) const {
  if (type.is_string() && document_["schemas"].contains(type)) {
    return compare(body, document_["schemas"][type.get<std::string>()], place, mistakes);
  }
  if (type.is_string()) {
    const std::string word = type.get<std::string>().substr(0, type.get<std::string>().find(':'));
    const bool is_right = (word == "string" && body.is_string()) ||
                          (word == "boolean" && body.is_boolean()) ||
                          (word == "object" && body.is_object());
    if (!is_right) mistakes += place + " is no " + word + "\n";
    return;
  }
  if (!body.is_object()) {
    mistakes += place + " is no object\n";
    return;
  }
  for (const auto& member : body.items()) {
    const json* found = nullptr;
    for (const auto& each : type.items()) {
      if (without_star(each.key()) == member.key()) found = &each.value();
    }
    const std::string here = place + " " + member.key();
    if (found == nullptr) {
      mistakes += here + " is not known\n";
    } else {
      compare(member.value(), *found, here, mistakes);
    }
  }
  for (const auto& each : type.items()) {
    const bool is_required = each.key().back() == '*';
    if (is_required && !body.contains(without_star(each.key()))) {
      mistakes += place + " has no " + without_star(each.key()) + "\n";
    }
  }
}

json Contract::sample(const std::string& schema) const {
  return sample_of(document_["schemas"].at(schema), schema);
}

json Contract::sample_of(const json& type, const std::string& name) const {
  if (type.is_string()) return sample_of_word(type, name);
  if (type.is_array()) {
    json list = json::array();
    for (const json& each : type) {
      if (!each.is_null()) list.push_back(sample_of(each, name));
    }
    return list;
  }
  if (!type.is_object()) return type;
  if (type.contains("enum")) return type["enum"].front();
  if (type.contains("any_of")) return nullptr;
  if (is_type_with_remarks(type)) return sample_of(type["type"], name);
  json object = json::object();
  for (const auto& member : type.items()) {
    const std::string key = without_star(member.key());
    object[key] = sample_of(member.value(), key);
  }
  return object;
}

json Contract::sample_of_word(const std::string& word, const std::string& name) const {
  if (document_["schemas"].contains(word)) return sample_of(document_["schemas"][word], name);
  const std::string kind = word.substr(0, word.find(':'));
  if (kind == "integer" || kind == "number" || kind == "int" || kind == "epoch int") return 1;
  if (kind == "boolean") return true;
  if (kind == "object") return json::object();
  if (word == "string:date-time") return "2026-11-20T10:00:00Z";
  if (kind == "string" && is_digest_name(name)) return "sha256:" + std::string(64, 'c');
  if (kind == "string") return name;
  return word.substr(0, word.find('|'));
}

}  // namespace portside::anchore
