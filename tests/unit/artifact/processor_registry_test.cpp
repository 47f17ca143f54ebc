// SPDX-License-Identifier: Apache-2.0
#include "portside/host/processor_registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "error_of.hpp"
#include "portside/host/artifact_service.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/mock_processor.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::NiceMock;
using ::testing::Return;

using Builtins = ProcessorRegistry::Builtins;

constexpr char kImageType[] = "application/vnd.oci.image.config.v1+json";
constexpr char kRocket[] = "application/vnd.acme.rocket.config.v1+json";

std::shared_ptr<NiceMock<testing::MockProcessor>> processor_named(const std::string& name) {
  auto processor = std::make_shared<NiceMock<testing::MockProcessor>>();
  ON_CALL(*processor, describe).WillByDefault(Return(ProcessorInfo{name, {}, {}}));
  return processor;
}

Artifact artifact_of(const std::string& artifact_type, const std::string& media_type = "",
                     const std::string& manifest_media_type = "") {
  Artifact artifact;
  artifact.artifact_type = artifact_type;
  artifact.media_type = media_type;
  artifact.manifest_media_type = manifest_media_type;
  return artifact;
}

std::string name_for(const ProcessorRegistry& registry, const Artifact& artifact) {
  return registry.find(artifact)->describe().name;
}

TEST(ProcessorRegistryTest, HasThoseThatAreBuiltIn) {
  const ProcessorRegistry registry;
  const auto name = [&](const char* type) { return name_for(registry, artifact_of("", type)); };
  EXPECT_EQ(name(kImageType), "image");
  EXPECT_EQ(name("application/vnd.docker.container.image.v1+json"), "image");
  EXPECT_EQ(name("application/vnd.oci.image.index.v1+json"), "image-index");
  EXPECT_EQ(name("application/vnd.docker.distribution.manifest.list.v2+json"), "image-index");
  EXPECT_EQ(name("application/vnd.docker.distribution.manifest.v1+prettyjws"), "image-v1");
  EXPECT_EQ(name("application/vnd.cncf.helm.config.v1+json"), "chart");
  EXPECT_EQ(name("application/vnd.cnab.manifest.v1"), "cnab");
  for (const char* opa :
       {"config.v1+json", "manifest.layer.v1+json", "policy.layer.v1+rego", "data.layer.v1+json"}) {
    EXPECT_EQ(name(("application/vnd.cncf.openpolicyagent." + std::string(opa)).c_str()), "opa");
  }
  EXPECT_EQ(name(kRocket), "default");
  EXPECT_EQ(name(""), "default");
  EXPECT_EQ(registry.list().size(), 6U);
  EXPECT_THAT(ProcessorRegistry(Builtins::kNone).list(), IsEmpty());
}

TEST(ProcessorRegistryTest, LooksForArtifactThenConfigThenManifest) {
  ProcessorRegistry registry(Builtins::kNone);
  registry.add(processor_named("a"), {"x/artifact"});
  registry.add(processor_named("c"), {"x/config"});
  registry.add(processor_named("m"), {"x/manifest"});
  EXPECT_EQ(name_for(registry, artifact_of("x/artifact", "x/config", "x/manifest")), "a");
  EXPECT_EQ(name_for(registry, artifact_of("x/other", "x/config", "x/manifest")), "c");
  EXPECT_EQ(name_for(registry, artifact_of("", "x/other", "x/manifest")), "m");
  EXPECT_EQ(name_for(registry, artifact_of("x", "y", "z")), "default");
  EXPECT_EQ(registry.find(artifact_of("")), registry.fallback());
}

TEST(ProcessorRegistryTest, CaseAndParametersDoNotMatter) {
  ProcessorRegistry registry(Builtins::kNone);
  registry.add(processor_named("a"), {"X/Artifact"});
  EXPECT_EQ(name_for(registry, artifact_of("x/ARTIFACT; charset=utf-8")), "a");
  EXPECT_EQ(name_for(registry, artifact_of("x/artifact2")), "default");
}

TEST(ProcessorRegistryTest, RegistersAllTypesOrNone) {
  ProcessorRegistry registry;
  const auto rocket = processor_named("rocket");
  const AdapterError error = testing::error_of([&] {
    registry.add(rocket, {kRocket, kImageType, "x/y"});
  });
  EXPECT_EQ(error.code, ErrorCode::kConflict);
  EXPECT_THAT(error.message, HasSubstr("\"image\""));
  EXPECT_THAT(error.message, HasSubstr("\"rocket\""));
  EXPECT_EQ(name_for(registry, artifact_of(kRocket)), "default");
  EXPECT_EQ(name_for(registry, artifact_of("x/y")), "default");
  EXPECT_FALSE(registry.remove(*rocket));
}

