// SPDX-License-Identifier: Apache-2.0
#include "portside/api/error.hpp"

#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <set>
#include <string>

#include "source_text.hpp"

namespace portside::testing {
namespace {

/// Enumerator -> number and the first word after "Retry:", as error.hpp documents them.
struct Documented {
  int number = 0;
  std::string retry;
};

std::map<std::string, Documented> documented_codes() {
  const std::string text = read_file(std::string(PORTSIDE_API_HEADERS) + "/error.hpp");
  const std::regex retry("Retry:[ /\n]*([a-z]+)");
  const std::regex enumerator("\n  (k[A-Za-z]+) = ([0-9]+),");
  std::map<std::string, Documented> codes;
  auto begin = text.begin() + static_cast<std::ptrdiff_t>(text.find("enum class ErrorCode"));
  for (std::smatch code; std::regex_search(begin, text.end(), code, enumerator);) {
    std::smatch word;
    const std::string paragraph(begin, code[0].first);
    std::regex_search(paragraph, word, retry);
    codes[code[1]] = {std::stoi(code[2]), word[1]};
    begin = code[0].second;
  }
  return codes;
}

/// kScannerBadAnswer -> scanner_bad_answer
std::string as_word(const std::string& enumerator) {
  std::string word;
  for (const char c : enumerator.substr(1)) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !word.empty()) word += '_';
    word += capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return word;
}

TEST(ErrorCode, HasTheWordOfItsName) {
  const auto codes = documented_codes();
  ASSERT_EQ(codes.size(), 36U);
  for (const auto& [enumerator, code] : codes) {
    EXPECT_EQ(error_code_name(static_cast<ErrorCode>(code.number)), as_word(enumerator));
  }
}

TEST(ErrorCode, HasNoWordForOtherNumbers) {
  std::set<int> numbers;
  for (const auto& [enumerator, code] : documented_codes()) numbers.insert(code.number);
  EXPECT_EQ(numbers.size(), documented_codes().size());
  for (int number = -1; number < 1100; ++number) {
    const bool is_code = numbers.count(number) != 0;
    EXPECT_EQ(error_code_name(static_cast<ErrorCode>(number)) != "error", is_code) << number;
  }
}

TEST(ErrorCode, CanBeRetriedAsDocumented) {
  for (const auto& [enumerator, code] : documented_codes()) {
    // kScanFailed: "as the scanner says; yes when it does not say". kIo: "yes when the operating
    // system calls it temporary", which only the raiser knows.
    const bool expected = (code.retry == "yes" || code.retry == "as") && enumerator != "kIo";
    ASSERT_TRUE(expected || code.retry == "no" || enumerator == "kIo")
        << enumerator << ": " << code.retry;
    EXPECT_EQ(retry_can_help(static_cast<ErrorCode>(code.number)), expected) << enumerator;
  }
  EXPECT_FALSE(retry_can_help(static_cast<ErrorCode>(12345)));
}

TEST(AdapterError, KeepsWhatItIsGiven) {
  const AdapterError error(ErrorCode::kScannerBadAnswer, "one line", "more\nlines");
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_EQ(error.message, "one line");
  EXPECT_EQ(error.detail, "more\nlines");
  EXPECT_STREQ(error.what(), "one line");
  EXPECT_FALSE(error.can_retry);
  EXPECT_FALSE(error.retry_after.has_value());
}

TEST(AdapterError, TakesRetryFromItsCode) {
  EXPECT_TRUE(AdapterError(ErrorCode::kOverloaded, "busy").can_retry);
  EXPECT_FALSE(AdapterError(ErrorCode::kCancelled, "cancelled").can_retry);
}

TEST(AdapterError, RetriesAfterAPause) {
  try {
    throw AdapterError(ErrorCode::kInternal, "hiccup").retry_in(2500);
  } catch (const AdapterError& error) {
    EXPECT_TRUE(error.can_retry);
    EXPECT_EQ(error.retry_after, 2500);
  }
}

TEST(AdapterError, DoesNotRetryWhenTold) {
  AdapterError error(ErrorCode::kScannerUnreachable, "certificate not trusted");
  error.retry_in(100).no_retry();
  EXPECT_FALSE(error.can_retry);
  EXPECT_FALSE(error.retry_after.has_value());
}

TEST(AdapterError, IsAStandardException) {
  try {
    throw AdapterError(ErrorCode::kIo, "disk full");
  } catch (const std::exception& error) {
    EXPECT_STREQ(error.what(), "disk full");
  }
}

}  // namespace
}  // namespace portside::testing
