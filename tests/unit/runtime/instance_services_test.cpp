// SPDX-License-Identifier: Apache-2.0
#include "runtime/instance_services.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <memory>

#include "error_of.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "raw_server.hpp"
#include "recording_log_sink.hpp"
#include "state/state_store.hpp"
#include "string_sink.hpp"
#include "temp_folder.hpp"

namespace portside::runtime {
namespace {

namespace fs = std::filesystem;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Answers every request with 204.
class EmptyHttpClient final : public HttpClient {
 public:
  HttpResponse send(const HttpRequest&, ByteSink*, const CallContext&) override {
    HttpResponse response;
    response.status = 204;
    return response;
  }
};

class InstanceServicesTest : public ::testing::Test {
 protected:
  InstanceServices services(const HostOptions& options = {}) {
    return {"acme",
            options,
            http_,
            log::Logger(log_, "acme"),
            store_->open("acme"),
            std::make_shared<SharedLoop>()};
  }
  static unsigned mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777U;
  }

  testing::TempFolder folder_;
  HttpDefaults http_;
  std::shared_ptr<testing::RecordingLogSink> log_ = std::make_shared<testing::RecordingLogSink>();
  std::unique_ptr<state::StateStore> store_ = state::make_memory_store();
};

TEST_F(InstanceServicesTest, LogsUnderTheInstancesName) {
  auto host = services();
  host.log(LogLevel::kWarning, "careful", {R"({"n":1})"});
  ASSERT_EQ(log_->records().size(), 1U);
  EXPECT_EQ(log_->records()[0].logger, "acme");
  EXPECT_EQ(log_->records()[0].message, "careful");
}

TEST_F(InstanceServicesTest, TakesTheHostsClock) {
  EXPECT_EQ(services({.now = [] { return Millis{42}; }}).now(), 42);
  EXPECT_GT(services().now(), 1'600'000'000'000);
}

TEST_F(InstanceServicesTest, KeepsState) {
  auto host = services();
  host.state().write({{"layer", "1"}});
  EXPECT_EQ(host.state().get("layer"), "1");
}

TEST_F(InstanceServicesTest, MakesADataFolderOfItsOwn) {
  auto host = services({.data_dir = folder_ / "data-root"});
  const std::string data = host.data_dir();
  EXPECT_EQ(data, folder_ / "data-root/data/acme");
  EXPECT_EQ(mode_of(data), 0700U);
  EXPECT_EQ(host.data_dir(), data);
  EXPECT_EQ(error_of([&] { services().data_dir(); }).code, ErrorCode::kUnsupported);
}

TEST_F(InstanceServicesTest, SaysWhyADataFolderCannotBeMade) {
  const std::string file = folder_.write("file", "");
  auto host = services({.data_dir = file});
  const AdapterError error = error_of([&] { host.data_dir(); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, HasSubstr(file));
}

TEST_F(InstanceServicesTest, TemporaryFoldersEndWithTheirCall) {
  auto host = services({.temp_dir = folder_.str()});
  const Call first;
  const Call second;
  const std::string one = host.temp_dir(first.context());
  const std::string two = host.temp_dir(first.context());
  const std::string other = host.temp_dir(second.context());
  EXPECT_EQ(mode_of(one), 0700U);
  EXPECT_NE(one, two);
  fs::create_directories(one + "/a/b");
  host.call_ended(&first.context());
  EXPECT_FALSE(fs::exists(one));
  EXPECT_FALSE(fs::exists(two));
  EXPECT_TRUE(fs::exists(other));
  host.call_ended(&second.context());
  EXPECT_FALSE(fs::exists(other));
}

TEST_F(InstanceServicesTest, SaysWhyATemporaryFolderCannotBeMade) {
  auto host = services({.temp_dir = folder_ / "missing"});
  const Call call;
  const AdapterError error = error_of([&] { host.temp_dir(call.context()); });
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, HasSubstr("missing: No such file or directory"));
}

TEST_F(InstanceServicesTest, GivesHttpClientsInConfigureOnly) {
  std::string asked;
  auto host = services({.make_http_client = [&](const std::string& id, const HttpOptions&) {
    asked = id;
    return std::make_shared<EmptyHttpClient>();
  }});
  HttpClient& client = host.http({});
  EXPECT_EQ(asked, "acme");
  host.configured();
  const Call call;
  EXPECT_EQ(client.send({}, nullptr, call.context()).status, 204);
  EXPECT_EQ(error_of([&] { host.http({}); }).code, ErrorCode::kPluginContract);
}

TEST_F(InstanceServicesTest, HttpFillsInWhatThePluginLeavesOpen) {
  http_.ca_file = "/etc/company.pem";
  http_.proxy = "http://proxy:3128";
  std::vector<HttpOptions> seen;
  HostOptions options;
  options.make_http_client = [&](const std::string&, const HttpOptions& given) {
    seen.push_back(given);
    return std::make_shared<EmptyHttpClient>();
  };
  InstanceServices host = services(options);
  host.http({});
  HttpOptions own;
  own.ca_file = "/etc/scanner.pem";
  own.proxy = "http://other:3128";
  host.http(own);
  EXPECT_EQ(seen.at(0).ca_file, "/etc/company.pem");
  EXPECT_EQ(seen.at(0).proxy, "http://proxy:3128");
  EXPECT_EQ(seen.at(1).ca_file, "/etc/scanner.pem");
  EXPECT_EQ(seen.at(1).proxy, "http://other:3128");
}

TEST_F(InstanceServicesTest, HasAnHttpClientOfItsOwn) {
  testing::RawServer server([](const auto&, auto& exchange) { exchange.ok("hello"); });
  auto host = services();
  const Call call;
  HttpRequest request;
  request.url = server.url();
  HttpOptions options;
  options.origins = {server.url()};
  EXPECT_EQ(host.http(options).send(request, nullptr, call.context()).body, "hello");
  EXPECT_THAT(log_->text(), IsEmpty());
  options.insecure = true;
  host.http(options);
  EXPECT_THAT(log_->text(), HasSubstr("accepts any certificate"));
}

TEST_F(InstanceServicesTest, ReachesSomeHostsWithoutTheProxy) {
  testing::RawServer proxy([](const auto&, auto& exchange) { exchange.ok("proxied"); });
  testing::RawServer server([](const auto&, auto& exchange) { exchange.ok("direct"); });
  http_.proxy = proxy.url();
  auto host = services();
  const Call call;
  HttpRequest request;
  request.url = server.url();
  HttpOptions options;
  options.origins = {server.url()};
  EXPECT_EQ(host.http(options).send(request, nullptr, call.context()).body, "proxied");
  http_.no_proxy = {"example.com", "127.0.0.1"};
  auto other = services();
  EXPECT_EQ(other.http(options).send(request, nullptr, call.context()).body, "direct");
}

TEST_F(InstanceServicesTest, SaysWhenTheHostMadeNoClient) {
  auto host = services({.make_http_client = [](const std::string&, const HttpOptions&) {
    return std::shared_ptr<HttpClient>();
  }});
  EXPECT_EQ(error_of([&] { host.http({}); }).code, ErrorCode::kUnsupported);
}

TEST_F(InstanceServicesTest, FindsTheClientOfAnOrigin) {
  InstanceServices host = services();
  HttpOptions one;
  one.origins = {"http://one.test", "https://two.test:8443"};
  HttpOptions other;
  other.origins = {"http://three.test:80", "http://one.test"};
  HttpClient& first = host.http(one);
  HttpClient& second = host.http(other);
  EXPECT_EQ(host.client_for("http://ONE.test:80/path?q").get(), &first);
  EXPECT_EQ(host.client_for("https://two.test:8443/").get(), &first);
  EXPECT_EQ(host.client_for("http://three.test/x").get(), &second);
  EXPECT_EQ(host.client_for("https://two.test/"), nullptr);
  EXPECT_EQ(host.client_for("http://one.test:8080/"), nullptr);
  EXPECT_EQ(host.client_for("http://one.test.evil/"), nullptr);
  for (const char* url : {"http://one.test@evil/", "http://one.test/a\r\nX: y"}) {
    EXPECT_EQ(error_of([&] { host.client_for(url); }).code, ErrorCode::kInvalidArgument) << url;
  }
  EXPECT_EQ(error_of([&] { host.client_for("ftp://one.test/"); }).code,
            ErrorCode::kInvalidArgument);
}

TEST_F(InstanceServicesTest, RunsAProgram) {
  auto host = services();
  const Call call;
  testing::StringSink out;
  testing::StringSink err;
  const auto run = [&](const char* script) {
    return host.run_child({{"/bin/sh", "-c", script}, {{"WORD", "hello"}}, "", {}}, out, err,
                          call.context());
  };
  EXPECT_EQ(run("echo $WORD; echo no >&2; exit 3"), 3);
  EXPECT_EQ(out.text(), "hello\n");
  EXPECT_EQ(err.text(), "no\n");
  EXPECT_EQ(run("kill -9 $$"), -9);
}

TEST_F(InstanceServicesTest, AProgramEndsWithItsCall) {
  auto host = services();
  testing::StringSink out;
  testing::StringSink err;
  const Call call({.deadline = 100});
  const AdapterError error = error_of([&] {
    host.run_child({{"/bin/sleep", "60"}, {}, "", {}}, out, err, call.context());
  });
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(error.message, HasSubstr("/bin/sleep"));
}

TEST_F(InstanceServicesTest, HasNoExtensions) {
  EXPECT_EQ(services().extension("portside.anything/1"), nullptr);
}

}  // namespace
}  // namespace portside::runtime
