// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "digest_of.hpp"
#include "error_of.hpp"
#include "portside/host/image_source.hpp"
#include "portside/testing/test_call_context.hpp"
#include "string_sink.hpp"
#include "temp_folder.hpp"

namespace portside {
namespace {

using testing::code_of;
using testing::digest_of;
using testing::StringSink;

/// A folder with one image of one layer that is not packed.
class LayoutImagesTest : public ::testing::Test {
 protected:
  LayoutImagesTest() {
    std::filesystem::create_directories(folder_ / "blobs/sha256");
    folder_.write("oci-layout", R"({"imageLayoutVersion":"1.0.0"})");
    const std::string config = put("{}");
    layer_ = put(content_);
    const std::string type = "application/vnd.oci.image.";
    manifest_ = R"({"schemaVersion":2,"config":{"mediaType":")" + type +
                R"(config.v1+json","digest":")" + config +
                R"(","size":2},"layers":[{"mediaType":")" + type + R"(layer.v1.tar","digest":")" +
                layer_ + R"(","size":)" + std::to_string(content_.size()) + "}]}";
    const std::string digest = put(manifest_);
    folder_.write("index.json", R"({"schemaVersion":2,"manifests":[{"mediaType":")" + type +
                                    R"(manifest.v1+json","digest":")" + digest + R"(","size":)" +
                                    std::to_string(manifest_.size()) + "}]}");
    access_ =
        make_layout_images(folder_.str())->open({.repository = "demo", .on_bytes = [this](auto n) {
                                                   bytes_ += n;
                                                 }});
  }

  std::string put(const std::string& content) {
    const std::string digest = digest_of(content);
    folder_.write("blobs/sha256/" + digest.substr(7), content);
    return digest;
  }

  testing::TempFolder folder_;
  const std::string content_ = std::string(10'240, '\0');
  std::string layer_;
  std::string manifest_;
  std::uint64_t bytes_ = 0;
  std::shared_ptr<RegistryAccess> access_;
  testing::TestCallContext context_;
};

TEST_F(LayoutImagesTest, AreReadLikeThoseOfARegistry) {
  std::string type;
  EXPECT_EQ(access_->manifest("latest", type, context_), manifest_);
  EXPECT_EQ(type, "application/vnd.oci.image.manifest.v1+json");
  EXPECT_EQ(access_->repository(), "demo");
  EXPECT_EQ(access_->url(), "oci:" + folder_.str());
  StringSink layer;
  access_->layer(layer_, digest_of(content_), layer, context_);
  EXPECT_EQ(layer.text(), content_);
  EXPECT_EQ(bytes_, content_.size());
}

TEST_F(LayoutImagesTest, AreComparedWithTheirDigests) {
  StringSink layer;
  EXPECT_EQ(code_of([&] { access_->layer(layer_, digest_of("else"), layer, context_); }),
            ErrorCode::kIntegrity);
  folder_.write("blobs/sha256/" + layer_.substr(7), "something else");
  EXPECT_EQ(code_of([&] { access_->blob(layer_, layer, context_); }), ErrorCode::kIntegrity);
}

TEST_F(LayoutImagesTest, CannotBePulledBySomebodyElse) {
  EXPECT_EQ(code_of([&] { access_->authorization(context_); }), ErrorCode::kUnsupported);
  const AdapterError error = testing::error_of([&] { access_->credentials(context_); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, ::testing::HasSubstr("; push the image to a registry"));
}

TEST_F(LayoutImagesTest, NeedAFolder) {
  EXPECT_EQ(code_of([] { make_layout_images("/nowhere"); }), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace portside
