// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "http/client.hpp"
#include "server_process.hpp"
#include "temp_folder.hpp"

namespace portside::testing {

enum class Login { kNone, kHtpasswd };
enum class Encryption { kNone, kTls };

/// A registry that wants tokens.
struct TokenAuth {
  std::string realm;
  std::string service;
  std::string issuer;
  /// PEM; who signs with its key is believed.
  std::string certificate;
};

/// A docker-registry (CNCF distribution) of its own on 127.0.0.1.
class RealRegistry {
 public:
  /// Whether the package is installed.
  static bool is_installed();

  /// Keeps its content in `data`, which several may share one after the other. With kHtpasswd it
  /// knows alice with the password alice-pw; with kTls its authority is in ca_file().
  RealRegistry(const std::string& data, Login login, Encryption encryption = Encryption::kNone);
  RealRegistry(const std::string& data, const TokenAuth& auth);

  /// `127.0.0.1:PORT`.
  const std::string& host() const noexcept { return host_; }
  std::string ca_file() const { return folder_ / "ca.pem"; }

  /// Puts a blob, and a manifest under a tag, into a registry without login and encryption.
  /// Returns the digest.
  std::string put_blob(const std::string& repository, const std::string& content);
  std::string put_manifest(const std::string& repository, const std::string& tag,
                           const std::string& media_type, const std::string& content);

 private:
  static std::string configuration(const std::string& data);
  /// Starts it with this configuration.
  void start(const std::string& configuration);

  TempFolder folder_;
  std::string host_;
  std::unique_ptr<ServerProcess> process_;
};

}  // namespace portside::testing
