// SPDX-License-Identifier: Apache-2.0
#include "portside/host/processor_file.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "error_of.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

/// As the proposal has it.
constexpr char kSeed[] = R"(Processors:
- ProcessorUrl: "http://10.0.0.5:9090"
  ArtifactMediaType: "application/vnd.acme.rocket.config.v1+json"
)";

struct Added {
  Config config;
  std::vector<std::string> warnings;

  std::string document(const std::string& id) const { return config.adapters.at(id).reveal(); }
};

Added added(std::string_view text, Config config = {}, const SecretLookup& secrets = {}) {
  Added result{std::move(config), {}};
  result.warnings = add_processors(result.config, text, ConfigFormat::kYaml, "p.yaml", secrets);
  return result;
}

/// The lines of the detail; nothing of the entries is there.
std::vector<std::string> mistakes_of(std::string_view text, Config config = {}) {
  const std::size_t before = config.adapters.size();
  std::vector<std::string> lines;
  const AdapterError error =
      testing::error_of([&] { add_processors(config, text, ConfigFormat::kYaml, "p.yaml"); });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_EQ(config.adapters.size(), before);
  std::istringstream detail(error.detail);
  for (std::string line; std::getline(detail, line);) lines.push_back(line);
  return lines;
}

TEST(ProcessorFile, TakesTheFileOfTheProposal) {
  const Added result = added(kSeed);
  EXPECT_THAT(result.warnings, IsEmpty());
  EXPECT_EQ(result.document("http-processor@10.0.0.5-9090"),
            R"({"url":"http://10.0.0.5:9090",)"
            R"("media_types":["application/vnd.acme.rocket.config.v1+json"]})");
  EXPECT_THAT(result.config.processors,
              ElementsAre(Pair("http-processor@10.0.0.5-9090",
                               ElementsAre("application/vnd.acme.rocket.config.v1+json"))));
}

TEST(ProcessorFile, TakesJsonAndKeysInAnyCase) {
  Config config;
  add_processors(config,
                 R"({"processors":[{"PROCESSORURL":"http://r","artifactmediatype":"A/B"}]})",
                 ConfigFormat::kJson, "p.json");
  EXPECT_THAT(config.processors, ElementsAre(Pair("http-processor@r", ElementsAre("a/b"))));
}

TEST(ProcessorFile, TakesAllThatMayBeSaid) {
  const Added result = added(R"(Processors:
- ProcessorUrl: https://rocket.example/api/?tenant=${ENV:T}
  ArtifactMediaType: a/b
  ArtifactMediaTypes: [c/d, e/F]
  Name: rockets
  Authorization: ${ENV:TOKEN}
  CACert: /etc/ca.pem
  InsecureSkipVerify: true
  TimeoutSeconds: 10
  Retries: 0
  MaxConcurrency: 3
  OnFailure: Skip
  Enabled: true
  RegistryURL: https://registry.internal:5000
  RegistryAccess: bearer
)",
                             {}, {.environment = [](const std::string& name) {
                               return std::string(name == "T" ? "a" : "Bearer t0\"k3n");
                             }});
  EXPECT_EQ(result.document("http-processor@rockets"),
            R"({"url":"https://rocket.example/api","query":"tenant=a",)"
            R"("media_types":["a/b","c/d","e/f"],"authorization":"Bearer t0\"k3n",)"
            R"("ca_file":"/etc/ca.pem","insecure":true,"timeout_seconds":10,"retries":0,)"
            R"("max_concurrency":3,"on_failure":"skip","registry_access":"bearer"})");
  EXPECT_EQ(result.config.registry.addresses.at("http-processor@rockets"),
            "https://registry.internal:5000");
}

TEST(ProcessorFile, MayRegisterNothing) {
  for (const char* text : {"", "Processors:\n", "Processors: []\n", "{}\n",
                           "Processors:\n- {ProcessorUrl: 'http://r', ArtifactMediaType: a/b, "
                           "Enabled: false}\n"}) {
    const Added result = added(text);
    EXPECT_THAT(result.config.adapters, IsEmpty()) << text;
    EXPECT_THAT(result.config.processors, IsEmpty()) << text;
  }
}

