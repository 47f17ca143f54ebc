// SPDX-License-Identifier: Apache-2.0
// The example services, as their readers run them: as `portside processor check` sees them, and
// with all that is between an artifact in a registry and what a service says of it.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "portside/sdk/base64.hpp"
#include "run_program.hpp"
#include "temp_folder.hpp"
#include "test_artifact.hpp"

namespace portside {
namespace {

using nlohmann::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using testing::ProgramResult;
using testing::RealRegistry;

constexpr char kRocketConfig[] = "application/vnd.acme.rocket.config.v1+json";
constexpr char kRocketManifest[] =
    R"({"schemaVersion":2,"annotations":{"com.acme.rocket.thrust":"9kN ~~~ ???"}})";

/// What a server on this port says to these bytes until it closes the connection.
std::string said_to(int port, const std::string& bytes) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  std::string said;
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t more = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (more <= 0) break;
      sent += static_cast<std::size_t>(more);
    }
    char piece[4'096];
    for (ssize_t got = 1; got > 0;) {
      got = ::recv(fd, piece, sizeof(piece), 0);
      if (got > 0) said.append(piece, static_cast<std::size_t>(got));
    }
  }
  ::close(fd);
  return said;
}

std::string post_of(const std::string& body, const std::string& length) {
  return "POST /abstractmetadata HTTP/1.1\r\nHost: rocket\r\nConnection: close\r\n"
         "authorization: Bearer of-the-host\r\nx-request-id: of-the-test\r\n" +
         length + "\r\n\r\n" + body;
}
std::string post_of(const std::string& body) {
  return post_of(body, "Content-Length: " + std::to_string(body.size()));
}

struct Example {
  std::string name;
  std::vector<std::string> command;
};

std::vector<Example> remote_examples() {
  return {{"cpp", {PORTSIDE_REMOTE_PROCESSOR}},
          {"python", {"/usr/bin/python3", PORTSIDE_REMOTE_PROCESSOR_PY}}};
}

class RemoteProcessorExample : public ::testing::TestWithParam<Example> {
 protected:
  void SetUp() override {
    std::vector<std::string> command = GetParam().command;
    secret_ = folder_.write("secret", "Bearer of-the-host\n");
    command.insert(command.end(), {"0", secret_});
    server_.emplace(command, folder_ / "log");
    url_ = "http://127.0.0.1:" + server_->word_in_log("listening on 127.0.0.1:");
  }

  ProgramResult check(const std::string& options) const {
    return testing::run_program(PORTSIDE_PROGRAM " processor check " + url_ + options);
  }

  /// Needs a registry.
  void push_rocket() {
    registry_.emplace(folder_ / "registry", testing::Login::kNone);
    put_artifact(
        *registry_, "space/rocket", "v1",
        {.config = {kRocketConfig, R"({"not":"read"})"},
         .annotations = {
             {"com.acme.rocket.thrust", "9kN"}, {"com.acme.rocket.stages", "2"}, {"other", "x"}}});
  }

  ProgramResult artifact(const std::string& options) const {
    const std::string processors = folder_.write(
        "processor.yaml", "Processors:\n- ProcessorUrl: \"" + url_ + "\"\n  ArtifactMediaType: \"" +
                              kRocketConfig +
                              "\"\n  Authorization: Bearer of-the-host\n  Retries: 0\n");
    return testing::run_program(
        "XDG_STATE_HOME=" + folder_.str() +
        " " PORTSIDE_PROGRAM " artifact --plain-http --plugin-dir " PORTSIDE_PLUGIN_FOLDER
        " --trust-anchor " PORTSIDE_BUILD_DIR " --processors " +
        processors + options + " " + registry_->host() + "/space/rocket:v1");
  }

  testing::TempFolder folder_;
  std::string secret_;
  std::optional<testing::ServerProcess> server_;
  std::string url_;
  std::optional<RealRegistry> registry_;
};

TEST_P(RemoteProcessorExample, KeepsAllRules) {
  const ProgramResult result =
      check(std::string(" --json --media-type ") + kRocketConfig + " --manifest " +
            folder_.write("manifest.json", kRocketManifest) + " --authorization-file " + secret_);
  EXPECT_EQ(result.code, 0) << result.output;
  const auto report = json::parse(result.output);
  EXPECT_EQ(report.at("url"), url_);
  EXPECT_EQ(report.at("checks").size(), 28U);
  for (const auto& each : report.at("checks")) {
    EXPECT_EQ(each.at("status"), "passed") << each.dump();
  }
}

