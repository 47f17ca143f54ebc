// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "error_of.hpp"
#include "portside/api/error.hpp"
#include "portside/host/report_json.hpp"
#include "report/read_reports.hpp"
#include "sample_report.hpp"

namespace portside {
namespace {

using report::read_reports;
using testing::code_of;
using testing::error_of;
using testing::full_report;
using ::testing::HasSubstr;

/// A document with one report that has this beside what it must have.
std::string with(const std::string& members) {
  std::string out = R"({"schema_version":1,"reports":[{)" + members;
  for (const char* must : {R"("coverage":{})", R"("vulnerabilities":[])"}) {
    const std::string key = std::string(must).substr(0, std::string(must).find(':') + 1);
    if (members.find(key) == std::string::npos) out += std::string(",") + must;
  }
  return out + "}]}";
}

std::string message_of(const std::string& text) {
  const AdapterError error = error_of([&] { reports_from_json(text); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData) << error.message;
  EXPECT_EQ(error.message.find('\n'), std::string::npos);
  return error.message;
}

TEST(HostileReport, SaysWhereWhatWasFoundAndWhatWasExpected) {
  EXPECT_EQ(message_of(with(R"("coverage":{"packages":-1})")),
            "the report: reports[0].coverage.packages: found a number -1; expected a whole number, "
            "0 or more");
  EXPECT_EQ(message_of(with(R"("vulnerabilities":[{"id":"A","severity":"low"},)"
                            R"({"id":"B","severity":"dire"}])")),
            "the report: reports[0].vulnerabilities[1].severity: found the text \"dire\"; expected "
            "a severity, as \"high\"");
  EXPECT_THAT(message_of(with(R"("suppressed":[{"until":"soon"}])")),
              HasSubstr("suppressed[0].until: found the text \"soon\"; expected a day"));
  EXPECT_THAT(message_of(with(R"("started_at":"now")")), HasSubstr("expected a time"));
  EXPECT_THAT(message_of(with(R"("reference":[])")), HasSubstr("found a list; expected a text"));
  EXPECT_THAT(message_of(with(R"("image":null)")), HasSubstr("found null; expected an object"));
  EXPECT_THAT(message_of(with(R"("vulnerabilities":{})")), HasSubstr("expected a list"));
  EXPECT_THAT(message_of(with(R"("check":{"verdict":"yes"})")), HasSubstr("pass or fail"));
}

TEST(HostileReport, IsNeverCleanForWantOfAnAnswer) {
  EXPECT_THAT(message_of(R"({"schema_version":1,"reports":[{"vulnerabilities":[]}]})"),
              HasSubstr("the key \"coverage\" is missing"));
  EXPECT_THAT(message_of(R"({"schema_version":1,"reports":[{"coverage":{}}]})"),
              HasSubstr("the key \"vulnerabilities\" is missing"));
  EXPECT_THAT(message_of(R"({"schema_version":1})"), HasSubstr("the key \"reports\" is missing"));
  EXPECT_THAT(message_of(with(R"("vulnerabilities":[{}])")), HasSubstr("\"id\" is missing"));
  EXPECT_THAT(message_of(with(R"("suppressed":[{}])")), HasSubstr("is missing"));
}

TEST(HostileReport, PassesNoGateForWantOfASeverity) {
  EXPECT_EQ(message_of(with(R"("vulnerabilities":[{"id":"A"}])")),
            "the report: reports[0].vulnerabilities[0]: the key \"severity\" is missing; expected "
            "one as \"high\"");
  EXPECT_THAT(message_of(with(R"("suppressed":[{"vulnerability":{"id":"A"}}])")),
              HasSubstr("the key \"severity\" is missing"));
}

TEST(HostileReport, SaysNothingTwice) {
  EXPECT_EQ(
      message_of(with(R"("coverage":{"outcome":"no_data","packages":1,"outcome":"scanned"})")),
      "the report: reports[0].coverage: the key \"outcome\" is there twice; expected it once");
  EXPECT_EQ(message_of(R"({"schema_version":1,"reports":[],"rep\u006frts":[]})"),
            "the report: the key \"reports\" is there twice; expected it once");
  EXPECT_THAT(message_of(with(R"("coverage":{},"coverage":{})")),
              HasSubstr("\"coverage\" is there"));
  EXPECT_THAT(message_of(with(R"("new":1,"new":1)")), HasSubstr("\"new\" is there twice"));
}

TEST(HostileReport, HasFewMembersInAnObject) {
  std::string many;
  for (int i = 0; i < 2'000; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_EQ(message_of(with(many + "\"last\":0")),
            "the report: reports[0]: found more than 1000 members; expected those of a report");
}

TEST(HostileReport, OfAnotherVersionOrKindIsRefused) {
  EXPECT_THAT(message_of(R"({"schema_version":2,"reports":[]})"),
              HasSubstr("another version of Portside"));
  EXPECT_THAT(message_of("{}"), HasSubstr("\"schema_version\" is missing"));
  EXPECT_THAT(message_of(R"({"SchemaVersion":2,"Results":[]})"),
              HasSubstr("\"schema_version\" is missing"));
  for (const char* text : {"", "no", "{", "[1,]", "{\"a\":\"\xff\"}", "[] []"}) {
    EXPECT_THAT(message_of(text), HasSubstr("no JSON")) << text;
  }
  EXPECT_THAT(message_of("[]"), HasSubstr("expected an object"));
  EXPECT_THAT(message_of("7"), HasSubstr("expected an object"));
}

TEST(HostileReport, WithOneReportIsAskedForOne) {
  EXPECT_EQ(code_of([] { report_from_json(R"({"schema_version":1,"reports":[]})"); }),
            ErrorCode::kMalformedData);
}

TEST(HostileReport, PassesOverWhatItDoesNotKnow) {
  const auto reports = reports_from_json(
      with(R"("new":{"a":[1,"}",{"b":"\"]"}]},"image":{"repository":"a\u0062c\n"})"));
  EXPECT_EQ(reports.at(0).image.repository, "abc\n");
}

