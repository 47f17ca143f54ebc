// SPDX-License-Identifier: Apache-2.0
//
// The middle of a scan: Anchore gets credentials for the repository.
#include <string>
#include <utility>

#include "anchore/errors.hpp"
#include "anchore/image_name.hpp"
#include "anchore/image_request.hpp"
#include "anchore/scan.hpp"

namespace portside::anchore {
namespace {

constexpr Millis kPauseForRecord = 500;
/// Somebody else deletes the record of the registry whenever it is about to be changed.
constexpr int kMostVanishedRecords = 3;

}  // namespace

Credentials Scan::credentials_for_anchore() {
  if (config().use_anchore_configured_credentials) return {};
  return registry_.credentials(context_);
}

ScanStep Scan::put_credentials(Continuation at) {
  const Credentials credentials = credentials_for_anchore();
  if (credentials.kind == CredentialKind::kNone) return post(std::move(at));
  return give(std::move(at), credentials);
}

ScanStep Scan::give(Continuation at, const Credentials& credentials) {
  // First: of credentials that cannot be given nobody is to wait.
  std::string record = registry_record(name(), credentials, config());
  switch (records_.next(name().repository, request_.image.digest, now())) {
    case RecordTurn::kPut: return put_record(std::move(at), std::move(record));
    case RecordTurn::kPost: return post_record(std::move(at), std::move(record));
    case RecordTurn::kWait: break;
  }
  at.step = Step::kCredentials;
  return ScanStep::pending_for(kPauseForRecord, to_json(at),
                               "another scan gives Anchore credentials for the repository");
}

ScanStep Scan::post_record(Continuation at, std::string record) {
  at.step = Step::kCredentials;
  return ScanStep::pending_on(api_.post_registry(name(), std::move(record)), to_json(at),
                              "giving Anchore credentials for the repository");
}

ScanStep Scan::put_record(Continuation at, std::string record) {
  at.step = Step::kCredentialsAgain;
  return ScanStep::pending_on(api_.put_registry(name(), std::move(record)), to_json(at),
                              "giving Anchore new credentials for the repository");
}

/// Once a scan: what Anchore had for the registry may have been another scan's, and ended with it.
/// Nothing where credentials of ours are not what it uses.
std::optional<ScanStep> Scan::renew(Continuation at) {
  if (at.renewals > 0) return std::nullopt;
  const Credentials credentials = credentials_for_anchore();
  if (credentials.kind != CredentialKind::kBasic) return std::nullopt;
  ++at.renewals;
  at.failures = 0;
  return give(std::move(at), credentials);
}

ScanStep Scan::with_credentials(Continuation at, const HttpResponse& answer) {
  const std::string& repository = name().repository;
  if (is_success(answer)) {
    records_.learn(repository);
    return post_or_look(std::move(at));
  }
  const AnchoreFailure failure =
      anchore_failure(answer, "Anchore did not take credentials for the registry");
  // Of an earlier scan, or of one that is under way: that one renews its own when they are missed.
  if (at.step == Step::kCredentials && failure.kind == Failure::kRegistryExists) {
    records_.learn(repository);
    return put_record(std::move(at),
                      registry_record(name(), registry_.credentials(context_), config()));
  }
  const bool has_vanished =
      at.step == Step::kCredentialsAgain && failure.kind == Failure::kNotFound;
  if (has_vanished) records_.forget(repository);
  if (at.step == Step::kCredentials) records_.refused(repository, now());
  if (has_vanished && ++at.failures <= kMostVanishedRecords) return put_credentials(std::move(at));
  throw AdapterError(failure.error);
}

}  // namespace portside::anchore
