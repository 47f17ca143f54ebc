// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/json_stream.hpp"

#include "error_of.hpp"
#include "portside/api/error.hpp"

namespace portside::sdk {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Events = std::vector<std::string>;

/// What a table says of a document: `<path key`, `>path`, `path key=kind:text`.
Events events(const std::vector<std::string>& paths, std::string_view document,
              std::size_t piece_size = 0, const JsonLimits& limits = {}) {
  Events seen;
  std::vector<JsonRule> rules;
  for (const std::string& path : paths) {
    rules.push_back({path,
                     [&seen, path](std::string_view key) {
                       seen.push_back("<" + path + " " + std::string(key));
                     },
                     [&seen, path] { seen.push_back(">" + path); },
                     [&seen, path](const JsonScalar& value) {
                       seen.push_back(path + " " + std::string(value.key) + "=" +
                                      std::to_string(static_cast<int>(value.kind)) + ":" +
                                      std::string(value.text));
                     }});
  }
  JsonStream stream("the answer", std::move(rules), limits);
  if (piece_size == 0) piece_size = document.size() + 1;
  for (std::size_t at = 0; at < document.size(); at += piece_size) {
    stream.write(document.substr(at, piece_size));
  }
  stream.finish();
  return seen;
}

AdapterError failure(const std::vector<std::string>& paths, std::string_view document,
                     const JsonLimits& limits = {}) {
  try {
    events(paths, document, 0, limits);
  } catch (const AdapterError& error) {
    return error;
  }
  return {ErrorCode::kInternal, "nothing was thrown"};
}

TEST(JsonStream, CallsTheRulesOfATableInTheOrderOfTheDocument) {
  EXPECT_THAT(events({"/list/*", "/list/*/id"},
                     R"({"x":[1],"list":[{"id":"a"},{"other":{"id":"no"},"id":"b"}]})"),
              ElementsAre("</list/* ", "/list/*/id id=3:a", ">/list/*", "</list/* ",
                          "/list/*/id id=3:b", ">/list/*"));
}

TEST(JsonStream, TellsKindsOfScalarsAndKeepsDigits) {
  EXPECT_THAT(events({"/*"}, R"({"a":"t","b":1.50,"c":true,"d":false,"e":null,"f":-0,"g":1e999})"),
              ElementsAre("/* a=3:t", "/* b=2:1.50", "/* c=1:true", "/* d=1:false", "/* e=0:null",
                          "/* f=2:-0", "/* g=2:1e999"));
  EXPECT_THAT(events({""}, "12345678901234567890123"), ElementsAre(" =2:12345678901234567890123"));
}

TEST(JsonStream, PrefersANameToTheStar) {
  EXPECT_THAT(events({"/a", "/*"}, R"({"a":1,"b":2})"), ElementsAre("/a a=2:1", "/* b=2:2"));
}

TEST(JsonStream, GivesTheNamesOnTheWay) {
  EXPECT_THAT(events({"/*", "/*/*", "/*/*/status"},
                     R"({"curl":{"CVE-1":{"status":"open"},"CVE-2":{"status":"resolved"}}})"),
              ElementsAre("</* curl", "</*/* CVE-1", "/*/*/status status=3:open", ">/*/*",
                          "</*/* CVE-2", "/*/*/status status=3:resolved", ">/*/*", ">/*"));
}

TEST(JsonStream, AnArrayHasNoNames) {
  EXPECT_THAT(events({"/a/*"}, R"({"a":["x",["y"],{"z":1},"w"]})"),
              ElementsAre("/a/* =3:x", "</a/* ", ">/a/*", "</a/* ", ">/a/*", "/a/* =3:w"));
  EXPECT_THAT(events({"/a/b"}, R"({"a":["x",{"b":1}]})"), IsEmpty());
}

TEST(JsonStream, AValueOfAnotherKindIsPassedOver) {
  std::vector<std::string> seen;
  JsonStream stream("it",
                    {{"/id", {}, {}, [&](const JsonScalar& id) { seen.emplace_back(id.text); }}});
  stream.write(R"({"id":{"id":"inner"}})");
  stream.finish();
  EXPECT_THAT(seen, IsEmpty());
}

TEST(JsonStream, AnObjectIsNoArray) {
  const auto lists_in = [](const char* document) {
    int begun = 0;
    int ended = 0;
    JsonRule rule{"/list", [&](std::string_view) { ++begun; }, [&] { ++ended; }};
    rule.only_array = true;
    JsonStream stream("the answer", {std::move(rule)});
    stream.write(document);
    stream.finish();
    EXPECT_EQ(begun, ended);
    return begun;
  };
  EXPECT_EQ(lists_in(R"({"list":[]})"), 1);
  EXPECT_EQ(lists_in(R"({"list":[{"list":{}}]})"), 1);
  EXPECT_EQ(lists_in(R"({"list":{}})"), 0);
  EXPECT_EQ(lists_in(R"({"list":{"list":[]}})"), 0);
  EXPECT_EQ(lists_in(R"({"list":"[]"})"), 0);
}

TEST(JsonStream, UnescapesTextsAndNames) {
  EXPECT_THAT(events({"/a\"b"}, R"({"a\u0022b":"\ud83d\ude00\n\u00e9"})"),
              ElementsAre("/a\"b a\"b=3:\xf0\x9f\x98\x80\n\xc3\xa9"));
}

TEST(JsonStream, AnySplitGivesTheSame) {
  const std::string document =
      R"( {"list":[{"id":"\u00e9x\ud83d\ude00","n":-12.5e+3},{"id":"","m":{"k\n":[true,null]}}],"id":9} )";
  const std::vector<std::string> paths{"/list/*", "/list/*/id", "/list/*/n", "/list/*/m/*/*",
                                       "/id"};
  const Events whole = events(paths, document);
  EXPECT_EQ(whole.size(), 10U);
  for (std::size_t size = 1; size < document.size(); ++size) {
    EXPECT_EQ(events(paths, document, size), whole) << "in pieces of " << size;
  }
}

TEST(JsonStream, SaysWhereItStopsBeingJson) {
  EXPECT_THAT(failure({"/a"}, R"({"a":1,})").message,
              AllOf(HasSubstr("the answer is not JSON"), HasSubstr("at byte 7")));
  for (const char* document :
       {"{", "[1", "\"a", "tru", "", "  ", "{} {}", "[1,]", "01", "'a'", "[\"\x01\"]", "\"\xff\"",
        "\"\\ud800\"", "{\"a\" 1}", "nan", "// c\n1", "\xef\xbb\xbf{}"}) {
    EXPECT_EQ(failure({"/a"}, document).code, ErrorCode::kMalformedData) << document;
    EXPECT_EQ(failure({"/*"}, document).code, ErrorCode::kMalformedData) << document;
  }
}

TEST(JsonStream, CountsBytesOverPieces) {
  JsonStream stream("it", {});
  stream.write("[1, ");
  try {
    stream.write("2 x]");
    FAIL();
  } catch (const AdapterError& error) {
    EXPECT_THAT(error.message, HasSubstr("at byte 6"));
  }
}

/// The names of members and the texts of elements, by a table for each shape.
Events of_either_shape(std::string_view document, std::size_t piece_size) {
  Events seen;
  JsonStream stream(
      "it", JsonShapes([&seen](bool is_array) {
        seen.emplace_back(is_array ? "array" : "other");
        return std::vector<JsonRule>{{"/*", {}, {}, [&seen, is_array](const JsonScalar& value) {
                                        seen.emplace_back(is_array ? value.text : value.key);
                                      }}};
      }));
  for (std::size_t at = 0; at < document.size(); at += piece_size) {
    stream.write(document.substr(at, piece_size));
  }
  stream.finish();
  return seen;
}

TEST(JsonStream, AsksOnceForTheTableOfTheShapeThatComes) {
  for (const std::size_t size : {1U, 3U, 100U}) {
    EXPECT_THAT(of_either_shape(" \n[1,2]", size), ElementsAre("array", "1", "2"));
    EXPECT_THAT(of_either_shape("\t\r {\"a\":[3],\"b\":4}", size), ElementsAre("other", "b"));
    EXPECT_THAT(of_either_shape("3", size), ElementsAre("other"));
  }
}

TEST(JsonStream, OfEitherShapeSaysWhereItStopsBeingJson) {
  EXPECT_THAT(error_of([] { of_either_shape("  [1, x]", 1); }).message, HasSubstr("at byte 6"));
  for (const char* document : {"", "  ", "]", "[", "{} {}"}) {
    EXPECT_EQ(error_of([&] { of_either_shape(document, 1); }).code, ErrorCode::kMalformedData)
        << document;
  }
}

TEST(JsonStream, OfEitherShapeRefusesABadTable) {
  JsonStream stream("it", JsonShapes([](bool) { return std::vector<JsonRule>{{"no slash"}}; }));
  stream.write(" ");
  EXPECT_EQ(error_of([&] { stream.write("{"); }).code, ErrorCode::kInvalidArgument);
}

TEST(JsonStream, RefusesANamedMemberThatComesTwice) {
  EXPECT_THAT(failure({"/a", "/b/id"}, R"({"b":{"id":1,"id":2}})").message,
              HasSubstr("the member 'id' twice in one object"));
  EXPECT_THAT(events({"/*/id"}, R"([{"id":1},{"id":2}])").size(), 2U);
}

TEST(JsonStream, HasLimits) {
  const std::string deep = std::string(65, '[') + std::string(65, ']');
  EXPECT_EQ(failure({}, deep).code, ErrorCode::kTooLarge);
  EXPECT_THAT(failure({}, deep).message, HasSubstr("more than 64 objects and arrays"));

  JsonLimits limits;
  limits.text_bytes = 4;
  EXPECT_THAT(events({"/a"}, R"({"a":"1234","b":"12345"})", 0, limits).size(), 1U);
  EXPECT_THAT(failure({"/a"}, R"({"a":"12345"})", limits).message,
              HasSubstr("a string of more than 4 bytes"));
  EXPECT_THAT(failure({"/a"}, R"({"12345":1})", limits).message,
              HasSubstr("the name of a member of more than 4 bytes"));
  EXPECT_THAT(failure({"/a"}, R"({"a":12345})", limits).message,
              HasSubstr("a number of more than 4 bytes"));
}

TEST(JsonStream, LetsPassWhatARuleThrows) {
  JsonStream stream("it", {{"/a", {}, {}, [](const JsonScalar&) { throw std::string("mine"); }}});
  EXPECT_THROW(stream.write(R"({"a":1})"), std::string);
}

}  // namespace
}  // namespace portside::sdk
