// SPDX-License-Identifier: Apache-2.0
#include "runtime/escaped_exception.hpp"

#include <stdexcept>
#include <string>

namespace portside::runtime {
namespace {

using ::testing::HasSubstr;

struct OwnStruct {};

template <typename Throw>
AdapterError caught(Throw&& do_throw) {
  try {
    guarded("acme", "scan_image", do_throw);
  } catch (const AdapterError& error) {
    return error;
  }
  throw std::logic_error("nothing was thrown");
}

TEST(EscapedException, KeepsAnAdapterErrorWhole) {
  const AdapterError error = caught([] {
    throw AdapterError(ErrorCode::kScannerRateLimited, "slow down", "line 1\nline 2")
        .retry_in(1500);
  });
  EXPECT_EQ(error.code, ErrorCode::kScannerRateLimited);
  EXPECT_EQ(error.message, "slow down");
  EXPECT_EQ(error.detail, "line 1\nline 2");
  EXPECT_TRUE(error.can_retry);
  EXPECT_EQ(error.retry_after, 1500);
}

TEST(EscapedException, NamesAStandardException) {
  const AdapterError error = caught([] { throw std::out_of_range("index 7"); });
  EXPECT_EQ(error.code, ErrorCode::kPluginException);
  EXPECT_THAT(error.message,
              HasSubstr("acme: scan_image let a std::out_of_range (index 7) escape"));
  EXPECT_FALSE(error.can_retry);
}

TEST(EscapedException, NamesTheTypeOfAnythingElse) {
  EXPECT_THAT(caught([] { throw 7; }).message, HasSubstr("of type int"));
  const AdapterError error = caught([] { throw OwnStruct{}; });
  EXPECT_EQ(error.code, ErrorCode::kPluginUnknownException);
  EXPECT_THAT(error.message, HasSubstr("OwnStruct"));
}

TEST(EscapedException, ReturnsWhatTheCallReturns) {
  EXPECT_EQ(guarded("acme", "describe", [] { return std::string("fine"); }), "fine");
}

}  // namespace
}  // namespace portside::runtime
