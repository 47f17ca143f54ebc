// SPDX-License-Identifier: Apache-2.0
//
// Whether a service speaks the remote processors' HTTP API (portside/sdk/remote_processor.hpp).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/run.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/http_client.hpp"

namespace portside::conformance {

/// Where a service is, and what it can be asked about.
struct ServiceSubject {
  /// Without a slash at the end.
  std::string url;
  /// Goes behind each endpoint, without `?`; "" for none.
  std::string query = {};
  /// The header field that callers have to show, and its value; "" when they need none. A secret.
  std::string authorization_header = "Authorization";
  std::string authorization = {};
  /// What artifacts are said to be.
  std::string media_type = {};
  /// Of an artifact that the service understands; "" = one that is made up.
  std::string manifest = {};
};

class ServiceBench;

/// One rule.
struct ServiceCheck {
  std::string_view id;
  /// What is checked, in a few words.
  std::string_view rule;
  CheckResult (*check)(ServiceBench&);
};

/// All checks, in the order in which they are made and shown.
std::span<const ServiceCheck> all_service_checks() noexcept;

/// Makes the checks of `ids`, all of them when there are none. A service that is not there fails
/// the first that asks it, and those after it are skipped. Whatever a service answers: throws only
/// for a call that ended.
std::vector<CheckReport> check_service(const ServiceSubject& subject,
                                       const std::vector<std::string>& ids, HttpClient& http,
                                       const CallContext& context);

}  // namespace portside::conformance
