// SPDX-License-Identifier: Apache-2.0
#include "conformance/service_check.hpp"

#include <algorithm>
#include <utility>

#include "conformance/service_checks.hpp"

namespace portside::conformance {
namespace {

constexpr ServiceCheck kServiceChecks[] = {
    {"artifact-type", "GET /artifacttype names the type", check_artifact_type},
    {"type-is-a-word", "the type is one word in capitals", check_type_is_a_word},
    {"addition-types", "GET /additiontypes lists the additions", check_addition_types},
    {"addition-names", "the names of additions can be told apart", check_addition_names},
    {"unknown-query", "a query changes nothing", check_unknown_query},
    {"json-content-type", "answers say that they are JSON", check_json_content_type},
    {"member-names", "the members of answers are spelled as in the API", check_member_names},
    {"metadata", "POST /abstractmetadata describes an artifact", check_metadata},
    {"metadata-members", "attributes, annotations and icon are what they have to be",
     check_metadata_members},
    {"metadata-identity", "all else of the artifact stays", check_metadata_identity},
    {"metadata-repeats", "the same request, the same answer", check_metadata_repeats},
    {"manifest-key", "the manifest may be called Manifest, too", check_manifest_key},
    {"member-case", "the members of requests may have names in any case", check_member_case},
    {"manifest-base64", "the manifest's base64 may be of any kind", check_manifest_base64},
    {"unknown-members", "members that nobody knows are passed over", check_unknown_members},
    {"large-manifest", "a manifest may have 4 MiB", check_large_manifest},
    {"registry-secret", "the registry's secret does not come back", check_registry_secret},
    {"additions", "POST /abstractaddition makes each addition", check_additions},
    {"addition-content-types", "additions say what they are", check_addition_content_types},
    {"addition-base64", "additions are in base64 that all hosts read", check_addition_base64},
    {"addition-repeats", "the same addition, the same content", check_addition_repeats},
    {"unknown-addition", "an addition that is not listed is refused", check_unknown_addition},
    {"malformed-request", "what is no JSON is refused", check_malformed_request},
    {"error-sentence", "a refusal says why", check_error_sentence},
    {"unknown-endpoint", "what is no endpoint is not found", check_unknown_endpoint},
    {"wrong-method", "another method is refused", check_wrong_method},
    {"authorization", "who does not show the secret is refused", check_authorization},
    {"concurrent-requests", "requests may overlap", check_concurrent_requests}};

/// The result of a check whose requests nobody answered: it has to fail, whatever it found.
CheckResult result_of_nobody(const ServiceBench& bench, CheckResult result) {
  if (result.status == CheckStatus::kFailed) return result;
  const ServiceAnswer answer = bench.get("artifacttype");
  if (!answer.unreachable) return result;
  return failed(answer.seen(), "an answer", remedy_for(answer, ""));
}

}  // namespace

std::span<const ServiceCheck> all_service_checks() noexcept {
  return kServiceChecks;
}

std::vector<CheckReport> check_service(const ServiceSubject& subject,
                                       const std::vector<std::string>& ids, HttpClient& http,
                                       const CallContext& context) {
  ServiceBench bench(subject, http, context);
  std::vector<CheckReport> reports;
  /// The check that found nobody.
  std::string lonely;
  for (const ServiceCheck& check : kServiceChecks) {
    if (!ids.empty() && std::ranges::find(ids, check.id) == ids.end()) continue;
    const std::string id(check.id);
    if (!lonely.empty()) {
      reports.push_back({id, skipped_for(lonely)});
      continue;
    }
    CheckResult result = check.check(bench);
    if (bench.is_nobody_there()) result = result_of_nobody(bench, std::move(result));
    if (bench.is_nobody_there()) lonely = id;
    reports.push_back({id, std::move(result)});
  }
  return reports;
}

}  // namespace portside::conformance
