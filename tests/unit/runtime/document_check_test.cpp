// SPDX-License-Identifier: Apache-2.0
#include "runtime/document_check.hpp"

#include <gmock/gmock.h>

#include <sstream>
#include <vector>

#include "error_of.hpp"

namespace portside::runtime {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kSchema[] = R"({
  "type": "object",
  "required": ["url"],
  "properties": {"url": {"type": "string"}, "timeout": {"type": "integer", "minimum": 1}},
  "additionalProperties": false})";

TEST(DocumentCheck, TakesWhatIsRight) {
  check_document(nullptr, "acme", {"whatever"});
  check_document(kSchema, "acme", {R"({"url":"http://x","timeout":5})"});
}

TEST(DocumentCheck, SaysEverythingThatIsWrongAndNoValue) {
  const AdapterError error = testing::error_of([] {
    check_document(kSchema, "acme@eu", {R"({"url":17,"timeout":"geheim","ulr":"geheim"})"});
  });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_FALSE(error.can_retry);
  EXPECT_THAT(error.message, StartsWith("adapters.acme@eu."));
  EXPECT_THAT(error.detail,
              AllOf(StartsWith(error.message), Not(HasSubstr("geheim")),
                    HasSubstr("adapters.acme@eu.url: "), HasSubstr("adapters.acme@eu.timeout: "),
                    HasSubstr("adapters.acme@eu.ulr: ")));
}

TEST(DocumentCheck, NamesPlacesAsACheckOfTheFileDoes) {
  constexpr char kHosts[] = R"({"properties":{"hosts":{"items":{"type":"string"}}}})";
  EXPECT_THAT(
      testing::error_of([&] { check_document(kHosts, "acme", {R"({"hosts":["a",1]})"}); }).message,
      StartsWith("adapters.acme.hosts[1]: found an integer"));
}

TEST(DocumentCheck, NoDocumentIsAnEmptyOneOrAMistake) {
  check_document(R"({"type":"object"})", "acme", {});
  const AdapterError error = testing::error_of([] { check_document(kSchema, "acme", {}); });
  EXPECT_EQ(error.message, "acme is used, but adapters has no document acme; expected one");
  EXPECT_THAT(testing::error_of([] { check_document(kSchema, "acme", {"{}"}); }).message,
              StartsWith("adapters.acme: found no key url"));
}

TEST(DocumentCheck, AMalformedSchemaIsThePluginsFault) {
  EXPECT_EQ(testing::code_of([] { check_document("{", "acme", {"{}"}); }),
            ErrorCode::kPluginContract);
}

}  // namespace
}  // namespace portside::runtime
