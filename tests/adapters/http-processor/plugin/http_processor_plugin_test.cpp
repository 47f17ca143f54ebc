// SPDX-License-Identifier: Apache-2.0
//
// processor.yaml, the plugin and a service that speaks the API, with nothing scripted in between.
#include <gmock/gmock.h>

#include <atomic>

#include "error_of.hpp"
#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/processor_file.hpp"
#include "portside/host/processor_registry.hpp"
#include "portside/sdk/remote_processor.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "raw_server.hpp"
#include "rocket_processor.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kRocketType[] = "application/vnd.acme.rocket.config.v1+json";

class RocketService {
 public:
  RocketService() {
    rocket.metadata.extra_attrs = Json{R"({"thrust":9007199254740993})"};
    options.authorization = "Bearer of-the-host";
  }

  std::string url() const { return server_.url(); }
  std::vector<testing::RecordedRequest> requests() const { return server_.requests(); }

  testing::RocketProcessor rocket;
  sdk::RemoteProcessorOptions options;
  /// Answered instead, while it is not 0.
  std::atomic<int> broken{0};

 private:
  void serve(const testing::RecordedRequest& seen, testing::RawServer::Exchange& exchange) {
    if (broken != 0) return exchange.status(broken, "not now");
    HttpRequest request;
    request.method = seen.method;
    request.url = seen.target;
    request.headers.assign(seen.headers.begin(), seen.headers.end());
    request.body = seen.body;
    const Call call;
    const HttpResponse answer =
        sdk::RemoteProcessor(rocket, options).handle(request, call.context());
    exchange.status(answer.status, answer.body, "Content-Type: application/json\r\n");
  }

  testing::RawServer server_{[this](const auto& seen, auto& exchange) { serve(seen, exchange); }};
};

class HttpProcessorPlugin : public ::testing::Test {
 protected:
  HttpProcessorPlugin() {
    artifact_.artifact_type = kRocketType;
    artifact_.digest = "sha256:" + std::string(64, 'a');
    artifact_.repository_name = "library/r1";
    registry_.set_authorization({"Bearer lease", {}});
  }

  static Config without_processors() {
    Config config;
    config.plugins.files["http-processor"] = PORTSIDE_HTTP_PROCESSOR_PLUGIN;
    config.plugins.probe = ProbeMode::kOff;
    config.trust.anchors = {PORTSIDE_BUILD_DIR};
    return config;
  }

  /// `more`: further keys of the entry.
  Config config(const std::string& more = "") {
    Config config = without_processors();
    const std::string file = folder_.write(
        "processor.yaml", "Processors:\n- ProcessorUrl: " + service_.url() +
                              "/api/\n  ArtifactMediaType: " + kRocketType +
                              "\n  Name: rockets\n  Authorization: Bearer of-the-host\n" + more);
    EXPECT_THAT(add_processor_file(config, file), ::testing::IsEmpty());
    return config;
  }

