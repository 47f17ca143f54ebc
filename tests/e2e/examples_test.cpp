// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <nlohmann/json.hpp>

#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kOne[] = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
constexpr char kTwo[] = "sha256:2222222222222222222222222222222222222222222222222222222222222222";
constexpr char kManifest[] =
    "sha256:3333333333333333333333333333333333333333333333333333333333333333";

using Result = testing::ProgramResult;

/// A folder with an image of two layers and a configuration that bans the second.
class EmbedHost : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_ / "blobs/sha256");
    const nlohmann::json manifest = {{"layers", {{{"digest", kOne}}, {{"digest", kTwo}}}}};
    put(kManifest, manifest.dump());
    configure(R"({"banned_layers": [")" + std::string(kTwo) + R"("]})");
  }

  void put(const std::string& digest, const std::string& content) {
    folder_.write("blobs/sha256/" + digest.substr(7), content);
  }

  void configure(const std::string& document) {
    const nlohmann::json config = {
        {"plugins", {{"dirs", {PORTSIDE_PLUGIN_FOLDER}}}},
        {"trust", {{"anchors", {PORTSIDE_BUILD_DIR}}}},
        {"scanner", "minimal-scanner"},
        {"adapters", {{"minimal-scanner", nlohmann::json::parse(document)}}}};
    config_ = folder_.write("config.json", config.dump());
  }

  Result scan(const std::string& digest) {
    return testing::run_program(PORTSIDE_EMBED_HOST " " + config_ + " " + folder_.str() + " " +
                                digest);
  }

  testing::TempFolder folder_;
  std::string config_;
};

TEST_F(EmbedHost, ReportsTheBannedLayer) {
  const Result result = scan(kManifest);
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_EQ(result.output, "Banned layers looked at 2 parts of " + std::string(kManifest) +
                               " and reports 1:\n  BANNED-LAYER  " + kTwo + "\n");
}

TEST_F(EmbedHost, SaysWhatIsWrongWithTheDocument) {
  configure(R"({"banned_layers": 7})");
  const Result result = scan(kManifest);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.output, HasSubstr(R"(expected {"banned_layers": [digest, ...]})"));
  EXPECT_THAT(result.output, HasSubstr("(config_invalid)"));
}

TEST_F(EmbedHost, SaysWhatIsWrongWithTheImage) {
  EXPECT_THAT(scan(kOne).output, HasSubstr("(registry_not_found)"));
  EXPECT_THAT(scan("sha256:../../etc/passwd").output, HasSubstr("(invalid_argument)"));
  put(kManifest, "{\"layers\": {}, ");
  EXPECT_THAT(scan(kManifest).output, HasSubstr("(malformed_data)"));
}

class MinimalProcessor : public ::testing::Test {
 protected:
  static Config config() {
    Config config;
    config.plugins.dirs = {PORTSIDE_PLUGIN_FOLDER};
    config.trust.anchors = {PORTSIDE_BUILD_DIR};
    return config;
  }

  PluginRegistry plugins_{config(), {}};
  std::shared_ptr<Processor> processor_ = plugins_.processor("minimal-processor");
  testing::MemoryRegistryAccess registry_;
  Call call_;
};

TEST_F(MinimalProcessor, ReadsTheConfigOfARocket) {
  const std::string manifest = R"({"config": {"digest": "sha256:c"}})";
  registry_.put_manifest("sha256:m", "application/vnd.oci.image.manifest.v1+json", manifest);
  registry_.put_blob("sha256:c", R"({"thrust":"9kN"})");
  Artifact artifact;
  artifact.digest = "sha256:m";
  EXPECT_EQ(processor_->artifact_type(artifact, call_.context()), "ROCKET");
  EXPECT_THAT(processor_->addition_types(artifact, call_.context()), ElementsAre("CONFIG.JSON"));
  const auto metadata =
      processor_->abstract_metadata(manifest, artifact, registry_, call_.context());
  EXPECT_EQ(metadata.extra_attrs->text, R"({"thrust":"9kN"})");
  const auto addition =
      processor_->abstract_addition(artifact, "CONFIG.JSON", registry_, call_.context());
  EXPECT_EQ(addition.content, R"({"thrust":"9kN"})");
}

TEST_F(MinimalProcessor, SaysWhatItCannotDo) {
  const auto code_of = [](const auto& act) {
    try {
      act();
    } catch (const AdapterError& error) {
      return error.code;
    }
    return ErrorCode::kInternal;
  };
  EXPECT_EQ(
      code_of([&] { processor_->abstract_addition({}, "README.MD", registry_, call_.context()); }),
      ErrorCode::kUnsupported);
  EXPECT_EQ(code_of([&] { processor_->abstract_metadata("[]", {}, registry_, call_.context()); }),
            ErrorCode::kMalformedData);
  registry_.put_blob("sha256:c", std::string(2U << 20U, 'x'));
  EXPECT_EQ(code_of([&] {
              processor_->abstract_metadata(R"({"config":{"digest":"sha256:c"}})", {}, registry_,
                                            call_.context());
            }),
            ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace portside
