// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/config_document.hpp"

#include "error_of.hpp"

namespace portside::sdk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// What finish() says about a document of which `ask` reads the members; one mistake a line.
template <typename Ask>
std::string mistakes_in(const std::string& text, Ask&& ask) {
  ConfigDocument document({text}, "the scanner");
  ask(document);
  const AdapterError error = testing::error_of([&] { document.finish(); });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  const std::string begin = "the configuration of the scanner is wrong: ";
  EXPECT_EQ(error.message.substr(0, begin.size()), begin);
  const std::string first = error.message.substr(begin.size());
  // What the message says is not said twice.
  if (error.detail.empty()) return first;
  EXPECT_EQ(error.detail.substr(0, error.detail.find('\n') + 1), first + "\n");
  return error.detail;
}

TEST(ConfigDocuments, AreReadMemberByMember) {
  ConfigDocument document(
      {R"({"text":"t","path":"/p","url":"https://h:1/p//","number":5,"flag":true,
                               "word":"two","texts":["a","b"],"null":null})"},
      "the scanner");
  EXPECT_EQ(document.text("text", kRequired), "t");
  EXPECT_EQ(document.path("path"), "/p");
  EXPECT_EQ(document.base_url("url"), "https://h:1/p");
  EXPECT_EQ(document.number("number", 5, 5, 1), 5);
  EXPECT_TRUE(document.flag("flag", false));
  EXPECT_EQ(document.word("word", {"one", "two"}, 0), 1U);
  EXPECT_THAT(document.texts("texts"), ElementsAre("a", "b"));
  EXPECT_TRUE(document.has("text"));
  EXPECT_FALSE(document.has("null"));
  EXPECT_EQ(document.text("null"), "");
  document.finish();
}

TEST(ConfigDocuments, HaveDefaults) {
  ConfigDocument document({}, "the scanner");
  EXPECT_EQ(document.text("a"), "");
  EXPECT_EQ(document.path("a"), "");
  EXPECT_EQ(document.base_url("a"), "");
  EXPECT_EQ(document.number("a", 1, 2, 7), 7);
  EXPECT_TRUE(document.flag("a", true));
  EXPECT_EQ(document.word("a", {"one"}, 9), 9U);
  EXPECT_THAT(document.texts("a"), IsEmpty());
  const auto inside = document.object("a");
  EXPECT_EQ(inside->text("b"), "");
  inside->finish();
  document.finish();
}

TEST(ConfigDocuments, TellAllMistakesAtOnce) {
  const std::string found = mistakes_in(
      R"({"text":1,"path":"p","number":1.5,"flag":0,"word":"x","texts":["a",1],"z\n":1})",
      [](ConfigDocument& document) {
        EXPECT_EQ(document.text("text"), "");
        EXPECT_EQ(document.path("path"), "");
        EXPECT_EQ(document.text("gone", kRequired), "");
        EXPECT_EQ(document.number("number", 1, 2, 2), 2);
        EXPECT_FALSE(document.flag("flag", false));
        EXPECT_EQ(document.word("word", {"one", "two"}, 1), 1U);
        EXPECT_THAT(document.texts("texts"), IsEmpty());
        document.mistake("'psk' has no 'issuer' beside it");
      });
  EXPECT_EQ(found,
            "'text' is not a text; expected a text\n"
            "'path' is not an absolute path\n"
            "'gone' is missing; expected a text\n"
            "'number' is not a whole number from 1 to 2\n"
            "'flag' is not true or false\n"
            "'word' is not one of: one, two\n"
            "'texts' is not a list of texts\n"
            "'psk' has no 'issuer' beside it\n"
            "'z\\n' is not known");
}

TEST(ConfigDocuments, NeverRepeatValues) {
  for (const char* text : {R"({"a":"CANARY"})", R"({"a":["CANARY",1]})", R"({"a":{"CANARY":1}})"}) {
    EXPECT_THAT(mistakes_in(text,
                            [](ConfigDocument& document) {
                              document.path("a");
                              document.base_url("a");
                              document.number("a", 0, 1, 0);
                              document.flag("a", false);
                              document.word("a", {"b"}, 0);
                              document.texts("a");
                            }),
                Not(HasSubstr("CANARY")))
        << text;
  }
}

