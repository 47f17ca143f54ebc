// SPDX-License-Identifier: Apache-2.0
//
// How the author of a plugin tests it: a small adapter for a made-up scanner that is asked over
// HTTP, with the whole host in the hand of the test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "error_of.hpp"
#include "portside/sdk/scanner_base.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::StrEq;

/// Submits an image, then asks every two seconds for a line per vulnerability.
class LineScanner final : public sdk::ScannerBase {
 public:
  void configure(const Json&, HostServices& host) override {
    HttpOptions options;
    options.origins = {"http://scanner"};
    http_ = &host.http(options);
    host_ = &host;
  }

  ScannerInfo describe() const override { return {"Lines", "", "1", {}, {}}; }

  ScanStep scan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) override {
    HttpRequest post;
    post.method = "POST";
    post.url = "http://scanner/scans/" + request.image.digest;
    post.headers = {{"Registry-Authorization", registry.authorization(context).header}};
    const std::int32_t status = http_->send(post, nullptr, context).status;
    if (status != 202) {
      throw AdapterError(ErrorCode::kScannerUnavailable,
                         "the scanner answered " + std::to_string(status));
    }
    host_->log(LogLevel::kInfo, "submitted", {});
    while (context.wait(2'000)) {
      if (collect(request, sink, context)) return ScanStep::done({});
    }
    throw AdapterError(
        context.time_left() > 0 ? ErrorCode::kCancelled : ErrorCode::kDeadlineExceeded,
        "the call ended before the scan");
  }

 private:
  bool collect(const ScanRequest& request, ReportSink& sink, const CallContext& context) {
    HttpRequest get;
    get.url = "http://scanner/scans/" + request.image.digest;
    const HttpResponse answer = http_->send(get, nullptr, context);
    if (answer.status == 202) return false;
    Vulnerability row;
    for (const char c : answer.body) {
      if (c != '\n') {
        row.id += c;
        continue;
      }
      sink.vulnerability(row);
      row.id.clear();
    }
    return true;
  }

  HttpClient* http_ = nullptr;
  HostServices* host_ = nullptr;
};

class IdSink final : public ReportSink, private ByteSink {
 public:
  void vulnerability(const Vulnerability& row) override { ids.push_back(row.id); }
  ByteSink& document(const std::string&) override { return *this; }
  std::vector<std::string> ids;

 private:
  void write(std::string_view) override {}
};

class LineScannerTest : public ::testing::Test {
 protected:
  LineScannerTest() {
    scanner_.configure({}, host_);
    host_.end_configure();
    request_.image.digest = "sha256:1";
    registry_.set_authorization({"Bearer t", {}});
  }

  ScriptedHostServices host_{"lines"};
  LineScanner scanner_;
  ScanRequest request_;
  MemoryRegistryAccess registry_;
  IdSink sink_;
  TestCallContext context_{host_.clock(), 60'000};
};

TEST_F(LineScannerTest, PollsUntilTheReportIsThere) {
  host_.http_client()
      .expect("POST", "http://scanner/scans/sha256:1")
      .with_header("Registry-Authorization", StrEq("Bearer t"))
      .respond(202);
  host_.http_client().expect("GET", "http://scanner/scans/sha256:1").respond(202);
  host_.http_client().expect("GET", "http://scanner/scans/sha256:1").respond(200, "CVE-1\nCVE-2\n");
  EXPECT_EQ(scanner_.scan_image(request_, registry_, sink_, context_).kind, StepKind::kDone);
  EXPECT_THAT(sink_.ids, ElementsAre("CVE-1", "CVE-2"));
  EXPECT_THAT(context_.waits(), ElementsAre(2'000, 2'000));
  EXPECT_EQ(host_.log_lines().at(0).message, "submitted");
}

TEST_F(LineScannerTest, StopsAtTheDeadline) {
  host_.http_client().expect("POST", "http://scanner/scans/sha256:1").takes(59'000).respond(202);
  EXPECT_EQ(code_of([&] { scanner_.scan_image(request_, registry_, sink_, context_); }),
            ErrorCode::kDeadlineExceeded);
}

TEST_F(LineScannerTest, StopsWhenTheCallerCancels) {
  host_.http_client().expect("POST", "http://scanner/scans/sha256:1").respond(202);
  context_.on_wait([&](Millis) { context_.cancel(); });
  EXPECT_EQ(code_of([&] { scanner_.scan_image(request_, registry_, sink_, context_); }),
            ErrorCode::kCancelled);
}

TEST_F(LineScannerTest, SaysWhatTheScannerAnswered) {
  host_.http_client().expect("POST", "http://scanner/scans/sha256:1").respond(503);
  EXPECT_EQ(code_of([&] { scanner_.scan_image(request_, registry_, sink_, context_); }),
            ErrorCode::kScannerUnavailable);
  registry_.fail(AdapterError(ErrorCode::kRegistryAuthentication, "denied"));
  EXPECT_EQ(code_of([&] { scanner_.scan_image(request_, registry_, sink_, context_); }),
            ErrorCode::kRegistryAuthentication);
}

}  // namespace
}  // namespace portside::testing