TEST_P(RemoteProcessorExample, IsRefusedWithoutTheSecret) {
  const ProgramResult result = check(" --only '^(artifact-type|wrong-method)$'");
  EXPECT_EQ(result.code, 5) << result.output;
  EXPECT_THAT(result.output,
              HasSubstr("failed   artifact-type\n    GET /artifacttype answered 401"));
  EXPECT_THAT(result.output, HasSubstr("--authorization-file"));
}

TEST_P(RemoteProcessorExample, DoesNotStartWithoutTheSecretThatItIsGiven) {
  const std::string empty = folder_.write("empty", "\n");
  std::string line = "timeout 20";
  for (const std::string& word : GetParam().command) line += " " + word;
  const ProgramResult result = testing::run_program(line + " 0 " + empty);
  EXPECT_EQ(result.code, 1) << result.output;
  EXPECT_THAT(result.output, HasSubstr(empty));
}

TEST_P(RemoteProcessorExample, OutlivesWhatNoHostSends) {
  const int port = std::stoi(url_.substr(url_.rfind(':') + 1));
  const std::string deep(1'000'000, '[');
  const std::string manifest =
      R"({"annotations":{"com.acme.rocket.x":)" + deep + std::string(deep.size(), ']') + "}}";
  EXPECT_THAT(said_to(port, post_of(deep)), HasSubstr("HTTP/1.1 400 "));
  EXPECT_THAT(
      said_to(port, post_of(R"({"Artifact":{},"manifest":")" + sdk::base64(manifest) + "\"}")),
      ContainsRegex("HTTP/1.1 4(13|22) "));
  EXPECT_THAT(said_to(port, post_of("2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked")),
              ContainsRegex("HTTP/1.1 4(00|11) "));
  EXPECT_THAT(said_to(port, post_of("", "Content-Length: 99999999")), HasSubstr("HTTP/1.1 413 "));
  EXPECT_THAT(said_to(port, post_of("", "X: " + std::string(100'000, 'x'))),
              HasSubstr("HTTP/1.1 431 "));
  const std::string rocket = post_of(R"({"Artifact":{},"manifest":"e30="})");
  EXPECT_THAT(said_to(port, rocket), HasSubstr("HTTP/1.1 200 "));
  EXPECT_THAT(said_to(port, rocket), HasSubstr("X-Request-Id: of-the-test\r\n"));
}

TEST_P(RemoteProcessorExample, UnderstandsRocketsInARegistry) {
  if (!RealRegistry::is_installed()) {
    GTEST_SKIP() << "docker-registry is not installed (Debian package docker-registry)";
  }
  push_rocket();
  const ProgramResult found = artifact(" --format json");
  ASSERT_EQ(found.code, 0) << found.output;
  const json rocket = json::parse(found.output);
  EXPECT_EQ(rocket["artifact"]["type"], "ROCKET");
  EXPECT_EQ(rocket["artifact"]["extra_attrs"], json({{"thrust", "9kN"}, {"stages", "2"}}));
  EXPECT_EQ(rocket["artifact"]["annotations"]["other"], "x");
  EXPECT_EQ(rocket["additions"], json({"README.MD"}));
  EXPECT_EQ(artifact(" --addition readme.md").output,
            "# space/rocket\n\n- stages: 2\n- thrust: 9kN\n");
}

TEST_P(RemoteProcessorExample, IsMissedWhenItIsGone) {
  if (!RealRegistry::is_installed()) {
    GTEST_SKIP() << "docker-registry is not installed (Debian package docker-registry)";
  }
  push_rocket();
  server_.reset();
  const ProgramResult found = artifact(" --format json");
  EXPECT_EQ(found.code, 4) << found.output;
  const json rocket = json::parse(found.output);
  EXPECT_EQ(rocket["look_again"], true);
  EXPECT_THAT(rocket["notes"].dump(), HasSubstr("the additions of the artifact are not known"));
  EXPECT_EQ(rocket["artifact"]["extra_attrs"], json({{"not", "read"}}))
      << "as the default processor has it";
}

INSTANTIATE_TEST_SUITE_P(Languages, RemoteProcessorExample, ::testing::ValuesIn(remote_examples()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace portside
