// SPDX-License-Identifier: Apache-2.0
//
// A service describes the same artifact in the same way, however the request is written.
#include <algorithm>

#include "conformance/service_checks.hpp"
#include "conformance/service_description.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kLargeManifest = std::size_t{4} << 20U;
constexpr std::size_t kBase64Line = 76;
/// Of a user and a password that there are not, for a registry that is not there.
constexpr char kUnusedSecret[] = "cG9ydHNpZGUtY2hlY2s6bm90LXRvLWJlLXNob3du";

struct Words {
  const char* rule;
  const char* remedy;
};

/// What is wrong with the answer to another form of the usual request, or nothing.
Obstacle judge_form(const ServiceBench& bench, const MetadataForm& form, CheckStatus verdict,
                    const Words& words) {
  const ServiceDescription usual = describe_sample(bench);
  if (!usual.problem().empty()) return skipped_for("metadata");
  if (describe_sample(bench).taken_over() != usual.taken_over()) {
    return skipped_for("metadata-repeats");
  }
  const ServiceDescription other = describe_sample(bench, bench.manifest(), form);
  if (other.problem().empty() && other.taken_over() == usual.taken_over()) return std::nullopt;
  const std::string seen = other.problem().empty()
                               ? "POST /abstractmetadata described the artifact in another way"
                               : other.problem();
  CheckResult result = failed(seen, words.rule, words.remedy);
  result.status = verdict;
  return result;
}

/// The URL alphabet, without padding, in two lines.
std::string other_base64(std::string_view bytes) {
  std::string text = sdk::base64url(bytes);
  return text.insert(std::min(kBase64Line, text.size()), "\\r\\n");
}

bool shows_secret(const HttpResponse& response) {
  return response.body.find(kUnusedSecret) != std::string::npos ||
         std::ranges::any_of(response.headers, [](const auto& field) {
           return field.second.find(kUnusedSecret) != std::string::npos;
         });
}

}  // namespace

CheckResult check_metadata_repeats(ServiceBench& bench) {
  const ServiceDescription usual = describe_sample(bench);
  if (!usual.problem().empty()) return skipped_for("metadata");
  const ServiceDescription again = describe_sample(bench);
  if (again.problem().empty() && again.taken_over() == usual.taken_over()) return passed();
  return failed(
      again.problem().empty() ? "POST /abstractmetadata described the artifact in another way"
                              : "the second time, " + again.problem(),
      "the same answer to the same request", "hosts repeat requests whose answer did not arrive");
}

CheckResult check_manifest_key(ServiceBench& bench) {
  MetadataForm form;
  form.manifest_key = "Manifest";
  return judge_form(bench, form, CheckStatus::kFailed,
                    {"the same answer when the manifest is called Manifest",
                     "hosts write it in one way or the other"})
      .value_or(passed());
}

CheckResult check_member_case(ServiceBench& bench) {
  MetadataForm form;
  form.registry_key = "REGISTRY";
  form.manifest_key = "MANIFEST";
  form.artifact_key = "ARTIFACT";
  return judge_form(bench, form, CheckStatus::kWarning,
                    {"the same answer when the request's members have names in capitals",
                     "read Registry, manifest, Artifact and AdditionType in any case"})
      .value_or(passed());
}

CheckResult check_manifest_base64(ServiceBench& bench) {
  MetadataForm form;
  form.encoded = &other_base64;
  return judge_form(bench, form, CheckStatus::kWarning,
                    {"the same answer when the manifest's base64 has the alphabet for URLs, no "
                     "padding and two lines",
                     "read base64 of either alphabet, with or without padding and line ends"})
      .value_or(passed());
}

CheckResult check_unknown_members(ServiceBench& bench) {
  MetadataForm form;
  form.unknown.text = R"({"portside_check":[1]})";
  return judge_form(
             bench, form, CheckStatus::kFailed,
             {"the same answer when the request and its Artifact have members that nobody knows",
              "pass over what you do not know: later hosts send more"})
      .value_or(passed());
}

CheckResult check_large_manifest(ServiceBench& bench) {
  if (!describe_sample(bench).problem().empty()) return skipped_for("metadata");
  std::string large = bench.manifest();
  large.insert(large.rfind('}') == std::string::npos ? large.size() : large.rfind('}'),
               std::string(kLargeManifest - std::min(kLargeManifest, large.size()), ' '));
  const ServiceDescription described = describe_sample(bench, large);
  if (described.problem().empty()) return passed();
  return failed("with a manifest of 4 MiB, " + described.problem(),
                "the answer that a smaller one gets",
                "read bodies of 6 MiB at least: base64 makes four bytes of three");
}

CheckResult check_registry_secret(ServiceBench& bench) {
  MetadataForm form;
  form.registry =
      R"({"url":"http://127.0.0.1:9","authorization":"Basic )" + std::string(kUnusedSecret) + "\"}";
  std::vector<ServiceAnswer> answers = {
      bench.post("abstractmetadata", bench.metadata_body(bench.manifest(), form))};
  if (const auto names = bench.addition_names(); names && !names->empty()) {
    answers.push_back(
        bench.post("abstractaddition", bench.addition_body(names->front(), form.registry)));
  }
  for (const ServiceAnswer& answer : answers) {
    if (!shows_secret(answer.response)) continue;
    return failed("the answer of " + answer.what + " has the secret in it that came with Registry",
                  "an answer without it",
                  "answers are stored and logged; leave Registry out of them, and of errors");
  }
  if (answers.front().status() == 0) return skipped_for("metadata");
  return answers.back().status() == 0 ? skipped_for("additions") : passed();
}

}  // namespace portside::conformance