TEST(HostileReport, MayNotBeDeep) {
  const std::string deep(100'000, '[');
  EXPECT_EQ(code_of([&] { reports_from_json(deep); }), ErrorCode::kTooLarge);
}

TEST(HostileReport, MayNotPassItsLimits) {
  const std::string text = to_json(full_report());
  EXPECT_EQ(read_reports(text, {.bytes = text.size(), .rows = 3}).size(), 1U);
  EXPECT_EQ(code_of([&] { read_reports(text, {.bytes = text.size() - 1}); }), ErrorCode::kTooLarge);
  EXPECT_EQ(code_of([&] { read_reports(text, {.rows = 2}); }), ErrorCode::kTooLarge);
}

TEST(HostileReport, MayNotTakeManyTimesItsOwnSize) {
  std::string texts = "\"\"";
  for (int i = 0; i < 9; ++i) texts += "," + texts;  // 512 of them
  const std::size_t memory = 512 * sizeof(std::string);
  for (const char* list : {R"("image":{"tags":[)", R"("coverage":{"notes":[)",
                           R"("vulnerabilities":[{"id":"A","severity":"low"},{"links":[)"}) {
    const std::string end = std::string(list).starts_with("\"v") ? "]}]" : "]}";
    EXPECT_EQ(code_of([&] { read_reports(with(list + texts + end), {.memory = memory}); }),
              ErrorCode::kTooLarge)
        << list;
  }
}

TEST(HostileReport, IsNamedInOneLineHoweverItsKeysLook) {
  EXPECT_THAT(message_of(R"({"schema_version":1,"reports":[{"coverage":{"notes":["a\nb",5]}}]})"),
              HasSubstr("notes[1]: found a number 5"));
  EXPECT_THAT(message_of(with(R"("adapter":{"a":"\u001b[2J"})")), HasSubstr("found an object"));
  EXPECT_THAT(message_of(with(R"("check":{"verdict":"\u001b[2J\n"})")), HasSubstr("\\u001b"));
}

}  // namespace
}  // namespace portside
