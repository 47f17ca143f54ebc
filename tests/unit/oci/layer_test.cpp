// SPDX-License-Identifier: Apache-2.0
#include "oci/layer.hpp"

#include <gmock/gmock.h>

#include "digest_of.hpp"
#include "error_of.hpp"
#include "packed.hpp"
#include "portside/testing/test_call_context.hpp"
#include "string_sink.hpp"

namespace portside::oci {
namespace {

using archive::Compression;
using testing::digest_of;
using testing::error_of;
using ::testing::HasSubstr;

constexpr char kTar[] = "application/vnd.oci.image.layer.v1.tar";
constexpr char kGzip[] = "application/vnd.oci.image.layer.v1.tar+gzip";
constexpr char kZstd[] = "application/vnd.oci.image.layer.v1.tar+zstd";

class LayerSinkTest : public ::testing::Test {
 protected:
  std::string unpacked(std::string_view packed, std::string_view type, std::size_t piece = 1'000) {
    testing::StringSink plain;
    LayerSink sink(plain, type, digest_of(plain_), "the layer", context_);
    for (; !packed.empty(); packed.remove_prefix(std::min(piece, packed.size()))) {
      sink.write(packed.substr(0, piece));
    }
    sink.finish();
    return plain.text();
  }

  testing::TestCallContext context_;
  const std::string plain_ = testing::layer_like(100'000);
  const std::string gzip_ = testing::gzip(plain_);
};

TEST_F(LayerSinkTest, UnpacksWhatItsTypeSays) {
  EXPECT_EQ(unpacked(plain_, kTar), plain_);
  EXPECT_EQ(unpacked(gzip_, kGzip), plain_);
  EXPECT_EQ(unpacked(testing::zstd(plain_), kZstd), plain_);
  EXPECT_EQ(unpacked(gzip_, "application/vnd.docker.image.rootfs.diff.tar.gzip"), plain_);
  EXPECT_EQ(unpacked(gzip_, kGzip, 1), plain_);
}

TEST_F(LayerSinkTest, LooksWhereNoTypeIsKnown) {
  EXPECT_EQ(unpacked(gzip_, ""), plain_);
  EXPECT_EQ(unpacked(testing::zstd(plain_), ""), plain_);
  EXPECT_EQ(unpacked(plain_, ""), plain_);
}

TEST_F(LayerSinkTest, RefusesWhatIsPackedInAnotherWay) {
  const AdapterError error = error_of([&] { unpacked(gzip_, kZstd); });
  EXPECT_EQ(error.code, ErrorCode::kIntegrity);
  EXPECT_EQ(error.message, "the layer is gzip, its manifest says zstd");
  EXPECT_EQ(error_of([&] { unpacked(gzip_, kTar, 1); }).message,
            "the layer is gzip, its manifest says not packed");
  EXPECT_EQ(error_of([&] { unpacked("x", kGzip); }).message,
            "the layer is not packed, its manifest says gzip")
      << "too short to be anything";
}

TEST_F(LayerSinkTest, RefusesOtherContent) {
  const AdapterError error = error_of([&] { unpacked(testing::gzip("other"), kGzip); });
  EXPECT_EQ(error.code, ErrorCode::kIntegrity);
  EXPECT_THAT(error.message, HasSubstr("the layer holds something else than its image says"));
  EXPECT_THAT(error.message, HasSubstr(digest_of("other")));
}

TEST_F(LayerSinkTest, EndsWithItsCall) {
  context_.cancel();
  EXPECT_EQ(error_of([&] { unpacked(gzip_, kGzip); }).code, ErrorCode::kCancelled);
}

TEST_F(LayerSinkTest, RefusesWhatIsCutShort) {
  const std::string half = gzip_.substr(0, gzip_.size() / 2);
  EXPECT_EQ(error_of([&] { unpacked(half, kGzip); }).code, ErrorCode::kIntegrity);
}

TEST(LayerType, SaysHowALayerIsPacked) {
  EXPECT_EQ(compression_of_type(kTar), Compression::kNone);
  EXPECT_TRUE(is_layer_type(kTar));
  EXPECT_EQ(compression_of_type(std::string(kGzip) + "; x=y"), Compression::kGzip);
  EXPECT_EQ(compression_of_type("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"),
            Compression::kGzip);
  EXPECT_EQ(compression_of_type("application/vnd.oci.image.layer.nondistributable.v1.tar+zstd"),
            Compression::kZstd);
}

TEST(LayerType, RefusesWhatIsNoLayer) {
  const AdapterError encrypted =
      error_of([] { compression_of_type(std::string(kGzip) + "+encrypted"); });
  EXPECT_EQ(encrypted.code, ErrorCode::kUnsupported);
  EXPECT_THAT(encrypted.message, HasSubstr("a layer is encrypted"));
  for (const char* type : {"application/x-my-layer", "text/plain", "+gzip"}) {
    const AdapterError error = error_of([&] { compression_of_type(type); });
    EXPECT_EQ(error.code, ErrorCode::kUnsupported) << type;
    EXPECT_FALSE(is_layer_type(type)) << type;
    EXPECT_THAT(error.message, HasSubstr("no layer of a file system")) << type;
  }
}

}  // namespace
}  // namespace portside::oci
