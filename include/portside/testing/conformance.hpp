// SPDX-License-Identifier: Apache-2.0
//
// The checks of `portside plugins check` as GoogleTest tests, in the test program of a plugin: with
// a backend that answers as its server would, they reach further than the program does, and a
// debugger stops where they fail.
//
//   class AcmeConformance : public portside::testing::ScannerConformance<AcmeScanner> {
//     portside::testing::Quirks quirks() override {
//       portside::testing::Quirks quirks;
//       quirks.config.text = R"({"url": "http://acme.test", "token": "0123456789"})";
//       quirks.backend = [](const portside::HttpRequest& request) {
//         return recorded_answer(request.url);  // a portside::HttpResponse
//       };
//       return quirks;
//     }
//   };
//   TEST_P(AcmeConformance, Keeps) { check(); }
//   INSTANTIATE_TEST_SUITE_P(Rules, AcmeConformance, portside::testing::object_checks(),
//                            portside::testing::CheckName());
//
// makes Rules/AcmeConformance.Keeps/two_instances and so on. All runs in the process of the test:
// one that crashes ends it, and no system calls are watched. Link portside::conformance and
// GoogleTest.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>

#include "portside/testing/conformance_check.hpp"

namespace portside::testing {

inline std::ostream& operator<<(std::ostream& out, const CheckInfo& check) {
  return out << check.id << ": " << check.rule;
}

/// The checks that need no plugin file, as parameters of tests.
inline auto object_checks() {
  auto checks = conformance_checks();
  checks.erase(std::remove_if(checks.begin(), checks.end(),
                              [](const CheckInfo& check) { return check.of_file; }),
               checks.end());
  return ::testing::ValuesIn(checks);
}

/// Names tests after checks.
struct CheckName {
  std::string operator()(const ::testing::TestParamInfo<CheckInfo>& info) const {
    std::string name = info.param.id;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
  }
};

/// A test that makes one check of what subject() returns.
class ConformanceTest : public ::testing::TestWithParam<CheckInfo> {
 protected:
  /// What to check; plugin_subject() for a plugin file.
  virtual CheckSubject subject() = 0;

  /// Makes the check: failed is a failure of the test, skipped is skipped, a warning is printed.
  void check() {
    const CheckResult result = check_objects(GetParam().id, subject());
    switch (result.status) {
      case CheckStatus::kPassed: break;
      case CheckStatus::kWarning: std::cout << "warning: " << result.sentence << '\n'; break;
      case CheckStatus::kSkipped: GTEST_SKIP() << result.sentence; break;
      default: ADD_FAILURE() << result.sentence;
    }
  }
};

/// Of a class that is linked into the test program.
template <typename Scanner>
class ScannerConformance : public ConformanceTest {
 protected:
  virtual Quirks quirks() {
    Quirks none;  // a braced return value would crash g++ 12 here
    return none;
  }
  /// As given to PORTSIDE_PLUGIN(): the schema, and whether calls are serialized().
  virtual std::string schema() { return {}; }
  virtual bool serialized() { return false; }

  CheckSubject subject() override {
    CheckSubject subject;
    subject.kind = "scanner";
    subject.make_scanner = [] { return std::make_shared<Scanner>(); };
    subject.concurrent = !serialized();
    subject.schema = schema();
    subject.quirks = quirks();
    return subject;
  }
};

/// The same for a processor.
template <typename MadeProcessor>
class ProcessorConformance : public ConformanceTest {
 protected:
  virtual Quirks quirks() {
    Quirks none;  // a braced return value would crash g++ 12 here
    return none;
  }
  virtual std::string schema() { return {}; }
  virtual bool serialized() { return false; }

  CheckSubject subject() override {
    CheckSubject subject;
    subject.kind = "processor";
    subject.make_processor = [] { return std::make_shared<MadeProcessor>(); };
    subject.concurrent = !serialized();
    subject.schema = schema();
    subject.quirks = quirks();
    return subject;
  }
};

}  // namespace portside::testing
