// SPDX-License-Identifier: Apache-2.0
#include "oci/layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "crypto/digest.hpp"
#include "error_of.hpp"
#include "portside/testing/temp_folder.hpp"
#include "portside/testing/test_call_context.hpp"
#include "string_sink.hpp"

namespace portside::oci {
namespace {

namespace fs = std::filesystem;
using testing::error_of;

constexpr const char* kManifest =
    R"({"schemaVersion":2,"config":{"mediaType":"a/b","digest":")"
    R"(sha256:1111111111111111111111111111111111111111111111111111111111111111","size":1},"layers":[]})";

class LayoutTest : public ::testing::Test {
 protected:
  LayoutTest() {
    fs::create_directories(folder_ / "blobs/sha256");
    folder_.write("oci-layout", R"({"imageLayoutVersion":"1.0.0"})");
  }

  /// Returns the digest.
  std::string put(const std::string& content) {
    const std::string hex = crypto::hex(crypto::sha256(content));
    folder_.write("blobs/sha256/" + hex, content);
    return "sha256:" + hex;
  }

  static std::string entry(const std::string& digest, const std::string& more = "",
                           const std::string& type = std::string(kOciType)) {
    return R"({"mediaType":")" + type + R"(","digest":")" + digest + R"(","size":)" +
           std::to_string(std::string(kManifest).size()) + more + "}";
  }
  static std::string called(const std::string& name) {
    return R"(,"annotations":{"org.opencontainers.image.ref.name":")" + name + R"("})";
  }

  void index(const std::string& entries) {
    folder_.write("index.json", R"({"schemaVersion":2,"manifests":[)" + entries + "]}");
  }

  Layout open() const { return Layout(folder_.str()); }
  FetchedManifest manifest(const std::string& version) const {
    return open().manifest(version, context_);
  }

  static constexpr std::string_view kOciType = "application/vnd.oci.image.manifest.v1+json";
  testing::TempFolder folder_;
  testing::TestCallContext context_;
};

TEST_F(LayoutTest, TellsAFolderThatIsNotThereFromOneWithoutALayout) {
  const std::string missing = folder_ / "missing";
  EXPECT_EQ(error_of([&] { Layout layout(missing); }).message,
            "there is no folder " + missing + "; expected that of an OCI image layout");
  const AdapterError error = error_of([&] { Layout layout(folder_ / "blobs"); });
  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_EQ(error.message,
            folder_ / "blobs" + " is no OCI image layout: it has no file oci-layout");
}

TEST_F(LayoutTest, GivesItsOnlyImage) {
  const std::string digest = put(kManifest);
  index(entry(digest));
  const FetchedManifest found = manifest("latest");
  EXPECT_EQ(found.bytes, kManifest);
  EXPECT_EQ(found.digest, digest);
  EXPECT_EQ(found.media_type, kOciType);
  EXPECT_EQ(manifest(digest).bytes, kManifest);
}

TEST_F(LayoutTest, FindsAnImageByItsName) {
  const std::string digest = put(kManifest);
  const std::string other = put("{}");
  index(entry(other, called("other")) + ',' + entry(digest, called("registry.example/a/b:1.0")));
  EXPECT_EQ(manifest("1.0").digest, digest);
  EXPECT_EQ(manifest("registry.example/a/b:1.0").digest, digest);
  EXPECT_EQ(manifest("other").digest, other);
  const AdapterError error = error_of([&] { manifest("0"); });
  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_EQ(error.message,
            folder_.str() + " has no image \"0\"; expected other or registry.example/a/b:1.0");
}

TEST_F(LayoutTest, ChoosesNoneOfSeveral) {
  const std::string digest = put(kManifest);
  index(entry(put("{}"), called("one:latest")) + ',' + entry(digest, called("two:latest")));
  EXPECT_EQ(manifest("two:latest").digest, digest);
  for (const char* name : {"latest"}) {
    const AdapterError error = error_of([&] { manifest(name); });
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(error.message, folder_.str() +
                                 " has several images \"latest\"; expected a whole name of them: "
                                 "one:latest or two:latest");
  }
}

TEST_F(LayoutTest, AsksForANameWhereThereAreSeveral) {
  index(entry(put(kManifest), called("one")) + ',' + entry(put("{}"), called("two")));
  const AdapterError error = error_of([&] { manifest("latest"); });
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error.message,
            folder_.str() + " holds 2 images; expected the name of one behind it, for example \"" +
                folder_.str() + ":one\"");
}

