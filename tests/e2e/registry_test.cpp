// SPDX-License-Identifier: Apache-2.0
// `portside registry` against a real registry.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "auth/token_endpoint.hpp"
#include "raw_server.hpp"
#include "real_registry.hpp"
#include "run_program.hpp"
#include "test_keys.hpp"
#include "token_server.hpp"

namespace portside {
namespace {

using testing::Encryption;
using ::testing::HasSubstr;
using testing::Login;
using ::testing::Not;
using testing::ProgramResult;
using testing::RealRegistry;
using ::testing::StartsWith;

constexpr char kManifestType[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kIndexType[] = "application/vnd.oci.image.index.v1+json";

class RegistryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!RealRegistry::is_installed()) {
      GTEST_SKIP() << "docker-registry is not installed (Debian package docker-registry)";
    }
    RealRegistry filled(data_ / "registry", Login::kNone);
    layer_ = filled.put_blob("library/app", content_);
    const std::string config = filled.put_blob("library/app", "{}");
    const auto descriptor = [](const char* type, const std::string& digest, std::size_t size) {
      return nlohmann::json{{"mediaType", type}, {"digest", digest}, {"size", size}};
    };
    manifest_ =
        nlohmann::json{
            {"schemaVersion", 2},
            {"mediaType", kManifestType},
            {"config", descriptor("application/vnd.oci.image.config.v1+json", config, 2)},
            {"layers",
             {descriptor("application/vnd.oci.image.layer.v1.tar", layer_, content_.size())}}}
            .dump();
    digest_ = filled.put_manifest("library/app", "v1", kManifestType, manifest_);
    nlohmann::json platform = descriptor(kManifestType, digest_, manifest_.size());
    platform["platform"] = {{"os", "linux"}, {"architecture", "arm64"}};
    const nlohmann::json index = {
        {"schemaVersion", 2}, {"mediaType", kIndexType}, {"manifests", {platform}}};
    filled.put_manifest("library/app", "multi", kIndexType, index.dump());
  }

  void start(Login login, Encryption encryption = Encryption::kNone) {
    registry_.emplace(data_ / "registry", login, encryption);
    password_ = data_.write("password", "alice-pw\n");
  }

  /// The program, with the image's name behind the registry's.
  ProgramResult portside(const std::string& command, const std::string& image,
                         const std::string& options = " --plain-http") const {
    return testing::run_program(PORTSIDE_PROGRAM " registry " + command + " " + registry_->host() +
                                image + options);
  }

  testing::TempFolder data_;
  std::string content_ = std::string(300'000, 'l') + "end";
  std::string layer_;
  std::string manifest_;
  std::string digest_;
  std::string password_;
  std::optional<RealRegistry> registry_;
};

TEST_F(RegistryTest, ShowsWhatIsThere) {
  start(Login::kNone);
  EXPECT_EQ(portside("ping", "").output, "the registry is there\n");
  EXPECT_EQ(portside("tags", "/library/app").output, "multi\nv1\n");
  const ProgramResult image = portside("manifest", "/library/app:v1");
  EXPECT_EQ(image.code, 0) << image.output;
  EXPECT_THAT(image.output, StartsWith("digest        " + digest_));
  EXPECT_THAT(image.output, HasSubstr(layer_ + "       300003  application/vnd.oci.image.layer"));
  EXPECT_THAT(portside("manifest", "/library/app:multi").output, HasSubstr("  linux/arm64\n"));
  EXPECT_EQ(portside("manifest", "/library/app@" + digest_, " --raw --plain-http").output,
            manifest_);
}

TEST_F(RegistryTest, FetchesBlobs) {
  start(Login::kNone);
  EXPECT_EQ(portside("blob", "/library/app@" + layer_).output, content_);
  const std::string file = data_ / "layer";
  const ProgramResult fetched =
      portside("blob", "/library/app@" + layer_, " --plain-http -o " + file);
  EXPECT_EQ(fetched.code, 0) << fetched.output;
  std::ifstream stream(file, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), content_);
}

