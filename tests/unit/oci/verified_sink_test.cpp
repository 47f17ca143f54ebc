// SPDX-License-Identifier: Apache-2.0
#include "oci/verified_sink.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"
#include "string_sink.hpp"

namespace portside::oci {
namespace {

using testing::code_of;
using testing::error_of;
using ::testing::HasSubstr;

// printf 'hello world' | sha256sum
constexpr char kHello[] = "sha256:b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

TEST(VerifiedSink, PassesOnWhatIsRight) {
  testing::StringSink target;
  VerifiedSink sink(target, kHello, 11, "the blob");
  sink.write("hello ");
  sink.write("");
  sink.write("world");
  EXPECT_EQ(sink.count(), 11U);
  EXPECT_NO_THROW(sink.finish());
  EXPECT_EQ(target.text(), "hello world");
}

TEST(VerifiedSink, FindsDamage) {
  testing::StringSink target;
  VerifiedSink sink(target, kHello, std::nullopt, "the blob");
  sink.write("hello World");
  const AdapterError error = error_of([&] { sink.finish(); });
  EXPECT_EQ(error.code, ErrorCode::kIntegrity);
  EXPECT_THAT(error.message, HasSubstr("the blob is damaged: its content has the digest sha256:"));
}

TEST(VerifiedSink, FindsTooMuchAtOnceAndTooLittleAtTheEnd) {
  testing::StringSink target;
  VerifiedSink more(target, kHello, 5, "the blob");
  EXPECT_EQ(code_of([&] { more.write("hello world"); }), ErrorCode::kIntegrity);
  EXPECT_EQ(target.text(), "");
  VerifiedSink less(target, kHello, 12, "the blob");
  less.write("hello world");
  EXPECT_THAT(error_of([&] { less.finish(); }).message, HasSubstr("has 11 bytes"));
}

}  // namespace
}  // namespace portside::oci
