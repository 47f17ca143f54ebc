// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "fake_anchore.hpp"
#include "plugin_fixture.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::testing {

inline constexpr char kTestRepository[] = "registry.test:443/library/test";

/// A different one for each repository, with what a text without care would break on.
inline Credentials robot_of(const std::string& repository) {
  Credentials robot;
  robot.kind = CredentialKind::kBasic;
  robot.user = "robot$" + repository;
  robot.secret = "CANARY\"\\:of/" + repository;
  return robot;
}

/// The plugin anchore.so, loaded by a host that scans with it, and a scripted Anchore with an
/// image, digest_number(1).
class AnchoreHostFixture : public PluginFixture {
 protected:
  explicit AnchoreHostFixture(int version)
      : PluginFixture("anchore", PORTSIDE_ANCHORE_PLUGIN,
                      [](MemoryRegistryAccess& access, const AccessRequest& request) {
                        access.set_credentials(robot_of(request.repository));
                      }),
        anchore_(version) {
    anchore_.set_authorization("Basic " + sdk::base64("portside:CANARY-OF-ANCHORE"));
    guard(kTestRepository, "library/test");
    anchore_.put_image(digest_number(1), image_);
  }

  void guard(const std::string& name, const std::string& repository) {
    const Credentials robot = robot_of(repository);
    anchore_.guard_repository(name, robot.user, robot.secret);
  }
  void load_data() {
    anchore_.put_vulnerability({"CVE-2026-1", "openssl", "3.0.12", "High", "A flaw in TLS."});
    anchore_.put_vulnerability({"CVE-2026-2", "bash", "", "Low", "A flaw in the shell.", true});
  }
  void start_anchore(nlohmann::json more = nlohmann::json::object()) {
    more["username"] = "portside";
    more["password"] = "CANARY-OF-ANCHORE";
    start(server_, std::move(more));
  }
  void start_with_data(nlohmann::json more = nlohmann::json::object()) {
    load_data();
    start_anchore(std::move(more));
  }

  const FakeAnchoreImage image_ = {{{"openssl", "3.0.11"}, {"bash", "5.2"}, {"curl", "7.88"}}};
  const std::string both_rows_ = "bash CVE-2026-2 Low\nopenssl CVE-2026-1 High\n";
  FakeAnchore anchore_;
  FakeServer server_{[this](const HttpRequest& request) { return anchore_.handle(request); }};
};

}  // namespace portside::testing
