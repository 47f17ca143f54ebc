// SPDX-License-Identifier: Apache-2.0
#include "recorded.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "portside/api/error.hpp"

namespace portside::clair {
namespace {

std::filesystem::path file_of(const std::string& folder, const std::string& name) {
  const std::filesystem::path all = std::filesystem::path(PORTSIDE_CLAIR_RECORDED) / folder;
  for (const auto& entry : std::filesystem::directory_iterator(all)) {
    const std::string file = entry.path().filename().string();
    if (file.size() > 4 && file.substr(4) == name + ".json") return entry.path();
  }
  throw AdapterError(ErrorCode::kNotFound, "there is no recording " + folder + "/" + name);
}

Headers headers_of(const nlohmann::json& object) {
  Headers headers;
  for (const auto& [name, value] : object.items()) headers.emplace_back(name, value);
  return headers;
}

std::string body_of(const nlohmann::json& message) {
  return message["body"].is_string() ? message["body"].get<std::string>() : std::string();
}

}  // namespace

Recorded read_recorded(const std::string& folder, const std::string& name) {
  std::ifstream file(file_of(folder, name));
  const auto document = nlohmann::json::parse(file);
  Recorded recorded;
  recorded.request.method = document["request"]["method"];
  recorded.request.url = document["request"]["path"];
  recorded.request.headers = headers_of(document["request"]["headers"]);
  recorded.request.body = body_of(document["request"]);
  recorded.response.status = document["response"]["status"];
  recorded.response.headers = headers_of(document["response"]["headers"]);
  recorded.response.body = body_of(document["response"]);
  recorded.response.cut_short = document.contains("transfer_error");
  return recorded;
}

}  // namespace portside::clair
