// SPDX-License-Identifier: Apache-2.0
//
// The checks as the author of a plugin uses them.
#include <stdexcept>

#include "error_of.hpp"
#include "good_processor.hpp"
#include "good_scanner.hpp"
#include "portside/testing/conformance.hpp"

namespace portside::testing {
namespace {

/// A class, with a backend that answers.
class GoodScannerConformance : public ScannerConformance<GoodScanner> {
 protected:
  Quirks quirks() override {
    Quirks quirks;
    quirks.config.text = R"({"url": "http://scanner.test", "token": "portside-test-token"})";
    quirks.backend = [](const HttpRequest&) {
      HttpResponse answer;
      answer.status = 200;
      answer.body = R"({"report": []})";
      return answer;
    };
    return quirks;
  }
  std::string schema() override { return kGoodSchema; }
};
TEST_P(GoodScannerConformance, Keeps) {
  check();
}
INSTANTIATE_TEST_SUITE_P(Rules, GoodScannerConformance, object_checks(), CheckName());

class GoodProcessorConformance : public ProcessorConformance<GoodProcessor> {};
TEST_P(GoodProcessorConformance, Keeps) {
  check();
}
INSTANTIATE_TEST_SUITE_P(Rules, GoodProcessorConformance, object_checks(), CheckName());

#if defined(PORTSIDE_HAS_EXAMPLES)

/// Plugin files as they were built.
class MinimalScannerConformance : public ConformanceTest {
 protected:
  CheckSubject subject() override {
    Quirks quirks;
    quirks.config.text = R"({"banned_layers": ["sha256:1"]})";
    return plugin_subject(PORTSIDE_EXAMPLE_PLUGINS "/minimal-scanner.so", "scanner", quirks);
  }
};
TEST_P(MinimalScannerConformance, Keeps) {
  check();
}
INSTANTIATE_TEST_SUITE_P(Rules, MinimalScannerConformance, object_checks(), CheckName());

class MinimalProcessorConformance : public ConformanceTest {
 protected:
  CheckSubject subject() override {
    return plugin_subject(PORTSIDE_EXAMPLE_PLUGINS "/minimal-processor.so", "processor");
  }
};
TEST_P(MinimalProcessorConformance, Keeps) {
  check();
}
INSTANTIATE_TEST_SUITE_P(Rules, MinimalProcessorConformance, object_checks(), CheckName());

#endif

TEST(PluginSubject, SaysWhyThereIsNone) {
  EXPECT_EQ(code_of([] { plugin_subject("/etc/hostname", "scanner"); }), ErrorCode::kPluginRefused);
  const std::string folder = PORTSIDE_CONFORMANCE_PLUGINS;
  EXPECT_EQ(code_of([&] { plugin_subject(folder + "/breaks-load-now.so", "scanner"); }),
            ErrorCode::kPluginLoadFailed);
  EXPECT_EQ(code_of([&] { plugin_subject(folder + "/conforming-scanner.so", "processor"); }),
            ErrorCode::kPluginNotFound);
}

/// A scanner that calls an image clean whatever happens, unless it is not to be scanned.
class Careless : public GoodScanner {
 public:
  ScanStep scan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) override try {
    return GoodScanner::scan_image(request, registry, sink, context);
  } catch (const AdapterError&) {
    ScanSummary summary;
    summary.coverage.outcome = CoverageOutcome::kScanned;
    return ScanStep::done(summary);
  }
};

TEST(CheckObjects, FindsWhatIsWrongInThisProcessToo) {
  CheckSubject subject;
  subject.kind = "scanner";
  subject.make_scanner = [] { return std::make_shared<Careless>(); };
  subject.quirks.config.text = R"({"url": "http://scanner.test"})";
  const CheckResult found = check_objects("host-http-failure", subject);
  EXPECT_EQ(found.status, CheckStatus::kFailed);
  EXPECT_THAT(found.sentence, ::testing::HasSubstr("returned a report of a scanned image"));
  subject.quirks.unsupported = {"scan_image", "rescan_image"};
  EXPECT_EQ(check_objects("host-http-failure", subject).status, CheckStatus::kPassed);
}

/// A scanner whose scans pause for long, in which nothing of it runs.
class Patient : public GoodScanner {
 public:
  ScanStep scan_image(const ScanRequest&, RegistryAccess&, ReportSink&,
                      const CallContext& context) override {
    if (context.cancelled()) throw AdapterError(ErrorCode::kDeadlineExceeded, "too late");
    return ScanStep::pending_for(kPause, {"9"});
  }
  ScanStep resume_scan(const ScanRequest& request, const Json& left, const HttpResponse* awaited,
                       RegistryAccess& registry, ReportSink& sink,
                       const CallContext& context) override {
    if (left.text != "1") {
      return ScanStep::pending_for(kPause, {std::to_string(std::stoi(left.text) - 1)});
    }
    return GoodScanner::resume_scan(request, left, awaited, registry, sink, context);
  }

 private:
  static constexpr Millis kPause = 120'000;
};

TEST(CheckObjects, PausesOfAScanAreNotHeldAgainstIt) {
  CheckSubject subject;
  subject.kind = "scanner";
  subject.make_scanner = [] { return std::make_shared<Patient>(); };
  for (const char* id : {"cancel-honoured", "deadline-honoured", "concurrent-calls"}) {
    const CheckResult found = check_objects(id, subject);
    EXPECT_EQ(found.status, CheckStatus::kPassed) << id << ": " << found.sentence;
  }
}

TEST(CheckObjects, ADescriptionThatFailsIsTold) {
  class Mute : public GoodScanner {
   public:
    ScannerInfo describe() const override { throw std::runtime_error("ask me later"); }
  };
  CheckSubject subject;
  subject.kind = "scanner";
  subject.make_scanner = [] { return std::make_shared<Mute>(); };
  const CheckResult found = check_objects("describe-does-no-io", subject);
  EXPECT_EQ(found.status, CheckStatus::kFailed);
  EXPECT_THAT(found.sentence, ::testing::HasSubstr("describe() threw a std::runtime_error"));
}

TEST(CheckObjects, CountsWhatConfigureSends) {
  class Eager : public GoodScanner {
   public:
    void configure(const Json& config, HostServices& host) override {
      GoodScanner::configure(config, host);
      host.state().write({{"configured", "yes"}});
    }
  };
  CheckSubject subject;
  subject.kind = "scanner";
  subject.make_scanner = [] { return std::make_shared<Eager>(); };
  const CheckResult found = check_objects("configure-does-no-io", subject);
  EXPECT_EQ(found.status, CheckStatus::kFailed);
  EXPECT_THAT(found.sentence, ::testing::HasSubstr("configure() wrote to the state"));
}

}  // namespace
}  // namespace portside::testing
