// SPDX-License-Identifier: Apache-2.0
#include "anchore/errors.hpp"

#include <algorithm>
#include <string_view>

#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/no_answer.hpp"

namespace portside::anchore {
namespace {

enum class Again : std::uint8_t { kNo, kYes, kInAMinute };

/// What an answer means.
struct Meaning {
  Failure kind;
  ErrorCode code;
  Again again;
  const char* sentence;
};

/// Of an error code in the answer's detail.
struct CodeMeaning {
  std::string_view code;
  Meaning meaning;
};

/// Of a status with a piece of Anchore's message; status 0 and an empty piece fit all.
struct TextMeaning {
  std::int32_t status;
  std::string_view piece;
  Meaning meaning;
};

constexpr Meaning kRegistryAway = {
    Failure::kOther, ErrorCode::kRegistryUnreachable, Again::kInAMinute,
    "Anchore cannot reach the registry; check its address as seen from Anchore ('registry'). "
    "Anchore asks again after a minute at the earliest"};

constexpr CodeMeaning kCodeMeanings[] = {
    {"REGISTRY_PERMISSION_DENIED",
     {Failure::kRegistryCredentials, ErrorCode::kRegistryAuthentication, Again::kNo,
      "the registry does not accept what Anchore has for it; check that the credentials allow "
      "pulling from this repository, or set up Anchore's own and "
      "'use_anchore_configured_credentials' (credentials that an earlier scan left there for this "
      "repository count for more than those of the whole registry: delete them)"}},
    {"REGISTRY_NOT_ACCESSIBLE", kRegistryAway},
    {"REGISTRY_IMAGE_NOT_FOUND",
     {Failure::kOther, ErrorCode::kRegistryNotFound, Again::kNo,
      "the registry does not give the image to Anchore; it may be deleted, or 'registry' leads to "
      "another registry"}},
    {"REGISTRY_NOT_SUPPORTED",
     {Failure::kOther, ErrorCode::kRegistryBadAnswer, Again::kNo,
      "Anchore does not take what answers for a registry; check that 'registry' leads to it"}},
    {"OSARCH_MISMATCH",
     {Failure::kOther, ErrorCode::kScannerRejected, Again::kNo,
      "Anchore does not take the image's platform"}},
    {"SKOPEO_UNKNOWN_ERROR",
     {Failure::kOther, ErrorCode::kScanFailed, Again::kYes,
      "Anchore could not read the image from the registry and does not know why"}},
    {"UNKNOWN",
     {Failure::kOther, ErrorCode::kScanFailed, Again::kYes, "Anchore does not know why"}},
};

constexpr Meaning kServicesAway = {
    Failure::kOther, ErrorCode::kScannerUnavailable, Again::kYes,
    "one of Anchore's services does not reach another; look at its system status"};

constexpr TextMeaning kTextMeanings[] = {
    {404,
     "image is not analyzed",
     {Failure::kNotAnalyzed, ErrorCode::kScannerUnavailable, Again::kYes,
      "the image is not analysed yet"}},
    {404,
     "could not find any evaluations",
     {Failure::kNoPolicyEvaluation, ErrorCode::kNotFound, Again::kNo,
      "the image could not be evaluated"}},
    {404,
     "no active policy",
     {Failure::kNoPolicyEvaluation, ErrorCode::kNotFound, Again::kNo,
      "the account has no active policy; activate one, or set 'policy_id'"}},
    {404,
     "",
     {Failure::kNotFound, ErrorCode::kNotFound, Again::kNo,
      "there is no such thing (404) in the account that is asked ('account')"}},
    {0,
     "registry already exists",
     {Failure::kRegistryExists, ErrorCode::kConflict, Again::kYes,
      "it has credentials for this repository already"}},
    {400, "registry not available", kRegistryAway},
    {400,
     "Image size is too large",
     {Failure::kOther, ErrorCode::kScannerRejected, Again::kNo,
      "the image is larger than Anchore's max_compressed_image_size_mb allows"}},
    {406,
     "",
     {Failure::kOther, ErrorCode::kRegistryAuthentication, Again::kNo,
      "it could not log in to the registry with the credentials of this scan (406); Anchore has to "
      "resolve the registry's name ('registry') and to trust its certificate "
      "('registry_tls_verify'), and 'validate_credentials: false' leaves the test out"}},
    {0, "could not find valid endpoint for service", kServicesAway},
    {0, "connectivity issue with catalog", kServicesAway},
};

constexpr Meaning kUnauthorized = {
    Failure::kOther, ErrorCode::kScannerAuthentication, Again::kNo,
    "it refused the credentials (401); check 'username' and 'password', or 'api_key'"};
constexpr Meaning kForbidden = {
    Failure::kOther, ErrorCode::kScannerAuthentication, Again::kNo,
    "its user may not do this (403): a permission is missing, the account is disabled, or "
    "'account' is another one and the user no administrator"};
constexpr Meaning kUnknownPath = {
    Failure::kOther, ErrorCode::kScannerBadAnswer, Again::kNo,
    "nothing there knows this path (404); check 'url', 'api_version' and what stands before "
    "Anchore"};

constexpr char kNoJson[] = "; it is no JSON, so look at what stands before Anchore";

AnchoreFailure failure_of(const Meaning& meaning, const std::string& what, const ErrorBody& body) {
  AdapterError error(meaning.code, what + ": " + meaning.sentence, body.detail);
  error.can_retry = meaning.again != Again::kNo;
  if (meaning.again == Again::kInAMinute) error.retry_in(60'000);
  return {meaning.kind, std::move(error)};
}

/// What Anchore itself says; nullptr when no rule fits.
const Meaning* meaning_of(std::int32_t status, const ErrorBody& body) {
  for (const CodeMeaning& each : kCodeMeanings) {
    const auto& codes = body.codes;
    if (std::find(codes.begin(), codes.end(), each.code) != codes.end()) return &each.meaning;
  }
  for (const TextMeaning& each : kTextMeanings) {
    const bool fits = each.status == 0 || each.status == status;
    if (fits && body.message.find(each.piece) != std::string::npos) return &each.meaning;
  }
  return nullptr;
}

AnchoreFailure no_answer(const HttpResponse& answer, const std::string& what) {
  const sdk::NoAnswer account = sdk::read_no_answer(answer);
  AdapterError error(ErrorCode::kScannerUnreachable, what + ": it gave no answer", account.why);
  error.can_retry = account.can_retry;
  return {Failure::kOther, std::move(error)};
}

AnchoreFailure failure_for(const HttpResponse& answer, const std::string& what,
                           const ErrorBody& body) {
  if (answer.status == 403) return failure_of(kForbidden, what, body);
  if (answer.status == 404 && !body.is_anchores) return failure_of(kUnknownPath, what, body);
  if (answer.status >= 400) {
    if (const Meaning* meaning = meaning_of(answer.status, body)) {
      return failure_of(*meaning, what, body);
    }
  }
  AdapterError error = sdk::error_for_status(answer, what);
  error.detail = body.detail;
  return {Failure::kOther, std::move(error)};
}

}  // namespace

AnchoreFailure anchore_failure(const HttpResponse& answer, const std::string& what) {
  if (answer.status == 0) return no_answer(answer, what);
  const ErrorBody body = read_error_body(answer);
  // Anchore's own 401 is a text.
  if (answer.status == 401) return failure_of(kUnauthorized, what, body);
  AnchoreFailure failure = failure_for(answer, what, body);
  if (!body.is_json) failure.error.message += kNoJson;
  return failure;
}

AdapterError anchore_error(const HttpResponse& answer, const std::string& what) {
  return anchore_failure(answer, what).error;
}

}  // namespace portside::anchore
