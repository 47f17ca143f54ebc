// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/index_report.hpp"

#include <utility>
#include <vector>

#include "portside/sdk/json_stream.hpp"

namespace portside::clair::v4 {

std::unique_ptr<sdk::JsonStream> index_report_parser(IndexReport& report) {
  using sdk::JsonScalar;
  std::vector<sdk::JsonRule> rules;
  rules.push_back({"/state", {}, {}, [&report](const JsonScalar& value) {
                     if (value.is_string()) report.state = value.text;
                   }});
  rules.push_back({"/success", {}, {}, [&report](const JsonScalar& value) {
                     report.success = value.kind == JsonScalar::Kind::kBool && value.text == "true";
                   }});
  rules.push_back({"/err", {}, {}, [&report](const JsonScalar& value) {
                     if (value.is_string()) report.error = value.text;
                   }});
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{1} << 20U;
  return std::make_unique<sdk::JsonStream>("Clair's index report", std::move(rules), limits);
}

std::unique_ptr<sdk::JsonStream> index_state_parser(std::string& state) {
  constexpr std::size_t kLongestState = 1024;
  std::vector<sdk::JsonRule> rules;
  rules.push_back({"/state", {}, {}, [&state](const sdk::JsonScalar& value) {
                     if (value.is_string()) state = value.text;
                   }});
  sdk::JsonLimits limits;
  limits.text_bytes = kLongestState;
  return std::make_unique<sdk::JsonStream>("Clair's index state", std::move(rules), limits);
}

}  // namespace portside::clair::v4