TEST(ProcessorRegistryTest, RefusesWhatCannotBeRegistered) {
  ProcessorRegistry registry;
  const auto rocket = processor_named("rocket");
  EXPECT_EQ(code_of([&] { registry.add(nullptr, {"x/y"}); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { registry.add(rocket, {}); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { registry.add(rocket, {"x/y", "X/y"}); }), ErrorCode::kInvalidArgument);
  for (const char* type : {"", "x", "x/", "x/y z", "x/y; a=b"}) {
    EXPECT_EQ(code_of([&] { registry.add(rocket, {type}); }), ErrorCode::kInvalidArgument) << type;
  }
}

TEST(ProcessorRegistryTest, ReplacesWhenItIsAsked) {
  ProcessorRegistry registry;
  const auto mine = processor_named("mine");
  const auto other = processor_named("other");
  registry.add(mine, {kImageType, kRocket}, OnDuplicate::kReplace);
  EXPECT_EQ(name_for(registry, artifact_of(kImageType)), "mine");
  registry.add(other, {kImageType}, OnDuplicate::kReplace);
  EXPECT_EQ(name_for(registry, artifact_of(kImageType)), "other");
  EXPECT_EQ(name_for(registry, artifact_of(kRocket)), "mine");
  EXPECT_TRUE(registry.remove(*other));
  EXPECT_EQ(name_for(registry, artifact_of(kImageType)), "image") << "the built-in one is back";
  EXPECT_TRUE(registry.remove(*mine));
  EXPECT_FALSE(registry.remove(*mine));
  EXPECT_EQ(name_for(registry, artifact_of(kRocket)), "default");
}

/// Asks a registry for an image's processor when it ends.
class AskingProcessor final : public NiceMock<testing::MockProcessor> {
 public:
  AskingProcessor(const ProcessorRegistry& registry, std::string& found)
      : registry_(registry), found_(found) {}
  ~AskingProcessor() override { found_ = name_for(registry_, artifact_of(kImageType)); }

 private:
  const ProcessorRegistry& registry_;
  std::string& found_;
};

TEST(ProcessorRegistryTest, AProcessorMayAskItAsItEnds) {
  ProcessorRegistry registry;
  std::string found;
  registry.add(std::make_shared<AskingProcessor>(registry, found), {kRocket});
  registry.add(processor_named("other"), {kRocket}, OnDuplicate::kReplace);
  EXPECT_EQ(found, "image") << "replaced";
  found.clear();
  auto asking = std::make_shared<AskingProcessor>(registry, found);
  const Processor& asked = *asking;
  registry.add(std::move(asking), {kRocket, kImageType}, OnDuplicate::kReplace);
  registry.remove(asked);
  EXPECT_EQ(found, "image") << "removed";
  found.clear();
  Config config;
  PluginRegistry plugins(config, {});
  plugins.add_processor("asking",
                        [&] { return std::make_unique<AskingProcessor>(registry, found); });
  config.processors = {{"asking", {kRocket}}};
  config.adapters["asking"];
  plugins.apply(config);
  registry.configure(config, plugins);
  plugins.apply(Config{});
  registry.configure(Config{}, plugins);
  EXPECT_EQ(found, "image") << "configured away";
}

TEST(ProcessorRegistryTest, ListsThoseThatAreCalled) {
  ProcessorRegistry registry;
  registry.add(processor_named("mine"), {kRocket, "application/vnd.cnab.manifest.v1"},
               OnDuplicate::kReplace);
  std::vector<std::string> names;
  for (const RegisteredProcessor& each : registry.list()) {
    const std::string name = each.processor->describe().name;
    names.push_back(name);
    EXPECT_EQ(each.adapter_id, "");
    if (name == "mine") {
      EXPECT_THAT(each.media_types, ElementsAre(kRocket, "application/vnd.cnab.manifest.v1"));
    }
  }
  EXPECT_THAT(names, ::testing::UnorderedElementsAre("image", "image-index", "image-v1", "chart",
                                                     "opa", "mine"));
}

/// A host with plugins that call everything ACME, and additions after the registry's address.
class ConfiguredProcessors : public ::testing::Test {
 protected:
  ConfiguredProcessors() : plugins_(Config{}, {}) {
    plugins_.add_processor("acme", [] {
      auto processor = std::make_unique<NiceMock<testing::MockProcessor>>();
      ON_CALL(*processor, artifact_type).WillByDefault(Return("ACME"));
      ON_CALL(*processor, addition_types).WillByDefault(Return(std::vector<std::string>{"URL"}));
      ON_CALL(*processor, abstract_addition)
          .WillByDefault([](const auto&, const auto&, RegistryAccess& registry, const auto&) {
            return Addition{registry.url() + " " + registry.repository(), "text/plain"};
          });
      return processor;
    });
  }

  void configure(std::map<std::string, std::vector<std::string>> processors) {
    config_.processors = std::move(processors);
    for (const auto& [id, media_types] : config_.processors) config_.adapters[id];
    plugins_.apply(config_);
    registry_.configure(config_, plugins_);
  }

  std::string type_of(const std::string& media_type) {
    const Artifact artifact = artifact_of(media_type);
    return registry_.find(artifact)->artifact_type(artifact, context_);
  }

  testing::TestCallContext context_;
  Config config_;
  PluginRegistry plugins_;
  ProcessorRegistry registry_;
};

TEST_F(ConfiguredProcessors, GoBeforeAllOthers) {
  registry_.add(processor_named("mine"), {kRocket});
  configure({{"acme@1", {kRocket, kImageType}}, {"acme@2", {"x/y"}}});
  EXPECT_EQ(type_of(kRocket), "ACME");
  EXPECT_EQ(type_of(kImageType), "ACME");
  EXPECT_EQ(type_of("x/y"), "ACME");
  EXPECT_EQ(registry_.adapter_id(*registry_.find(artifact_of("x/y"))), "acme@2");
  EXPECT_EQ(registry_.adapter_id(*registry_.fallback()), "");
  EXPECT_EQ(code_of([&] { registry_.add(processor_named("x"), {"x/y"}); }), ErrorCode::kConflict);
}

TEST_F(ConfiguredProcessors, TakeTheirPlacesAgain) {
  registry_.add(processor_named("mine"), {kRocket});
  configure({{"acme@1", {kRocket, kImageType}}});
  configure({{"acme@1", {"x/y"}}});
  EXPECT_EQ(type_of("x/y"), "ACME");
  EXPECT_EQ(name_for(registry_, artifact_of(kRocket)), "mine");
  EXPECT_EQ(name_for(registry_, artifact_of(kImageType)), "image");
  configure({});
  EXPECT_EQ(name_for(registry_, artifact_of("x/y")), "default");
}

TEST_F(ConfiguredProcessors, AreConfiguredAllOrNone) {
  configure({{"acme@1", {kRocket}}});
  config_.processors = {{"acme@1", {"x/y"}}, {"nobody", {"x/z"}}};
  EXPECT_EQ(code_of([&] { registry_.configure(config_, plugins_); }), ErrorCode::kPluginNotFound);
  config_.processors = {{"acme@1", {"x/y"}}, {"acme@2", {"X/Y"}}};
  const AdapterError error = testing::error_of([&] { registry_.configure(config_, plugins_); });
  EXPECT_THAT(error.message, HasSubstr("\"acme@1\" and \"acme@2\""));
  EXPECT_EQ(type_of(kRocket), "ACME");
  EXPECT_EQ(name_for(registry_, artifact_of("x/y")), "default");
}

TEST_F(ConfiguredProcessors, SeeTheRegistryAtTheirAddress) {
  configure({{"acme@1", {kRocket}}});
  testing::MemoryRegistryAccess access("https://registry.test", "library/r1");
  const auto url_of = [&](const ArtifactOptions& options) {
    const ArtifactService service(std::shared_ptr<ProcessorRegistry>(&registry_, [](auto*) {}),
                                  options);
    return service.addition(artifact_of(kRocket), "url", access, context_).content;
  };
  EXPECT_EQ(url_of({}), "https://registry.test library/r1");
  ArtifactOptions options;
  options.url_for = [](const std::string& adapter_id) { return "http://inside/" + adapter_id; };
  EXPECT_EQ(url_of(options), "http://inside/acme@1 library/r1");
}

/// Looks until it has seen `changes` changes from one processor of two types to another. Whether
/// it saw nothing but these, and never one of each.
bool sees_whole_changes(const ProcessorRegistry& registry, int changes) {
  const Processor* last = nullptr;
  while (changes > 0) {
    std::map<std::string, const Processor*> seen;
    for (const RegisteredProcessor& each : registry.list()) {
      for (const std::string& type : each.media_types) seen[type] = each.processor.get();
    }
    const Processor* const now = seen["x/1"];
    if (seen.size() != 2 || now == nullptr || now != seen["x/2"]) return false;
    if (registry.find(artifact_of("x/1")) == registry.fallback()) return false;
    if (now != last) --changes;
    last = now;
  }
  return true;
}

TEST(ProcessorRegistryTest, ChangesAsAWholeWhileItIsUsed) {
  constexpr int kChanges = 200;
  ProcessorRegistry registry(Builtins::kNone);
  const auto one = processor_named("one");
  const auto other = processor_named("other");
  registry.add(one, {"x/1", "x/2"});
  std::atomic<int> good{0};
  std::atomic<int> done{0};
  const auto look = [&] {
    if (sees_whole_changes(registry, kChanges)) ++good;
    ++done;
  };
  std::thread first(look);
  std::thread second(look);
  while (done < 2) {
    registry.add(other, {"x/2", "x/1"}, OnDuplicate::kReplace);
    registry.add(one, {"x/1", "x/2"}, OnDuplicate::kReplace);
  }
  first.join();
  second.join();
  EXPECT_EQ(good, 2);
}

}  // namespace
}  // namespace portside
