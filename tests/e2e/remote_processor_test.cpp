// SPDX-License-Identifier: Apache-2.0
// The example services, as their readers run them and as `portside processor check` sees them.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/processor_file.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "run_program.hpp"
#include "server_process.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kRocket[] = "application/vnd.acme.rocket.config.v1+json";

struct Example {
  std::string name;
  std::vector<std::string> command;
};

std::vector<Example> examples() {
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

  Config config() {
    Config config;
    config.plugins.dirs = {PORTSIDE_PLUGIN_FOLDER};
    config.trust.anchors = {PORTSIDE_BUILD_DIR};
    add_processors(config,
                   "Processors:\n- ProcessorUrl: " + url_ + "\n  ArtifactMediaType: " + kRocket +
                       "\n  Name: rockets\n  Authorization: Bearer of-the-host\n",
                   ConfigFormat::kYaml, "processor.yaml");
    return config;
  }

  testing::TempFolder folder_;
  std::string secret_;
  std::optional<testing::ServerProcess> server_;
  std::string url_;
};

TEST_P(RemoteProcessorExample, KeepsAllRules) {
  const auto result =
      testing::run_program(PORTSIDE_PROGRAM " processor check " + url_ + " --json --media-type " +
                           kRocket + " --authorization-file " + secret_);
  EXPECT_EQ(result.code, 0) << result.output;
  const auto report = nlohmann::json::parse(result.output);
  EXPECT_EQ(report.at("url"), url_);
  EXPECT_EQ(report.at("checks").size(), 21U);
  for (const auto& check : report.at("checks")) {
    EXPECT_EQ(check.at("status"), "passed") << check.dump();
  }
}

TEST_P(RemoteProcessorExample, IsRefusedWithoutTheSecret) {
  const auto result = testing::run_program(PORTSIDE_PROGRAM " processor check " + url_ +
                                           " --only '^artifact-type$'");
  EXPECT_EQ(result.code, 5) << result.output;
  EXPECT_THAT(result.output,
              HasSubstr("failed  artifact-type\n    GET /artifacttype answered 401"));
}

TEST_P(RemoteProcessorExample, UnderstandsRockets) {
  PluginRegistry plugins(config(), {});
  const auto processor = plugins.processor("http-processor@rockets");
  const Call call({.deadline = 30'000});
  testing::MemoryRegistryAccess registry;
  Artifact artifact;
  artifact.artifact_type = kRocket;
  artifact.digest = "sha256:" + std::string(64, 'a');
  artifact.repository_name = "library/r1";
  artifact.annotations = {{"com.acme.rocket.thrust", "9kN"}, {"other", "x"}};
  EXPECT_EQ(processor->artifact_type(artifact, call.context()), "ROCKET");
  EXPECT_THAT(processor->addition_types(artifact, call.context()), ElementsAre("README.MD"));
  const std::string manifest =
      R"({"annotations":{"com.acme.rocket.thrust":"9kN","com.acme.rocket.stages":"2","x":"y"}})";
  const ArtifactMetadata metadata =
      processor->abstract_metadata(manifest, artifact, registry, call.context());
  EXPECT_EQ(nlohmann::json::parse(metadata.extra_attrs->text),
            nlohmann::json({{"thrust", "9kN"}, {"stages", "2"}}));
  const Addition readme =
      processor->abstract_addition(artifact, "README.MD", registry, call.context());
  EXPECT_EQ(readme.content, "# library/r1\n\n- thrust: 9kN\n");
  EXPECT_EQ(readme.content_type, "text/markdown; charset=utf-8");
}

INSTANTIATE_TEST_SUITE_P(Languages, RemoteProcessorExample, ::testing::ValuesIn(examples()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace portside
