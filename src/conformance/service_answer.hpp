// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/http_client.hpp"
#include "portside/sdk/json_members.hpp"

namespace portside::conformance {

/// What came back for a request to a service. Everything in it is the service's, and may be
/// anything.
struct ServiceAnswer {
  /// `GET /artifacttype`.
  std::string what;
  /// Status 0: nothing came back, and `trouble` says why.
  HttpResponse response;
  std::string trouble;
  /// There was no connection, or none that held until the answer.
  bool unreachable = false;
  /// Bytes of such a body that hosts read.
  std::uint64_t limit = 0;
  /// The service had answered another request before this one.
  bool answered_before = false;

  std::int32_t status() const noexcept { return response.status; }
  bool is_success() const noexcept { return status() >= 200 && status() < 300; }
  /// 400, 409, 413, 415, 422: the service refuses this artifact, its good right.
  bool is_refusal() const noexcept;
  /// 404, 405, 501: it does not offer what it was asked for.
  bool is_not_offered() const noexcept;
  /// 401, 403: it wants to see another secret.
  bool is_denial() const noexcept { return status() == 401 || status() == 403; }
  /// Whatever it is that goes wrong, it goes wrong again when hosts ask again.
  bool is_final() const noexcept;
  /// A body of white space, or none.
  bool is_blank() const noexcept;

  /// What its `Error` says; "" without one.
  std::string error() const;

  /// In words: `GET /artifacttype answered 500 (oops)`.
  std::string seen() const;

  /// What keeps a success from being one, in words: no JSON object, an `Error`; "" for nothing.
  /// `members` are those of the answer, which they live no longer than.
  std::string problem(std::vector<sdk::JsonMember>& members) const;
};

/// The member, whatever the case of its name; null when it is not there, or is null.
const sdk::JsonMember* given(const std::vector<sdk::JsonMember>& members, std::string_view name);

}  // namespace portside::conformance
