// SPDX-License-Identifier: Apache-2.0
#include "portside/host/run_to_completion.hpp"

#include "portside/host/vulnerability_report.hpp"
#include "portside/testing/test_call_context.hpp"
#include "scan_fixture.hpp"

namespace portside {
namespace {

using ::testing::_;
using testing::code_of;
using testing::done;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsNull;
using ::testing::Return;
using testing::row;
using ::testing::SizeIs;

class RunToCompletionTest : public ::testing::Test {
 protected:
  ScanStep run(const SendAwaited& send = {}, ScanMode mode = ScanMode::kScan) {
    return run_to_completion(scanner_, {}, registry_, sink_, context_, send, mode);
  }
  std::vector<std::string> ids() {
    std::vector<std::string> ids;
    for (const Vulnerability& each : sink_.take().vulnerabilities) ids.push_back(each.id);
    return ids;
  }
  static auto reports(const std::string& id, ScanStep step) {
    return [=](const ScanRequest&, RegistryAccess&, ReportSink& sink, const CallContext&) {
      sink.vulnerability(row(id));
      return step;
    };
  }
  static ScanStep awaiting() {
    HttpRequest request;
    request.url = "https://scanner.test/report";
    return ScanStep::pending_on(request, {R"("c")"});
  }

  ::testing::NiceMock<testing::MockScannerAdapter> scanner_;
  testing::MemoryRegistryAccess registry_;
  testing::TestCallContext context_{10'000};
  CollectingReportSink sink_;
};

TEST_F(RunToCompletionTest, WaitsAndResumes) {
  EXPECT_CALL(scanner_, scan_image)
      .WillOnce(reports("CVE-1", ScanStep::pending_for(3'000, {R"("c")"})));
  EXPECT_CALL(scanner_, resume_scan(_, _, IsNull(), _, _, _))
      .WillOnce([](const ScanRequest&, const Json& continuation, const HttpResponse*,
                   RegistryAccess&, ReportSink& sink, const CallContext&) {
        EXPECT_EQ(continuation.text, R"("c")");
        sink.vulnerability(row("CVE-2"));
        sink.document("text/plain").write("raw");
        return done();
      });
  EXPECT_EQ(run().kind, StepKind::kDone);
  EXPECT_THAT(context_.waits(), ElementsAre(3'000));
  const VulnerabilityReport report = sink_.take();
  EXPECT_THAT(report.vulnerabilities, SizeIs(2));
  ASSERT_THAT(report.documents, SizeIs(1));
  EXPECT_EQ(report.documents.front().content, "raw");
}

TEST_F(RunToCompletionTest, SendsWhatIsAwaited) {
  EXPECT_CALL(scanner_, rescan_image).WillOnce(Return(awaiting()));
  EXPECT_CALL(scanner_, resume_scan)
      .WillOnce([](const ScanRequest&, const Json&, const HttpResponse* awaited, RegistryAccess&,
                   ReportSink&, const CallContext&) {
        EXPECT_EQ(awaited->body, "https://scanner.test/report");
        return ScanStep::unchanged();
      });
  const ScanStep step = run(
      [](const HttpRequest& request, const CallContext&) {
        HttpResponse response;
        response.status = 200;
        response.body = request.url;
        return response;
      },
      ScanMode::kRescan);
  EXPECT_EQ(step.kind, StepKind::kUnchanged);
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(RunToCompletionTest, WaitsBeforeItSends) {
  HttpRequest request;
  request.url = "https://scanner.test/report";
  EXPECT_CALL(scanner_, scan_image)
      .WillOnce(Return(ScanStep::pending_on_after(5'000, request, {R"("c")"})));
  EXPECT_CALL(scanner_, resume_scan).WillOnce(Return(done()));
  std::vector<Millis> waits;
  run([&](const HttpRequest&, const CallContext&) {
    waits = context_.waits();
    return HttpResponse{};
  });
  EXPECT_THAT(waits, ElementsAre(5'000));
}

TEST_F(RunToCompletionTest, SendsNothingWhenItIsCancelledBefore) {
  HttpRequest request;
  request.url = "https://scanner.test/report";
  EXPECT_CALL(scanner_, scan_image)
      .WillOnce(Return(ScanStep::pending_on_after(50'000, request, {R"("c")"})));
  EXPECT_CALL(scanner_, abandon_scan).Times(1);
  const auto send = [](const HttpRequest&, const CallContext&) -> HttpResponse {
    throw AdapterError(ErrorCode::kInternal, "nothing is to be sent");
  };
  EXPECT_EQ(code_of([&] { run(send); }), ErrorCode::kDeadlineExceeded);
}

TEST_F(RunToCompletionTest, ResumesWithStatusZeroWithoutAnAnswer) {
  EXPECT_CALL(scanner_, scan_image).WillOnce(Return(awaiting()));
  EXPECT_CALL(scanner_, resume_scan)
      .WillOnce([](const ScanRequest&, const Json&, const HttpResponse* awaited, RegistryAccess&,
                   ReportSink&, const CallContext&) {
        EXPECT_EQ(awaited->status, 0);
        EXPECT_EQ(awaited->extra.text, R"({"can_retry":true,"error":"refused"})");
        return done();
      });
  run([](const auto&, const auto&) -> HttpResponse {
    throw AdapterError(ErrorCode::kScannerUnreachable, "refused");
  });
}

TEST_F(RunToCompletionTest, SaysThatItCannotSend) {
  EXPECT_CALL(scanner_, scan_image).WillOnce(Return(awaiting()));
  EXPECT_CALL(scanner_, abandon_scan).Times(1);
  EXPECT_EQ(code_of([this] { run(); }), ErrorCode::kUnsupported);
}

TEST_F(RunToCompletionTest, BeginsAfreshOnce) {
  const auto stale = [](auto&&...) -> ScanStep {
    throw AdapterError(ErrorCode::kStaleContinuation, "who?");
  };
  EXPECT_CALL(scanner_, scan_image)
      .WillOnce(reports("CVE-STALE", ScanStep::pending_for(1, {"{}"})))
      .WillOnce(reports("CVE-1", done()));
  EXPECT_CALL(scanner_, resume_scan).WillOnce(stale);
  run();
  EXPECT_THAT(ids(), ElementsAre("CVE-1"));
  EXPECT_CALL(scanner_, scan_image)
      .Times(2)
      .WillRepeatedly(Return(ScanStep::pending_for(1, {"{}"})));
  EXPECT_CALL(scanner_, resume_scan).Times(2).WillRepeatedly(stale);
  EXPECT_EQ(code_of([this] { run(); }), ErrorCode::kStaleContinuation);
}

TEST_F(RunToCompletionTest, AbandonsAScanThatIsOverdue) {
  EXPECT_CALL(scanner_, scan_image).WillOnce(Return(ScanStep::pending_for(60'000, {"{}"})));
  EXPECT_CALL(scanner_, abandon_scan).Times(1);
  EXPECT_EQ(code_of([this] { run(); }), ErrorCode::kDeadlineExceeded);
}

TEST_F(RunToCompletionTest, AbandonsAScanThatIsCancelledWhateverTheScannerSays) {
  EXPECT_CALL(scanner_, scan_image).WillOnce(Return(ScanStep::pending_for(1'000, {"{}"})));
  EXPECT_CALL(scanner_, abandon_scan).WillOnce([](auto&&...) {
    throw AdapterError(ErrorCode::kScannerUnreachable, "gone");
  });
  context_.on_wait([this](Millis) { context_.cancel(); });
  EXPECT_EQ(code_of([this] { run(); }), ErrorCode::kCancelled);
}

TEST_F(RunToCompletionTest, AbandonsAScanThatIsCancelledInsideAStep) {
  EXPECT_CALL(scanner_, scan_image).WillOnce(Return(ScanStep::pending_for(1, {R"("c")"})));
  EXPECT_CALL(scanner_, resume_scan).WillOnce([this](auto&&...) -> ScanStep {
    context_.cancel();
    throw AdapterError(ErrorCode::kScannerUnreachable, "the request was cut");
  });
  EXPECT_CALL(scanner_, abandon_scan)
      .WillOnce([](const ScanRequest&, const Json& continuation, const CallContext&) {
        EXPECT_EQ(continuation.text, R"("c")");
      });
  EXPECT_EQ(code_of([this] { run(); }), ErrorCode::kCancelled);
}

TEST_F(RunToCompletionTest, LeavesAScannerAloneThatIsThrough) {
  EXPECT_CALL(scanner_, scan_image).WillOnce(Return(ScanStep::pending_for(1, {"{}"})));
  EXPECT_CALL(scanner_, resume_scan).WillOnce([this](auto&&...) -> ScanStep {
    context_.cancel();
    throw AdapterError(ErrorCode::kScanFailed, "failed");
  });
  EXPECT_CALL(scanner_, abandon_scan).Times(0);
  EXPECT_EQ(code_of([this] { run(); }), ErrorCode::kScanFailed);
}

TEST_F(RunToCompletionTest, LetsErrorsPassAndGivesNoRows) {
  EXPECT_CALL(scanner_, scan_image)
      .WillOnce([](const ScanRequest&, RegistryAccess&, ReportSink& sink,
                   const CallContext&) -> ScanStep {
        sink.vulnerability(row("CVE-HALF"));
        throw AdapterError(ErrorCode::kScanFailed, "failed");
      });
  EXPECT_EQ(code_of([this] { run(); }), ErrorCode::kScanFailed);
  EXPECT_THAT(ids(), IsEmpty());
}

}  // namespace
}  // namespace portside
