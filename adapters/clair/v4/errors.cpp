// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/errors.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "portside/sdk/http_answer.hpp"

namespace portside::clair::v4 {
namespace {

enum class Again : std::uint8_t {
  kNo,
  kYes,   ///< the host may try the scan again
  kOnce,  ///< one more POST in this scan, then no more
};

/// A piece of a sentence of claircore's, and what it means.
struct Symptom {
  std::string_view piece;
  ErrorCode code;
  Again again;
  const char* message;
};

constexpr Symptom kDatabaseSymptoms[] = {
    {"failed to connect to `", ErrorCode::kScannerUnavailable, Again::kYes,
     "Clair cannot reach its database"},
    {"SQLSTATE", ErrorCode::kScannerUnavailable, Again::kYes, "Clair's database refused its work"},
};

/// The first that fits counts: what the registry answered stands in the same sentence as whatever
/// its answer said.
constexpr Symptom kIndexSymptoms[] = {
    {"unexpected status code: 401", ErrorCode::kRegistryAuthentication, Again::kOnce,
     "the registry answered 401 to Clair: it does not accept the credentials for the layers; check "
     "that they allow pulling and outlive Clair's queue"},
    {"unexpected status code: 403", ErrorCode::kRegistryAuthentication, Again::kOnce,
     "the registry answered 403 to Clair: the credentials do not allow to read the layers; when it "
     "redirects to a store of its own, set 'resolve_redirects'"},
    {"unexpected status code: 404", ErrorCode::kRegistryNotFound, Again::kNo,
     "the registry answered 404 to Clair: it does not have a layer of the image"},
    {"unexpected status code: 429", ErrorCode::kRegistryRateLimited, Again::kYes,
     "the registry asked Clair to slow down (429)"},
    {"unexpected status code: 5", ErrorCode::kRegistryUnavailable, Again::kYes,
     "the registry failed when Clair read a layer (5xx)"},
    {"unexpected status code: ", ErrorCode::kRegistryBadAnswer, Again::kNo,
     "the registry gave Clair an answer that is no layer; when it redirects to a store of its own, "
     "set 'resolve_redirects'"},
    {"validation failed", ErrorCode::kIntegrity, Again::kOnce,
     "Clair received other bytes for a layer than its digest says, twice; look at the registry's "
     "storage and at caches on the way"},
    {"unknown content-type", ErrorCode::kRegistryBadAnswer, Again::kNo,
     "Clair received something else than a layer from the registry, by its content type; check "
     "that 'layer_base_url' leads to the registry and not to a page of it"},
    {"mappingFile", ErrorCode::kScanFailed, Again::kNo,
     "Clair's indexer lacks files that it needs for every image (it runs airgapped without Red "
     "Hat's mapping files); its configuration has to be corrected"},
    {"x509:", ErrorCode::kRegistryUnreachable, Again::kNo,
     "Clair does not trust the registry's certificate; give Clair the authority that signed it"},
    {"tls:", ErrorCode::kRegistryUnreachable, Again::kNo,
     "Clair and the registry do not come to terms over TLS"},
    {"dial tcp", ErrorCode::kRegistryUnreachable, Again::kYes,
     "Clair cannot reach the registry; check its address as seen from Clair ('layer_base_url')"},
    {"request failed:", ErrorCode::kRegistryUnreachable, Again::kYes,
     "Clair got no answer from the registry"},
    {"unable to create fs.FS", ErrorCode::kScannerRejected, Again::kNo,
     "a layer is no archive that Clair reads (tar, alone or with gzip or zstd)"},
    {"bogus manifest", ErrorCode::kScannerRejected, Again::kNo,
     "Clair takes the manifest for none: it has no layers"},
    {"failed to deserialize", ErrorCode::kScannerRejected, Again::kNo,
     "Clair does not understand what the adapter sent; is it a Clair 4?"},
    {"EOF", ErrorCode::kScanFailed, Again::kYes, "a layer broke off on its way to Clair"},
    {"context canceled", ErrorCode::kScanFailed, Again::kYes,
     "Clair gave up indexing because the connection to it ended"},
    {"context deadline exceeded", ErrorCode::kScanFailed, Again::kYes,
     "Clair ran out of time while it indexed the image"},
};

AdapterError error_of(const Symptom& symptom, std::string_view sentence) {
  AdapterError error(symptom.code, symptom.message, sdk::excerpt(sentence));
  error.can_retry = symptom.again == Again::kYes;
  return error;
}

template <std::size_t kCount>
const Symptom* find_symptom(const Symptom (&symptoms)[kCount], std::string_view sentence) {
  for (const Symptom& symptom : symptoms) {
    if (sentence.find(symptom.piece) != std::string_view::npos) return &symptom;
  }
  return nullptr;
}

std::optional<IndexFailure> known_failure(std::string_view sentence) {
  // What a layer's server said comes in quotation marks and may say anything.
  const std::string_view own = sentence.substr(0, sentence.find("(body starts:"));
  if (const Symptom* symptom = find_symptom(kDatabaseSymptoms, own)) {
    return IndexFailure{error_of(*symptom, sentence)};
  }
  if (const Symptom* symptom = find_symptom(kIndexSymptoms, own)) {
    return IndexFailure{error_of(*symptom, sentence), symptom->again == Again::kOnce};
  }
  return std::nullopt;
}

/// Clair itself never answers 403.
AdapterError refused_by_gateway(const HttpResponse& answer) {
  return AdapterError(ErrorCode::kScannerAuthentication,
                      "something before Clair, a gateway or a proxy, refused our request (403); "
                      "its rules have to let the adapter reach Clair's API",
                      sdk::excerpt(answer.body));
}

AdapterError unauthorized(const HttpResponse& answer, bool is_signed) {
  if (answer.status == 403) return refused_by_gateway(answer);
  if (!is_signed) {
    return AdapterError(ErrorCode::kScannerAuthentication,
                        "Clair asks for a token (401); set 'psk' and 'issuer' to those of Clair's "
                        "auth.psk",
                        sdk::excerpt(answer.body));
  }
  return AdapterError(
      ErrorCode::kScannerAuthentication,
      "Clair refused our token (401): 'psk' (base64) and 'issuer' have to be those of Clair's "
      "auth.psk, and the clocks of both sides the same within seconds",
      sdk::excerpt(answer.body));
}

AdapterError unknown_route(const HttpResponse& answer, const std::string& what) {
  return AdapterError(ErrorCode::kScannerBadAnswer,
                      what +
                          ": nothing there knows this path (404); check 'url' ('indexer_url', "
                          "'matcher_url', 'notifier_url') and the mode that Clair runs in",
                      sdk::excerpt(answer.body));
}

/// A text member of the object that Clair's errors are; "" without one.
std::string member_of(const HttpResponse& answer, const char* name) {
  constexpr std::size_t kLongest = std::size_t{64} * 1024;
  if (answer.body.size() > kLongest) return {};
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  if (!body.is_object()) return {};
  const auto text = body.find(name);
  return text != body.end() && text->is_string() ? text->get<std::string>() : std::string();
}

}  // namespace

IndexFailure index_failure(const HttpResponse& answer, bool is_signed) {
  constexpr char kWhat[] = "Clair did not index the image";
  const bool is_about_image = answer.status == 400 || answer.status == 500;
  if (is_about_image) {
    if (auto known = known_failure(sentence_of(answer))) return *std::move(known);
  }
  if (answer.status == 500) {
    return {AdapterError(ErrorCode::kScanFailed, std::string(kWhat) + " (500)",
                         sdk::excerpt(answer.body))};
  }
  if (answer.status == 412 || answer.status == 304) {
    return {AdapterError(ErrorCode::kScannerBadAnswer,
                         std::string(kWhat) + ": it answered " + std::to_string(answer.status) +
                             " to a request without If-None-Match; a proxy between us and Clair "
                             "must not add one")};
  }
  return {clair_error(answer, kWhat, is_signed)};
}

IndexFailure index_failure(std::string_view sentence) {
  if (auto known = known_failure(sentence)) return *std::move(known);
  return {AdapterError(ErrorCode::kScanFailed, "Clair did not index the image",
                       sdk::excerpt(sentence))};
}

AdapterError clair_error(const HttpResponse& answer, const std::string& what, bool is_signed) {
  if (answer.status == 401 || answer.status == 403) return unauthorized(answer, is_signed);
  if (answer.status == 404 && !is_not_found(answer)) return unknown_route(answer, what);
  if (answer.status >= 500) {
    const std::string sentence = sentence_of(answer);
    if (const Symptom* symptom = find_symptom(kDatabaseSymptoms, sentence)) {
      return error_of(*symptom, sentence);
    }
  }
  return sdk::error_for_status(answer, what);
}

bool is_not_found(const HttpResponse& answer) {
  return answer.status == 404 && member_of(answer, "code") == "not-found";
}

std::string sentence_of(const HttpResponse& answer) {
  return member_of(answer, "message");
}

}  // namespace portside::clair::v4
