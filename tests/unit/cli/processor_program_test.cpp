// SPDX-License-Identifier: Apache-2.0
// `portside processor check` as a person runs it; what each check finds is tested with the checks,
// and what a good service gets with the examples.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include <mutex>

#include "fake_server.hpp"
#include "portside/sdk/remote_processor.hpp"
#include "portside/testing/test_call_context.hpp"
#include "raw_server.hpp"
#include "rocket_processor.hpp"
#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

testing::ProgramResult check_processor(const std::string& arguments) {
  return testing::run_program(PORTSIDE_PROGRAM " processor check " + arguments);
}

/// What speaks HTTP, and is no processor.
HttpResponse web_page(const HttpRequest&) {
  HttpResponse response;
  response.status = 200;
  response.headers = {{"Content-Type", "text/html"}};
  response.body = "<html>Welcome</html>";
  return response;
}

TEST(ProcessorProgram, SaysOnceThatNobodyIsThere) {
  const auto result = check_processor("http://127.0.0.1:1");
  EXPECT_EQ(result.code, 5) << result.output;
  EXPECT_THAT(result.output, StartsWith("STATUS   CHECK\nfailed   artifact-type\n"
                                        "    GET /artifacttype was not answered: "));
  EXPECT_THAT(result.output, HasSubstr("skipped  concurrent-requests\n"
                                       "    the check artifact-type does not pass; see there\n"
                                       "http://127.0.0.1:1: 1 failed, 27 skipped\n"));
}

TEST(ProcessorProgram, SaysWhatAWebPageLacks) {
  testing::FakeServer server(web_page);
  const auto result = check_processor(server.url() + " --json");
  EXPECT_EQ(result.code, 5);
  const auto report = nlohmann::json::parse(result.output);
  EXPECT_EQ(report["conforms"], false);
  EXPECT_EQ(report["checks"][0]["status"], "failed");
  EXPECT_THAT(report["checks"][0]["sentence"].get<std::string>(), HasSubstr("GET /artifacttype"));
}

/// Hangs up where it should describe an artifact, and keeps all other rules.
class DroppingService {
 public:
  std::string url() const { return server_.url(); }

 private:
  void serve(const testing::RecordedRequest& received, testing::RawServer::Exchange& exchange) {
    HttpRequest request;
    request.method = received.method;
    request.url = received.target;
    for (const auto& field : received.headers) request.headers.push_back(field);
    request.body = received.body;
    const testing::TestCallContext context;
    // The fixture remembers what it was asked for: one at a time.
    const std::scoped_lock lock(mutex_);
    const HttpResponse right = sdk::RemoteProcessor(rocket_, {}).handle(request, context);
    if (received.target == "/abstractmetadata" && right.status == 200) return exchange.close();
    std::string headers;
    for (const auto& field : right.headers) headers += field.first + ": " + field.second + "\r\n";
    exchange.status(right.status, right.body, headers);
  }

  std::mutex mutex_;
  testing::RocketProcessor rocket_;
  /// Last: it calls serve() until it is gone.
  testing::RawServer server_{
      [this](const testing::RecordedRequest& received, testing::RawServer::Exchange& exchange) {
        serve(received, exchange);
      }};
};

TEST(ProcessorProgram, ADroppedConnectionFailsOneCheck) {
  const DroppingService service;
  const auto result = check_processor(service.url() + " --json");
  EXPECT_EQ(result.code, 5);
  std::vector<std::string> wrong;
  const auto report = nlohmann::json::parse(result.output);
  for (const auto& each : report["checks"]) {
    if (each["status"] == "passed" || each["status"] == "skipped") continue;
    wrong.push_back(each["id"].get<std::string>());
    EXPECT_THAT(each["sentence"].get<std::string>(), HasSubstr("in the service's log"));
  }
  EXPECT_THAT(wrong, ::testing::ElementsAre("metadata"));
}

TEST(ProcessorProgram, ReadsFilesOfAtMostFourMegabytes) {
  const testing::TempFolder folder;
  const std::string large = folder.write("m.json", std::string((4U << 20U) + 1, ' '));
  const auto result = check_processor("http://127.0.0.1:1 --manifest " + large);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.output, HasSubstr("found more than 4 MiB; expected a manifest"));
  EXPECT_EQ(check_processor("http://127.0.0.1:1 --manifest /nowhere").code, 1);
  EXPECT_EQ(check_processor("http://127.0.0.1:1 --authorization-file /nowhere").code, 1);
  EXPECT_EQ(check_processor("").code, 2);
}

}  // namespace
}  // namespace portside::cli
