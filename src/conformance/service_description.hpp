// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/service_bench.hpp"

namespace portside::conformance {

/// What a service answered about the sample, and whether it can be judged. Cannot be copied: its
/// members are parts of its answer.
class ServiceDescription {
 public:
  explicit ServiceDescription(ServiceAnswer answer);
  ServiceDescription(const ServiceDescription&) = delete;
  ServiceDescription& operator=(const ServiceDescription&) = delete;

  const ServiceAnswer& answer() const noexcept { return answer_; }
  /// Why it cannot be judged, in words; "" when it can.
  const std::string& problem() const noexcept { return problem_; }
  /// Of the answer, and of its Artifact; none when the answer is empty, which changes nothing.
  const std::vector<sdk::JsonMember>& members() const noexcept { return members_; }
  const std::vector<sdk::JsonMember>& artifact() const noexcept { return artifact_; }

  /// The members that hosts take over, to compare.
  std::string taken_over() const;

 private:
  const ServiceAnswer answer_;
  std::vector<sdk::JsonMember> members_;
  std::vector<sdk::JsonMember> artifact_;
  std::string problem_;
};

ServiceDescription describe_sample(const ServiceBench& bench, const std::string& manifest,
                                   const MetadataForm& form = {});
ServiceDescription describe_sample(const ServiceBench& bench);

/// JSON to compare, whatever its order and spaces; as it is written when it has numbers beyond a
/// double.
std::string comparable_json(std::string_view json);

}  // namespace portside::conformance