  testing::TempFolder folder_;
  RocketService service_;
  Artifact artifact_;
  testing::MemoryRegistryAccess registry_{"https://registry.test"};
  Call call_{{.deadline = 30'000}};
};

TEST_F(HttpProcessorPlugin, SpeaksToAService) {
  service_.rocket.reads = true;
  testing::MemoryRegistryAccess seen_by_service;
  seen_by_service.set_authorization({"Bearer seen", {}});
  std::string given;
  service_.options.open_registry = [&](const sdk::RemoteRegistry& registry) {
    given = registry.url + " " + registry.repository + " " + registry.authorization;
    return std::shared_ptr<RegistryAccess>(std::shared_ptr<void>(), &seen_by_service);
  };
  PluginRegistry plugins(config("  RegistryAccess: bearer\n"), {});
  const auto processor = plugins.processor("http-processor@rockets");
  const CallContext& context = call_.context();
  EXPECT_EQ(processor->artifact_type(artifact_, context), "ROCKET");
  EXPECT_THAT(processor->addition_types(artifact_, context), ElementsAre("README.MD"));
  const ArtifactMetadata metadata =
      processor->abstract_metadata(R"({"schemaVersion":2})", artifact_, registry_, context);
  EXPECT_EQ(metadata.extra_attrs->text, R"({"thrust":9007199254740993})");
  EXPECT_EQ(service_.rocket.last_manifest, R"({"schemaVersion":2})");
  EXPECT_EQ(given, "https://registry.test library/r1 Bearer lease");
  EXPECT_EQ(processor->abstract_addition(artifact_, "README.MD", registry_, context).content,
            "# R1");
  EXPECT_EQ(service_.rocket.last_addition, "readme.md");
  for (const testing::RecordedRequest& request : service_.requests()) {
    EXPECT_THAT(request.target, ::testing::StartsWith("/api/a"));
    EXPECT_EQ(request.header("authorization"), "Bearer of-the-host");
    EXPECT_EQ(request.header("x-artifact-media-type"), kRocketType);
    EXPECT_THAT(request.body, Not(HasSubstr("of-the-host")));
  }
}

TEST_F(HttpProcessorPlugin, AsksNothingForListings) {
  PluginRegistry plugins(config(), {});
  const auto processor = plugins.processor("http-processor@rockets");
  for (int i = 0; i < 1'000; ++i) {
    processor->artifact_type(artifact_, call_.context());
    processor->addition_types(artifact_, call_.context());
  }
  EXPECT_EQ(service_.requests().size(), 2U);
}

TEST_F(HttpProcessorPlugin, LastsThroughADeadServiceAndARestart) {
  HostOptions options;
  options.data_dir = folder_ / "state";
  {
    PluginRegistry plugins(config(), options);
    plugins.processor("http-processor@rockets")->artifact_type(artifact_, call_.context());
  }
  service_.broken = 500;
  PluginRegistry plugins(config("  Retries: 0\n"), options);
  const auto processor = plugins.processor("http-processor@rockets");
  EXPECT_EQ(processor->artifact_type(artifact_, call_.context()), "ROCKET");
  const AdapterError error = testing::error_of(
      [&] { processor->abstract_metadata("{}", artifact_, registry_, call_.context()); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("answered 500: not now"));
}

TEST_F(HttpProcessorPlugin, TakesAnotherFileWhileItRuns) {
  PluginRegistry plugins(config(), {});
  const auto processor = plugins.processor("http-processor@rockets");
  EXPECT_EQ(processor->artifact_type(artifact_, call_.context()), "ROCKET");
  service_.broken = 422;
  plugins.apply(config("  OnFailure: skip\n"));
  const ArtifactMetadata metadata =
      processor->abstract_metadata("{}", artifact_, registry_, call_.context());
  EXPECT_FALSE(metadata.extra_attrs);
  plugins.apply(config("  OnFailure: fail\n"));
  EXPECT_EQ(testing::code_of(
                [&] { processor->abstract_metadata("{}", artifact_, registry_, call_.context()); }),
            ErrorCode::kScannerRejected);
}

TEST_F(HttpProcessorPlugin, StaysWhenItsFileIsSpoiltOrGone) {
  PluginRegistry plugins(config(), {});
  ProcessorRegistry processors;
  processors.configure(config(), plugins);
  const auto read_again = [&](const std::string& file) {
    Config next = without_processors();
    add_processor_file(next, file, {}, WhenMissing::kRefuse);
    plugins.apply(next);
    processors.configure(next, plugins);
  };
  const auto type = [&] {
    return processors.find(artifact_)->artifact_type(artifact_, call_.context());
  };
  EXPECT_EQ(type(), "ROCKET");
  for (const std::string& file :
       {folder_ / "gone.yaml", folder_.write("spoilt.yaml", "Processors:\n- ProcessorUrl: [\n"),
        folder_.write("twice.yaml",
                      "Processors:\n- {ProcessorUrl: 'http://a', ArtifactMediaType: "
                      "a/b}\n- {ProcessorUrl: 'http://b', ArtifactMediaType: a/b}\n")}) {
    EXPECT_EQ(testing::code_of([&] { read_again(file); }), ErrorCode::kConfigInvalid) << file;
    EXPECT_EQ(type(), "ROCKET") << file;
  }
  read_again(folder_.write("empty.yaml", "Processors: []\n"));
  EXPECT_EQ(processors.find(artifact_), processors.fallback());
}

}  // namespace
}  // namespace portside