TEST_F(RegistryTest, SaysWhatIsNotThere) {
  start(Login::kNone);
  const ProgramResult tag = portside("manifest", "/library/app:nope");
  EXPECT_EQ(tag.code, 1);
  EXPECT_THAT(tag.output, HasSubstr("the manifest library/app:nope, has no such thing"));
  const std::string other = "sha256:" + std::string(64, '0');
  const std::string file = data_ / "none";
  const ProgramResult blob = portside("blob", "/library/app@" + other, " --plain-http -o " + file);
  EXPECT_EQ(blob.code, 1);
  EXPECT_NE(::access(file.c_str(), F_OK), 0) << "nothing is left behind";
  EXPECT_NE(::access((file + ".partial").c_str(), F_OK), 0);
  EXPECT_EQ(portside("tags", "/library/other").code, 1);
}

TEST_F(RegistryTest, LogsIn) {
  start(Login::kHtpasswd);
  const ProgramResult anonymous = portside("tags", "/library/app");
  EXPECT_EQ(anonymous.code, 1);
  EXPECT_THAT(anonymous.output, HasSubstr("asks for other credentials"));
  const std::string alice = " --plain-http -u alice --password-file ";
  EXPECT_EQ(portside("tags", "/library/app", alice + password_).output, "multi\nv1\n");
  EXPECT_EQ(portside("blob", "/library/app@" + layer_, alice + password_).output, content_);
  const std::string wrong = data_.write("wrong", "canary");
  const ProgramResult refused = portside("tags", "/library/app", alice + wrong);
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.output, Not(HasSubstr("canary")));
}

TEST_F(RegistryTest, TakesTheTokensOfItsHost) {
  const testing::TokenServer service;
  registry_.emplace(data_ / "registry", service.auth());
  password_ = data_.write("password", "alice-pw\n");
  const std::string alice = " --plain-http -u alice --password-file " + password_;
  EXPECT_EQ(portside("tags", "/library/app", alice).output, "multi\nv1\n");
  EXPECT_EQ(portside("blob", "/library/app@" + layer_, alice).output, content_);
  EXPECT_EQ(portside("ping", "", alice).output, "the registry is there\n");
  EXPECT_EQ(service.asked(), 3U) << "one token for each run of the program";
  const ProgramResult anonymous = portside("tags", "/library/app");
  EXPECT_EQ(anonymous.code, 1) << "a token that allows nothing";
  EXPECT_THAT(anonymous.output, HasSubstr("asks for other credentials"));
}

TEST_F(RegistryTest, TakesPlaceAndUserFromTheConfiguration) {
  start(Login::kHtpasswd);
  const std::string config =
      data_.write("p.yaml", "registry: {url: 'http://" + registry_->host() +
                                "', user: alice, password: '${FILE:" + password_ + "}'}\n");
  const auto run = [&](const std::string& arguments) {
    return testing::run_program(PORTSIDE_PROGRAM " registry " + arguments + " -c " + config);
  };
  EXPECT_EQ(run("tags library/app").output, "multi\nv1\n");
  EXPECT_EQ(run("ping").output, "the registry is there\n");
}

TEST_F(RegistryTest, TrustsItsAuthoritiesOnly) {
  start(Login::kNone, Encryption::kTls);
  const ProgramResult unknown = portside("tags", "/library/app", "");
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.output, HasSubstr("cannot be reached: SSL certificate problem"));
  EXPECT_EQ(portside("tags", "/library/app", " --ca-file " + registry_->ca_file()).output,
            "multi\nv1\n");
  EXPECT_EQ(portside("tags", "/library/app", " --insecure").output, "multi\nv1\n");
  EXPECT_EQ(portside("tags", "/library/app", " --plain-http").code, 1);
}

}  // namespace
}  // namespace portside
