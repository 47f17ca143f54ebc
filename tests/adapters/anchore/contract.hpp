// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "portside/api/http_client.hpp"

namespace portside::anchore {

/// A description of one version of Anchore's API in JSON: `base_path`, `endpoints` with method,
/// path, params and the schemas of body and answers, `schemas`. Types are words (`string`,
/// `string:date-time`, `integer`), names of schemas, objects of members (`name*` where one is
/// required) or a list with the type of its elements.
class Contract {
 public:
  /// Reads a file. Throws std::runtime_error when it is none.
  explicit Contract(const std::string& path);

  /// What is wrong with the request, a line for each mistake; "" when the contract allows it.
  std::string mistakes_of(const HttpRequest& request) const;

  /// A document of that schema with all of its members: a text is its own name, a digest one that
  /// could be, a time 2026-11-20T10:00:00Z, a choice the first.
  nlohmann::json sample(const std::string& schema) const;
  /// The same of a type that stands in the contract itself.
  nlohmann::json sample_of(const nlohmann::json& type, const std::string& name) const;

  const nlohmann::json& document() const { return document_; }

 private:
  const nlohmann::json* endpoint_of(const std::string& method, const std::string& path) const;
  void compare(const nlohmann::json& body, const nlohmann::json& type, const std::string& place,
               std::string& mistakes) const;
  nlohmann::json sample_of_word(const std::string& word, const std::string& name) const;

  nlohmann::json document_;
};

}  // namespace portside::anchore