TEST(ConfigDocuments, TextsAreOfOneLine) {
  for (const char* text : {"a\\nb", "a\\r", "\\u0000", "\\u007f", "\\t"}) {
    EXPECT_EQ(mistakes_in("{\"a\":\"" + std::string(text) + "\",\"b\":[\"x\",\"" + text + "\"]}",
                          [](ConfigDocument& document) {
                            EXPECT_EQ(document.text("a"), "");
                            EXPECT_THAT(document.texts("b"), IsEmpty());
                          }),
              "'a' has a control character or a line end; expected one line of text\n"
              "'b' has a control character or a line end; expected texts of one line");
  }
  ConfigDocument document({R"({"a":"\u00e4 \u20ac"})"}, "the scanner");
  EXPECT_EQ(document.text("a"), "\xc3\xa4 \xe2\x82\xac");
}

TEST(ConfigDocuments, LinesAreWhereTheyAreAskedFor) {
  ConfigDocument document({R"({"a":"x\r\ny\n","b":"x\u0000y","c":1})"}, "the scanner");
  EXPECT_EQ(document.lines("a"), "x\r\ny\n");
  EXPECT_EQ(document.lines("none"), "");
  EXPECT_EQ(document.lines("b"), "");
  EXPECT_EQ(document.lines("c"), "");
  const AdapterError error = testing::error_of([&] { document.finish(); });
  EXPECT_THAT(error.detail, HasSubstr("'b' has a control character; expected lines of text"));
  EXPECT_THAT(error.detail, HasSubstr("'c'"));
}

TEST(ConfigDocuments, HaveDocumentsInside) {
  EXPECT_EQ(mistakes_in(R"({"check":{"fail_on":"worst","deep":{"x":1},"y":1},"other":[]})",
                        [](ConfigDocument& document) {
                          const auto check = document.object("check");
                          check->word("fail_on", {"low"}, 0);
                          const auto deep = check->object("deep");
                          deep->finish();
                          check->finish();
                          document.object("other")->finish();
                        }),
            "'check.fail_on' is not one of: low\n"
            "'check.deep.x' is not known\n"
            "'check.y' is not known\n"
            "'other' is not an object");
}

TEST(ConfigDocuments, AreObjects) {
  for (const char* text : {"[]", "null", "{", "\"/a\"", "5"}) {
    const AdapterError error =
        testing::error_of([&] { ConfigDocument document({text}, "the scanner"); });
    EXPECT_EQ(error.code, ErrorCode::kConfigInvalid) << text;
    EXPECT_EQ(error.message, "the configuration of the scanner is not a JSON object") << text;
  }
}

TEST(ConfigDocuments, TakeOnlyNumbersThatFit) {
  for (const char* number : {"-1", "11", "18446744073709551615", "1e1", "true", "\"5\""}) {
    EXPECT_EQ(mistakes_in(R"({"n":)" + std::string(number) + "}",
                          [](ConfigDocument& document) { document.number("n", 0, 10, 3); }),
              "'n' is not a whole number from 0 to 10")
        << number;
  }
}

TEST(ConfigDocuments, TakeDigitsForAWord) {
  ConfigDocument document({R"({"version":4})"}, "the scanner");
  EXPECT_EQ(document.word("version", {"auto", "2", "4"}, 0), 2U);
  document.finish();
}

TEST(BaseUrls, NameAServerAndPerhapsAPath) {
  for (const char* url : {"http://h", "https://h.example:65535", "http://[::1]:80/a",
                          "http://[::1]", "https://h/a/b%20c", "http://10.0.0.1:6060"}) {
    ConfigDocument document({R"({"url":")" + std::string(url) + "\"}"}, "the scanner");
    EXPECT_EQ(document.base_url("url"), url);
    document.finish();
  }
}

TEST(BaseUrls, AreNothingElse) {
  for (const char* url : {"",
                          "h",
                          "ftp://h",
                          "//h",
                          "http://",
                          "http:///a",
                          "http://:80",
                          "http://h:",
                          "http://h:0",
                          "http://h:65536",
                          "http://h:8a",
                          "http://u@h",
                          "http://u:p@h/",
                          "http://h?a",
                          "http://h/?a=b",
                          "http://h/#f",
                          "http://h /",
                          "http://[::1",
                          "http://[]",
                          "http://h\\\\a",
                          "http://h/a b",
                          "http://h:80:80"}) {
    EXPECT_THAT(mistakes_in(R"({"url":")" + std::string(url) + "\"}",
                            [](ConfigDocument& document) { document.base_url("url"); }),
                HasSubstr("'url' is not a URL of a server"))
        << url;
  }
}

TEST(Origins, AreWithoutThePath) {
  EXPECT_EQ(origin_of("https://h:1/a/b"), "https://h:1");
  EXPECT_EQ(origin_of("http://h"), "http://h");
}

}  // namespace
}  // namespace portside::sdk