TEST_F(LayoutTest, TakesAListOfPlatformsAsTheImage) {
  index(entry(put(kManifest), R"(,"platform":{"os":"linux","architecture":"amd64"})") + ',' +
        entry(put("{}"), R"(,"platform":{"os":"linux","architecture":"arm64"})"));
  const FetchedManifest found = manifest("latest");
  EXPECT_EQ(found.media_type, "application/vnd.oci.image.index.v1+json");
  EXPECT_EQ(parse_manifest(found.bytes, found.media_type).manifests.size(), 2U);
}

TEST_F(LayoutTest, TellsTheTypeOfWhatHasNone) {
  const std::string image = put(kManifest);
  const std::string list = put(R"({"schemaVersion":2,"manifests":[]})");
  const std::string docker =
      put(R"({"mediaType":"application/vnd.docker.distribution.manifest.v2+json"})");
  index("");
  EXPECT_EQ(manifest(image).media_type, kOciType);
  EXPECT_EQ(manifest(list).media_type, "application/vnd.oci.image.index.v1+json");
  EXPECT_EQ(manifest(docker).media_type, "application/vnd.docker.distribution.manifest.v2+json");
}

TEST_F(LayoutTest, ComparesBlobsWithTheirDigests) {
  const std::string digest = put("content");
  index("");
  testing::StringSink text;
  open().blob(digest, 7, text, context_);
  EXPECT_EQ(text.text(), "content");
  EXPECT_EQ(error_of([&] { open().blob(digest, 6, text, context_); }).code, ErrorCode::kIntegrity);
  folder_.write("blobs/sha256/" + digest.substr(7), "c0ntent");
  EXPECT_EQ(error_of([&] { open().blob(digest, 7, text, context_); }).code, ErrorCode::kIntegrity);
}

TEST_F(LayoutTest, FollowsNoLinksAndWaitsForNoPipe) {
  const std::string digest = put("content");
  const fs::path blob = folder_ / ("blobs/sha256/" + digest.substr(7));
  index("");
  testing::StringSink text;
  fs::rename(blob, folder_ / "elsewhere");
  EXPECT_EQ(error_of([&] { open().blob(digest, 7, text, context_); }).code,
            ErrorCode::kRegistryNotFound);
  fs::create_symlink(folder_ / "elsewhere", blob);
  const AdapterError link = error_of([&] { open().blob(digest, 7, text, context_); });
  EXPECT_EQ(link.code, ErrorCode::kIo);
  EXPECT_THAT(link.message, ::testing::HasSubstr("it is a link"));
  fs::remove(blob);
  ASSERT_EQ(::mkfifo(blob.c_str(), 0600), 0);
  EXPECT_THAT(error_of([&] { open().blob(digest, 7, text, context_); }).message,
              ::testing::HasSubstr("it is no regular file"));
  EXPECT_EQ(text.text(), "");
}

TEST_F(LayoutTest, EndsWithItsCall) {
  const std::string digest = put("content");
  index("");
  testing::StringSink text;
  context_.cancel();
  EXPECT_EQ(error_of([&] { open().blob(digest, 7, text, context_); }).code, ErrorCode::kCancelled);
}

TEST_F(LayoutTest, RefusesWhatIsNoLayout) {
  EXPECT_EQ(error_of([&] { open(); }).code, ErrorCode::kNotFound) << "no index.json";
  index("");
  EXPECT_EQ(error_of([&] { manifest("latest"); }).message, folder_.str() + " holds no image");
  folder_.write("index.json", "[1]");
  EXPECT_EQ(error_of([&] { open(); }).code, ErrorCode::kRegistryBadAnswer);
  folder_.write("index.json", std::string(kMaxManifestBytes + 1, ' '));
  EXPECT_EQ(error_of([&] { open(); }).code, ErrorCode::kTooLarge);
  for (const char* marker : {"", "[]", "{}", R"({"imageLayoutVersion":2})"}) {
    folder_.write("oci-layout", marker);
    EXPECT_EQ(error_of([&] { open(); }).code, ErrorCode::kUnsupported) << marker;
  }
  EXPECT_EQ(error_of([] { Layout("/nowhere"); }).code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace portside::oci
