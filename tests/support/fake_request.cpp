// SPDX-License-Identifier: Apache-2.0
#include "fake_request.hpp"

#include <strings.h>

#include <string_view>

namespace portside::testing {
namespace {

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

void read_path(std::string_view path, FakeTarget& target) {
  // As a router that decodes first: an encoded slash separates, too.
  const std::string decoded = percent_decoded(path);
  for (std::size_t at = 0; at < decoded.size();) {
    const std::size_t end = std::min(decoded.find('/', at + 1), decoded.size());
    target.path.push_back(decoded.substr(at + 1, end - at - 1));
    at = end;
  }
}

void read_query(std::string_view query, FakeTarget& target) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    target.query[percent_decoded(pair.substr(0, equals))] = percent_decoded(value);
  }
}

}  // namespace

FakeTarget read_target(const HttpRequest& request) {
  FakeTarget target;
  target.method = request.method;
  std::string_view rest = request.url;
  if (const std::size_t scheme = rest.find("://"); scheme != std::string_view::npos) {
    rest.remove_prefix(std::min(rest.find('/', scheme + 3), rest.size()));
  }
  const std::size_t mark = std::min(rest.find('?'), rest.size());
  read_path(rest.substr(0, mark), target);
  read_query(rest.substr(std::min(mark + 1, rest.size())), target);
  return target;
}

std::string request_header(const HttpRequest& request, const std::string& name) {
  for (const auto& field : request.headers) {
    if (::strcasecmp(field.first.c_str(), name.c_str()) == 0) return field.second;
  }
  return "";
}

HttpResponse fake_answer(std::int32_t status, std::string body, const std::string& type) {
  HttpResponse response;
  response.status = status;
  if (!type.empty()) response.headers.emplace_back("Content-Type", type);
  response.body = std::move(body);
  return response;
}

}  // namespace portside::testing