TEST(ProcessorFile, NamesProcessorsAfterTheirHosts) {
  const std::string long_host(60, 'h');
  const Added result = added(R"(Processors:
- {ProcessorUrl: 'http://r:1', ArtifactMediaType: a/a}
- {ProcessorUrl: 'http://r:1/x', ArtifactMediaType: a/b}
- {ProcessorUrl: 'http://q', ArtifactMediaType: a/c, Name: r-1-2}
- {ProcessorUrl: 'http://[::1]:1', ArtifactMediaType: a/d}
- {ProcessorUrl: 'http://)" + long_host +
                             R"(', ArtifactMediaType: a/e}
- {ProcessorUrl: 'http://)" + long_host +
                             R"(', ArtifactMediaType: a/f}
)");
  EXPECT_THAT(result.config.processors.at("http-processor@r-1"), ElementsAre("a/a"));
  EXPECT_THAT(result.config.processors.at("http-processor@r-1-2"), ElementsAre("a/c"));
  EXPECT_THAT(result.config.processors.at("http-processor@r-1-3"), ElementsAre("a/b"));
  EXPECT_THAT(result.config.processors.at("http-processor@---1--1"), ElementsAre("a/d"));
  EXPECT_TRUE(result.config.processors.contains("http-processor@" + std::string(32, 'h')));
  EXPECT_TRUE(result.config.processors.contains("http-processor@" + std::string(30, 'h') + "-2"));
}

TEST(ProcessorFile, KeepsWhatTheConfigurationHas) {
  Config config;
  config.adapters["http-processor@10.0.0.5-9090"] = Secret("{}");
  config.processors["http-processor@10.0.0.5-9090"] = {"x/y"};
  const Added result = added(kSeed, config);
  EXPECT_EQ(result.document("http-processor@10.0.0.5-9090"), "{}");
  EXPECT_THAT(result.config.processors.at("http-processor@10.0.0.5-9090-2"), SizeIs(1));
}

TEST(ProcessorFile, WarnsOfUnknownKeys) {
  const Added result = added(R"(Processors:
- ProcessorUrl: http://r
  ArtifactMediaType: a/b
  TimeoutSecond: 5
Processor: []
)");
  EXPECT_THAT(result.config.processors, SizeIs(1));
  ASSERT_THAT(result.warnings, SizeIs(2));
  EXPECT_THAT(result.warnings[0],
              HasSubstr("p.yaml:4: Processors[0].TimeoutSecond: found an unknown key"));
  EXPECT_THAT(result.warnings[0], HasSubstr("did you mean TimeoutSeconds?"));
  EXPECT_THAT(result.warnings[1], HasSubstr("p.yaml:5: Processor: found an unknown key"));
}

TEST(ProcessorFile, SaysAllMistakesAtOnce) {
  const auto lines = mistakes_of(R"(Processors:
- ArtifactMediaType: a/b
- ProcessorUrl: http://r
- ProcessorUrl: http://u:s3cr3t@r
  ArtifactMediaType: ''
- ProcessorUrl: ftp://r
  ArtifactMediaTypes: [c/d, C/D, 'a/b; c=d', 5]
- {ProcessorUrl: 'http://r', ArtifactMediaType: A/B}
- 7
)");
  ASSERT_THAT(lines, SizeIs(10));
  EXPECT_THAT(lines[0], HasSubstr("p.yaml:2: Processors[0]: found no ProcessorUrl"));
  EXPECT_THAT(lines[1], HasSubstr("p.yaml:3: Processors[1]: found no ArtifactMediaType"));
  EXPECT_THAT(lines[2], HasSubstr("Processors[2].ProcessorUrl: found a URL with user information"));
  EXPECT_THAT(lines[3], HasSubstr("Processors[2].ArtifactMediaType: found the text \"\""));
  EXPECT_THAT(lines[5],
              HasSubstr(R"(found the media type "c/d", which Processors[3] has already)"));
  EXPECT_THAT(lines[8], HasSubstr(R"("a/b", which Processors[0] has already)"));
  for (const std::string& line : lines) EXPECT_THAT(line, Not(HasSubstr("s3cr3t")));
}

TEST(ProcessorFile, RefusesWhatSomebodyHasAlready) {
  Config config;
  config.processors["minimal"] = {"A/B"};
  config.adapters["http-processor@taken"] = Secret("{}");
  const auto lines = mistakes_of(R"(Processors:
- {ProcessorUrl: 'http://r', ArtifactMediaType: a/b}
- {ProcessorUrl: 'http://r', ArtifactMediaType: c/d, Name: taken}
- {ProcessorUrl: 'http://r', ArtifactMediaType: e/f, Name: twice}
- {ProcessorUrl: 'http://r', ArtifactMediaType: E/F, Name: twice}
- {ProcessorUrl: 'http://r', ArtifactMediaType: g/h}
- {ProcessorUrl: 'http://r', ArtifactMediaType: G/h}
)",
                                 config);
  ASSERT_THAT(lines, SizeIs(5));
  EXPECT_THAT(lines[0], HasSubstr(R"(found the media type "a/b", which minimal has already)"));
  EXPECT_THAT(lines[1], HasSubstr(R"(found a Name that is taken, "taken")"));
  EXPECT_THAT(lines[2], HasSubstr(R"(found a Name that is taken, "twice")"));
  EXPECT_THAT(lines[3], HasSubstr("which http-processor@twice has already"));
  EXPECT_THAT(lines[4], HasSubstr(R"("g/h", which Processors[4] has already)"));
}

TEST(ProcessorFile, RefusesValuesOfOtherKinds) {
  const std::pair<const char*, const char*> table[] = {
      {"Name: a b", "expected 1 to 32 letters"},
      {"Name: 5", "expected 1 to 32 letters"},
      {"Authorization: ''", "found an empty text"},
      {"Authorization: 5", "found a number"},
      {"CACert: ca.pem", "expected an absolute path"},
      {"InsecureSkipVerify: 'yes'", "expected true or false"},
      {"Enabled: 1", "expected true or false"},
      {"TimeoutSeconds: 0", "from 1 to 3600"},
      {"TimeoutSeconds: 1.5", "from 1 to 3600"},
      {"Retries: 11", "from 0 to 10"},
      {"Retries: 99999999999999999999", "from 0 to 10"},
      {"MaxConcurrency: '3'", "from 1 to 1000"},
      {"OnFailure: panic", "expected fallback, fail or skip"},
      {"RegistryURL: registry", "expected https://HOST"},
      {"RegistryAccess: true", "expected none, basic or bearer"},
      {"processorurl: http://r", "found ProcessorUrl again in other letters"},
      {"ArtifactMediaTypes: a/c", "expected a list of media types"},
      {"ArtifactMediaTypes: []", "ArtifactMediaTypes: found an empty list"}};
  for (const auto& row : table) {
    const auto lines = mistakes_of(
        std::string("Processors:\n- ProcessorUrl: http://r\n  ArtifactMediaType: a/b\n  ") +
        row.first + "\n");
    ASSERT_THAT(lines, SizeIs(1)) << row.first;
    EXPECT_THAT(lines[0], HasSubstr(row.second));
  }
}

TEST(ProcessorFile, RefusesWhatIsNoSuchDocument) {
  for (const char* text : {"[]", "5", "Processors: {}", "Processors: 5", "{", "a: b: c",
                           "Processors: []\nprocessors: []", "Processors: &a []"}) {
    EXPECT_THAT(mistakes_of(text), SizeIs(1)) << text;
  }
}

TEST(ProcessorFile, RefusesAnchorsAndAliases) {
  const auto lines = mistakes_of(R"(Processors:
- ProcessorUrl: &url http://r
  ArtifactMediaType: a/b
- ProcessorUrl: *url
  ArtifactMediaTypes: [c/d]
)");
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines[0], HasSubstr("Processors[0].ProcessorUrl: found an anchor (&); write each"));
  EXPECT_THAT(lines[1], HasSubstr("Processors[1].ProcessorUrl: found an alias (*); write the"));
  EXPECT_THAT(mistakes_of("Processors: *nobody\n"), SizeIs(1));
}

TEST(ProcessorFile, IsReadFromAFile) {
  testing::TempFolder folder;
  Config config;
  EXPECT_THAT(add_processor_file(config, folder / "gone.yaml"), IsEmpty());
  EXPECT_THAT(config.adapters, IsEmpty());
  const AdapterError gone = testing::error_of(
      [&] { add_processor_file(config, folder / "gone.yaml", {}, WhenMissing::kRefuse); });
  EXPECT_EQ(gone.code, ErrorCode::kConfigInvalid);
  EXPECT_THAT(gone.message, HasSubstr("gone.yaml"));
  add_processor_file(config, folder.write("processor.yaml", kSeed));
  EXPECT_THAT(config.adapters, SizeIs(1));
  const AdapterError error = testing::error_of([&] { add_processor_file(config, folder.str()); });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_THAT(error.message, HasSubstr("expected a regular file"));
}

}  // namespace
}  // namespace portside
