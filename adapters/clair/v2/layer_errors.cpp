// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/layer_errors.hpp"

#include <string_view>

#include "clair/v2/json_answer.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/no_answer.hpp"

namespace portside::clair::v2 {
namespace {

constexpr int kStatusOk = 200;
constexpr int kStatusCreated = 201;
constexpr int kStatusBadRequest = 400;
constexpr int kStatusUnprocessable = 422;
constexpr int kStatusUnavailable = 503;
constexpr int kStatusGatewayTimeout = 504;

bool says(std::string_view sentence, std::string_view words) {
  return sentence.find(words) != std::string_view::npos;
}

PostOutcome outcome_of_422(std::string_view sentence) {
  if (says(sentence, "not supported")) return PostOutcome::kUnsupportedOs;
  if (says(sentence, "could not extract the archive")) return PostOutcome::kNoArchive;
  return PostOutcome::kFailed;
}

PostOutcome outcome_of_400(std::string_view sentence) {
  if (says(sentence, "could not find layer")) return PostOutcome::kNotFetched;
  if (says(sentence, "parent layer is unknown")) return PostOutcome::kParentUnknown;
  return PostOutcome::kFailed;
}

AdapterError rejected(const std::string& message, const std::string& sentence) {
  return AdapterError(ErrorCode::kScannerRejected, message, sdk::excerpt(sentence));
}

}  // namespace

PostOutcome post_outcome(const HttpResponse& answer) {
  switch (answer.status) {
    case kStatusOk:
    case kStatusCreated: return PostOutcome::kTaken;
    case kStatusBadRequest: return outcome_of_400(error_sentence(answer.body));
    case kStatusUnprocessable: return outcome_of_422(error_sentence(answer.body));
    case kStatusGatewayTimeout: return PostOutcome::kWorkGoesOn;
    case kStatusUnavailable:
      return says(error_sentence(answer.body), "failed to respond within the configured timeout")
                 ? PostOutcome::kWorkGoesOn
                 : PostOutcome::kFailed;
    default: return PostOutcome::kFailed;
  }
}

AdapterError post_error(const HttpResponse& answer, const std::string& layer) {
  const std::string sentence = error_sentence(answer.body);
  if (says(sentence, "could not extract the archive")) {
    return rejected(layer +
                        " is no archive that Clair 2 reads (plain tar, gzip, bzip2, xz), or "
                        "arrived damaged twice",
                    sentence);
  }
  if (says(sentence, "file too big")) {
    return rejected(layer + " has a package database of more than the 200 MiB that Clair 2 reads",
                    sentence);
  }
  if (post_outcome(answer) == PostOutcome::kWorkGoesOn) {
    return AdapterError(ErrorCode::kScannerUnavailable,
                        "Clair was not ready with " + layer +
                            " in many of its own timeouts; is its api.timeout long enough for "
                            "layers of that size?",
                        sdk::excerpt(sentence));
  }
  if (answer.status == kStatusUnprocessable) {
    return rejected("Clair cannot read " + layer, sentence.empty() ? answer.body : sentence);
  }
  if (answer.status == kStatusBadRequest) {
    return rejected(
        "Clair rejects the request for " + layer +
            ", which no image can be the cause of; report it as a defect of the adapter",
        sentence.empty() ? answer.body : sentence);
  }
  return answer_error(answer, "Clair did not take " + layer);
}

AdapterError fetch_error(LayerProbe probe, const std::string& layer, const std::string& host) {
  const std::string begin = "Clair could not fetch " + layer + " from " + host + ": ";
  switch (probe) {
    case LayerProbe::kMissing:
      return AdapterError(ErrorCode::kRegistryNotFound,
                          begin + "the registry does not have it; push the image again");
    case LayerProbe::kRefused:
      return AdapterError(ErrorCode::kRegistryAuthentication,
                          begin + "the registry refuses the credentials of this scan");
    case LayerProbe::kRegistryDown:
      return AdapterError(ErrorCode::kRegistryUnavailable,
                          begin + "the registry does not answer us either");
    case LayerProbe::kReadable: break;
  }
  return AdapterError(ErrorCode::kScanFailed,
                      begin +
                          "the registry gives it to us, so it is Clair that does not reach it; "
                          "check its network, DNS, proxy and trusted certificates, or set "
                          "layer_base_url to an address that it reaches");
}

AdapterError no_answer_error(const HttpResponse& answer, const std::string& layer) {
  const sdk::NoAnswer account = sdk::read_no_answer(answer);
  if (!account.can_retry) {
    return AdapterError(ErrorCode::kScannerUnreachable,
                        "Clair cannot be given " + layer +
                            ", and to repeat the scan does not help before the cause is mended",
                        account.why)
        .no_retry();
  }
  return AdapterError(
      ErrorCode::kScannerUnreachable,
      "Clair gave no answer to " + layer + "; what it has of it is used when the scan is repeated",
      account.why);
}

}  // namespace portside::clair::v2
