// SPDX-License-Identifier: Apache-2.0
//
// Where the credentials come from with which scanners and processors read the registry.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "portside/api/call_context.hpp"
#include "portside/api/credentials.hpp"
#include "portside/api/error.hpp"
#include "portside/api/millis.hpp"

namespace portside {

class TokenService;

/// For whom and for what credentials are wanted.
struct CredentialRequest {
  /// Names them from now on: `portside-` and 20 letters and digits; fit for the name of an account.
  std::string lease_id;
  /// The one repository that they may read.
  std::string repository;
  std::string adapter_id;
  /// The scan job or the processor request that they are for.
  std::string holder;
  /// The receiver has to read images that the host's policy keeps from others, because they were
  /// not scanned yet: `scanner-pull` beside `pull` where the registry knows it.
  bool policy_bypass = false;
  /// Milliseconds for which they are needed.
  Millis valid_for = 0;
};

/// Makes credentials for reading one repository, and takes them back. Each lease id is issued once.
/// [any]
class CredentialProvider {
 public:
  virtual ~CredentialProvider() = default;

  /// Throws AdapterError.
  virtual Credentials issue(const CredentialRequest& request, const CallContext& context) = 0;

  /// False when there is nothing to be taken back: they end by themselves, or never.
  virtual bool is_revocable() const noexcept = 0;

  /// Takes back what was issued under this id. No error when nothing was, or not any more: it is
  /// called again after a crash that left nobody who knows. Throws AdapterError.
  virtual void revoke(const std::string& lease_id, const CallContext& context) = 0;
};

/// The same for everybody and for ever: for a registry that has one read-only user, or (with
/// CredentialKind::kNone) wants none.
std::shared_ptr<CredentialProvider> static_credentials(Credentials credentials);

/// Two functions of the host; without `revoke` nothing is taken back.
std::shared_ptr<CredentialProvider> callback_credentials(
    std::function<Credentials(const CredentialRequest&, const CallContext&)> issue,
    std::function<void(const std::string& lease_id, const CallContext&)> revoke = {});

/// Tokens that the host signs itself, for a registry that trusts its token service. They end with
/// their lifetime (at least a minute, at most a day) and cannot be taken back. For parties that
/// take a token; one that logs in with user and password needs another provider.
std::shared_ptr<CredentialProvider> token_credentials(std::shared_ptr<const TokenService> service);

/// What a registry makes that has robot accounts.
struct RobotAccount {
  /// As it logs in, which may be more than the name that was asked for (`robot$...`).
  std::string user;
  std::string secret;
};

/// The robot accounts of a registry, as a host has them. [any]
class RobotAccounts {
 public:
  virtual ~RobotAccounts() = default;

  /// Makes an account named `request.lease_id` that may read request.repository and nothing else,
  /// and that should end by itself after request.valid_for. Throws AdapterError.
  virtual RobotAccount create(const CredentialRequest& request, const CallContext& context) = 0;

  /// Removes the account of that name; no error when there is none. Throws AdapterError.
  virtual void remove(const std::string& name, const CallContext& context) = 0;
};

/// A robot account for each lease, removed with it. `now`: epoch milliseconds; null = the system's
/// clock.
std::shared_ptr<CredentialProvider> robot_credentials(std::shared_ptr<RobotAccounts> accounts,
                                                      std::function<Millis()> now = {});

}  // namespace portside
