// SPDX-License-Identifier: Apache-2.0
#include "portside/testing/conformance.hpp"

#include "http-processor/adapter.hpp"
#include "http-processor/config.hpp"
#include "portside/sdk/remote_processor.hpp"
#include "portside/testing/test_call_context.hpp"
#include "rocket_processor.hpp"

namespace portside::http_processor {
namespace {

/// What a service answers that speaks the API.
HttpResponse answer_as_service(const HttpRequest& request) {
  testing::RocketProcessor rocket;
  rocket.metadata.extra_attrs = Json{R"({"thrust":"9kN"})"};
  const testing::TestCallContext context;
  return sdk::RemoteProcessor(rocket, {}).handle(request, context);
}

class HttpProcessorConformance : public testing::ProcessorConformance<HttpProcessor> {
 protected:
  testing::Quirks quirks() override {
    testing::Quirks quirks;
    quirks.config.text = R"({"url":"http://rocket.test","registry_access":"bearer"})";
    quirks.backend = answer_as_service;
    return quirks;
  }
  std::string schema() override { return kConfigSchema; }
};

TEST_P(HttpProcessorConformance, Keeps) {
  check();
}
INSTANTIATE_TEST_SUITE_P(Rules, HttpProcessorConformance, testing::object_checks(),
                         testing::CheckName());

}  // namespace
}  // namespace portside::http_processor
