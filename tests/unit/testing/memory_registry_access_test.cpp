// SPDX-License-Identifier: Apache-2.0
#include "portside/testing/memory_registry_access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error_of.hpp"
#include "portside/testing/test_call_context.hpp"
#include "string_sink.hpp"

namespace portside::testing {
namespace {

class MemoryRegistryAccessTest : public ::testing::Test {
 protected:
  MemoryRegistryAccess registry_{"https://r.test", "library/nginx"};
  TestCallContext context_;
  StringSink sink_;
};

TEST_F(MemoryRegistryAccessTest, GivesWhatWasPutIntoIt) {
  registry_.put_manifest("sha256:m", "application/json", "{}");
  registry_.put_blob("sha256:b", "blob");
  registry_.put_layer("sha256:l", "sha256:u", "tar");
  std::string media_type;
  EXPECT_EQ(registry_.manifest("sha256:m", media_type, context_), "{}");
  EXPECT_EQ(media_type, "application/json");
  registry_.blob("sha256:b", sink_, context_);
  registry_.layer("sha256:l", "sha256:u", sink_, context_);
  EXPECT_EQ(sink_.text(), "blobtar");
  EXPECT_EQ(registry_.url(), "https://r.test");
  EXPECT_EQ(registry_.repository(), "library/nginx");
}

TEST_F(MemoryRegistryAccessTest, HasNothingElse) {
  std::string media_type;
  EXPECT_EQ(code_of([&] { registry_.manifest("x", media_type, context_); }),
            ErrorCode::kRegistryNotFound);
  EXPECT_EQ(code_of([&] { registry_.blob("x", sink_, context_); }), ErrorCode::kRegistryNotFound);
  EXPECT_EQ(code_of([&] { registry_.layer("x", "y", sink_, context_); }),
            ErrorCode::kRegistryNotFound);
}

TEST_F(MemoryRegistryAccessTest, AMessageIsOneLineWhateverWasAskedFor) {
  const AdapterError error = error_of([&] { registry_.blob("a\nb\xff", sink_, context_); });
  EXPECT_EQ(error.message, "the repository library/nginx has no blob a?b?");
  const std::string name(std::size_t{1} << 16U, 'x');
  EXPECT_LT(error_of([&] { registry_.blob(name, sink_, context_); }).message.size(), 200U);
}

TEST_F(MemoryRegistryAccessTest, ComparesDiffIds) {
  registry_.put_layer("sha256:l", "sha256:u", "tar");
  EXPECT_EQ(code_of([&] { registry_.layer("sha256:l", "sha256:other", sink_, context_); }),
            ErrorCode::kIntegrity);
  EXPECT_EQ(sink_.text(), "tar");
}

TEST_F(MemoryRegistryAccessTest, GivesCredentials) {
  registry_.set_authorization({"Bearer x", 5});
  Credentials credentials;
  credentials.kind = CredentialKind::kBasic;
  credentials.user = "robot";
  registry_.set_credentials(credentials);
  EXPECT_EQ(registry_.authorization(context_).header, "Bearer x");
  EXPECT_EQ(registry_.credentials(context_).user, "robot");
}

TEST_F(MemoryRegistryAccessTest, CountsCalls) {
  registry_.put_blob("b", "");
  registry_.blob("b", sink_, context_);
  registry_.blob("b", sink_, context_);
  registry_.credentials(context_);
  EXPECT_EQ(code_of([&] { registry_.layer("x", "y", sink_, context_); }),
            ErrorCode::kRegistryNotFound);
  EXPECT_EQ(registry_.calls().manifest, 0);
  EXPECT_EQ(registry_.calls().blob, 2);
  EXPECT_EQ(registry_.calls().layer, 1);
  EXPECT_EQ(registry_.calls().authorization, 0);
  EXPECT_EQ(registry_.calls().credentials, 1);
}

TEST_F(MemoryRegistryAccessTest, FailsOnDemand) {
  registry_.put_blob("b", "blob");
  registry_.fail(AdapterError(ErrorCode::kRegistryUnavailable, "503"), 2);
  EXPECT_EQ(code_of([&] { registry_.blob("b", sink_, context_); }),
            ErrorCode::kRegistryUnavailable);
  EXPECT_EQ(code_of([&] { registry_.authorization(context_); }), ErrorCode::kRegistryUnavailable);
  registry_.blob("b", sink_, context_);
  EXPECT_EQ(sink_.text(), "blob");
}

TEST_F(MemoryRegistryAccessTest, BreaksABlobOnDemand) {
  registry_.put_blob("b", "blob");
  registry_.break_after(2);
  EXPECT_EQ(code_of([&] { registry_.blob("b", sink_, context_); }), ErrorCode::kIntegrity);
  EXPECT_EQ(sink_.text(), "bl");
  registry_.blob("b", sink_, context_);
  EXPECT_EQ(sink_.text(), "blblob");
}

TEST_F(MemoryRegistryAccessTest, WritesInPiecesUntilTheCallIsOver) {
  class CountingSink final : public ByteSink {
   public:
    explicit CountingSink(TestCallContext& call) : call_(call) {}
    void write(std::string_view piece) override {
      sizes.push_back(piece.size());
      if (sizes.size() == 3) call_.cancel();
    }
    std::vector<std::size_t> sizes;

   private:
    TestCallContext& call_;
  } sink(context_);
  registry_.put_blob("b", std::string(7, 'x'));
  registry_.put_blob("c", std::string(9, 'x'));
  registry_.set_piece_size(5);
  registry_.blob("b", sink, context_);
  EXPECT_THAT(sink.sizes, ::testing::ElementsAre(5, 2));
  EXPECT_EQ(code_of([&] { registry_.blob("c", sink, context_); }), ErrorCode::kCancelled);
  EXPECT_EQ(code_of([&] { registry_.credentials(context_); }), ErrorCode::kCancelled);
}

}  // namespace
}  // namespace portside::testing
