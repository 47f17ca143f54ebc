// SPDX-License-Identifier: Apache-2.0
// Indexes, and what they refer to.
#include <gmock/gmock.h>

#include "artifact_fixture.hpp"
#include "error_of.hpp"

namespace portside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kImageConfigType;

class IndexServiceTest : public testing::ArtifactTest {
 protected:
  std::string image(const std::string& config = "{}") {
    return manifest(blob(kImageConfigType, config), {blob("x/layer", "0123456789")});
  }
  static std::int64_t size_of(const std::string& text) {
    return static_cast<std::int64_t>(text.size());
  }
};

TEST_F(IndexServiceTest, SizeIsThatOfEverythingInIt) {
  const std::string one = image();
  const std::string two = image(R"({"os":"x"})");
  const std::string inner = index({entry(two), entry(one)});
  const std::string outer = index(
      {entry(one,
             {{"platform", {{"os", "linux"}, {"architecture", "amd64"}, {"os.features", {"a"}}}}}),
       entry(one), entry(inner)});
  const Artifact found = artifact(outer);
  const std::int64_t expected =
      size_of(outer) + size_of(inner) + size_of(one) + 12 + size_of(two) + 10 + 10;
  EXPECT_EQ(found.size, expected) << "each digest once";
  const json references = json::parse(found.references.text);
  ASSERT_EQ(references.size(), 3U);
  EXPECT_EQ(references[0]["child_digest"], testing::digest_of(one));
  EXPECT_EQ(references[0]["Platform"]["architecture"], "amd64");
  EXPECT_EQ(references[0]["Platform"]["os.features"], json({"a"}));
  EXPECT_EQ(references[2]["Platform"], nullptr);
}

TEST_F(IndexServiceTest, SizesThatTheHostKnowsAreNotRead) {
  const std::string one = image();
  ArtifactOptions options;
  options.size_of = [&](const std::string& digest) {
    return digest == testing::digest_of(one) ? std::optional<std::int64_t>(1'000) : std::nullopt;
  };
  const ArtifactService service(processors_, options);
  const std::string outer = index({entry(one)});
  const auto found = service.abstract(outer, "", {}, registry_, context_);
  EXPECT_EQ(found.artifact.size, size_of(outer) + 1'000);
  EXPECT_EQ(registry_.calls().manifest, 0);
}

TEST_F(IndexServiceTest, AChildHasToBeThere) {
  json gone = entry(image());
  gone["digest"] = testing::digest_of("gone");
  for (const std::string& text :
       {index({gone}), index({entry(image()), gone}), index({entry(index({gone}))})}) {
    const AdapterError error = testing::error_of([&] { pushed(text); });
    EXPECT_EQ(error.code, ErrorCode::kRegistryNotFound);
    EXPECT_THAT(error.message, HasSubstr(testing::digest_of("gone")));
  }
  ArtifactOptions options;
  options.size_of = [](const std::string&) { return 5; };
  const ArtifactService service(processors_, options);
  EXPECT_GT(service.abstract(index({gone}), "", {}, registry_, context_).artifact.size, 5)
      << "the host knows it";
}

TEST_F(IndexServiceTest, WhoeverOnlyLooksMayAllowThatAChildIsMissing) {
  json gone = entry(image());
  gone["digest"] = testing::digest_of("gone");
  const std::string outer = index({gone});
  ArtifactOptions options;
  options.allow_missing_children = true;
  const ArtifactService service(processors_, options);
  const AbstractedArtifact found = service.abstract(outer, "", {}, registry_, context_);
  EXPECT_EQ(found.artifact.size, size_of(outer) + gone["size"].get<std::int64_t>());
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr(testing::digest_of("gone"))));
  EXPECT_FALSE(found.look_again);
}

TEST_F(IndexServiceTest, OtherErrorsOfTheRegistryPass) {
  const std::string outer = index({entry(image())});
  registry_.fail(AdapterError(ErrorCode::kRegistryUnavailable, "503"));
  EXPECT_EQ(testing::code_of([&] { artifact(outer); }), ErrorCode::kRegistryUnavailable);
}

TEST_F(IndexServiceTest, EntriesThatAreNoManifestsHaveTheSizeThatTheySay) {
  const std::string outer = index({blob("x/other", "12345")});
  EXPECT_EQ(artifact(outer).size, size_of(outer) + 5);
}

TEST_F(IndexServiceTest, TooManyEntriesAreTooMany) {
  const auto many = [this](int count) {
    std::vector<json> entries(static_cast<std::size_t>(count), blob("x/other", "1"));
    for (int i = 0; i < count; ++i) {
      entries[static_cast<std::size_t>(i)]["digest"] = testing::digest_of(std::to_string(i));
    }
    return index(entries);
  };
  EXPECT_EQ(artifact(many(1'000)).size, size_of(many(1'000)) + 1'000);
  EXPECT_EQ(testing::code_of([&] { artifact(many(1'001)); }), ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace portside
