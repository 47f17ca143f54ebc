// SPDX-License-Identifier: Apache-2.0
#include "config/adapter_rooms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parse.hpp"

namespace portside::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Processors, ClaimMediaTypes) {
  const Config config = parse_yaml(R"(
processors:
  helm: [application/vnd.cncf.helm.config.v1+json]
  http-processor@wasm: [application/vnd.WASM.config.v1+json, application/wasm]
  nothing-yet:
)");
  EXPECT_THAT(config.processors.at("helm"),
              ElementsAre("application/vnd.cncf.helm.config.v1+json"));
  EXPECT_THAT(config.processors.at("http-processor@wasm"),
              ElementsAre("application/vnd.wasm.config.v1+json", "application/wasm"));
  EXPECT_THAT(config.processors.at("nothing-yet"), IsEmpty());
}

TEST(Processors, ClaimEachTypeOnce) {
  const std::string text = "processors:\n  a: [x/y]\n  b:\n    - p/q\n    - X/Y\n    - p/q\n";
  EXPECT_THAT(yaml_mistakes(text),
              ElementsAre("f:5: processors.b[1]: found a media type that a has already (line 2); "
                          "expected each one once among all processors",
                          "f:6: processors.b[2]: found a media type that is in this list already "
                          "(line 4); expected each one once"));
  EXPECT_THAT(json_mistakes(R"({"processors":{"a":["x/y"],"b":["x/y"]}})"),
              ElementsAre("f: /processors/b/0: found a media type that a has already; expected "
                          "each one once among all processors"));
}

TEST(Processors, HaveIdsAndLists) {
  EXPECT_THAT(yaml_mistakes("processors: [a]"),
              ElementsAre(HasSubstr("expected a map of adapter")));
  EXPECT_THAT(yaml_mistakes("processors: {A: [x/y]}"),
              ElementsAre(HasSubstr("found the id \"A\"")));
  EXPECT_THAT(yaml_mistakes("processors: {a: x/y}"),
              ElementsAre(HasSubstr("processors.a: found the text \"x/y\"; expected a list of")));
  EXPECT_THAT(yaml_mistakes("processors: {a: [5, text, 'x/y; q=1']}"),
              ElementsAre(HasSubstr("processors.a[0]: found the number 5; expected a media type"),
                          HasSubstr("processors.a[1]: found the text \"text\""),
                          HasSubstr("processors.a[2]: found the text \"x/y; q=1\"")));
}

}  // namespace
}  // namespace portside::testing
