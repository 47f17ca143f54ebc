// SPDX-License-Identifier: Apache-2.0
// `portside processor check` as a person runs it; what each check finds is tested with the checks,
// and what a good service gets with the examples.
#include <nlohmann/json.hpp>

#include "fake_server.hpp"
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
