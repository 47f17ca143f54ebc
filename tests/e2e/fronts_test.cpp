// SPDX-License-Identifier: Apache-2.0
// What stands before registries: TLS with HTTP/2, stores of their own, limits.
#include <gmock/gmock.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <optional>

#include "error_of.hpp"
#include "http/client.hpp"
#include "http/event_loop.hpp"
#include "nginx.hpp"
#include "oci/registry_client.hpp"
#include "portside/testing/test_call_context.hpp"
#include "run_program.hpp"
#include "string_sink.hpp"
#include "test_image.hpp"

namespace portside {
namespace {

using ::testing::AllOf;
using testing::code_of;
using ::testing::Contains;
using ::testing::Each;
using testing::error_of;
using ::testing::HasSubstr;
using testing::Login;
using testing::Nginx;
using testing::RealRegistry;
using ::testing::SizeIs;
using ::testing::StartsWith;

/// Counts how often a file is opened.
class Opens {
 public:
  explicit Opens(const std::string& file) : fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    ::inotify_add_watch(fd_, file.c_str(), IN_OPEN);
  }
  ~Opens() { ::close(fd_); }
  Opens(const Opens&) = delete;
  Opens& operator=(const Opens&) = delete;

  std::size_t count() const {
    alignas(inotify_event) char events[4'096];
    const ssize_t size = ::read(fd_, events, sizeof(events));
    return size <= 0 ? 0 : static_cast<std::size_t>(size) / sizeof(inotify_event);
  }

 private:
  const int fd_;
};

class NginxTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Nginx::is_installed()) {
      GTEST_SKIP() << "nginx is not installed (Debian package nginx-light)";
    }
    nginx_.emplace(
        "location / { return 200 'there\\n'; }\n"
        "location /limited { limit_req zone=few burst=1 nodelay; limit_req_status 429; "
        "alias /etc/hostname; add_header Retry-After 0 always; }\n"
        "location /named { if ($ssl_client_verify != SUCCESS) { return 403; } return 200 'you'; }");
  }

  http::ClientOptions options() const {
    http::ClientOptions options;
    options.http.origins = {nginx_->https(), nginx_->http()};
    options.http.ca_file = nginx_->ca_file();
    return options;
  }

  static HttpRequest get(const std::string& url) {
    HttpRequest request;
    request.url = url;
    return request;
  }

  std::optional<Nginx> nginx_;
  testing::TestCallContext context_;
};

TEST_F(NginxTest, SpeaksHttp2WithTlsAndOnlyThere) {
  http::Client client(options());
  EXPECT_EQ(client.send(get(nginx_->https() + "/a"), nullptr, context_).body, "there\n");
  EXPECT_EQ(client.send(get(nginx_->http() + "/b"), nullptr, context_).body, "there\n");
  const auto seen = nginx_->requests(2);
  EXPECT_THAT(seen, Contains(StartsWith("HTTP/2.0 GET /a")));
  EXPECT_THAT(seen, Contains(StartsWith("HTTP/1.1 GET /b")));
}

TEST_F(NginxTest, ManyRequestsShareAConnectionOnTheLoop) {
  http::ClientOptions with_loop = options();
  with_loop.loop = std::make_shared<http::EventLoop>();
  http::Client client(with_loop);
  std::mutex mutex;
  std::condition_variable done;
  std::size_t fine = 0;
  std::string problems;
  std::size_t ended = 0;
  const auto on_end = [&](const http::AsyncResult& result) {
    const std::scoped_lock lock(mutex);
    ++ended;
    fine += !result.error && result.response.body == "there\n";
    if (result.error) problems += result.error->message + "\n";
    done.notify_all();
  };
  constexpr std::size_t kCount = 40;
  const auto wait_for = [&](std::size_t count) {
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return ended == count; });
  };
  client.start(get(nginx_->https() + "/first"), {}, on_end);
  wait_for(1);
  for (std::size_t i = 1; i < kCount; ++i) {
    client.start(get(nginx_->https() + "/a"), {}, on_end);
  }
  wait_for(kCount);
  EXPECT_EQ(fine, kCount) << problems;
  EXPECT_THAT(nginx_->requests(kCount), Each(StartsWith("HTTP/2.0 ")));
}

TEST_F(NginxTest, AnOlderTlsThanAskedForIsRefused) {
  http::ClientOptions strict = options();
  strict.http.min_tls = TlsVersion::kTls13;
  http::Client client(strict);
  const AdapterError error =
      error_of([&] { client.send(get(nginx_->https()), nullptr, context_); });
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_THAT(error.message, HasSubstr("cannot be reached"));
}

TEST_F(NginxTest, ShowsAClientCertificate) {
  http::Client nobody(options());
  EXPECT_EQ(nobody.send(get(nginx_->https() + "/named"), nullptr, context_).status, 403);
  http::ClientOptions named = options();
  named.http.client_cert = nginx_->ca_file();
  named.http.client_key = nginx_->ca_file().substr(0, nginx_->ca_file().size() - 6) + "key.pem";
  http::Client client(named);
  EXPECT_EQ(client.send(get(nginx_->https() + "/named"), nullptr, context_).body, "you");
}

TEST_F(NginxTest, AuthoritiesAreReadOnceAndNeverForAConnection) {
  const Opens own(nginx_->ca_file());
  http::Client client(options());
  EXPECT_EQ(own.count(), 1U);
  for (int i = 0; i < 5; ++i) {
    http::Client another(options());
    EXPECT_EQ(another.send(get(nginx_->https()), nullptr, context_).status, 200);
  }
  EXPECT_EQ(own.count(), 0U);
}

TEST_F(NginxTest, TheSystemsAuthoritiesAreNotReadForAConnection) {
  http::ClientOptions system = options();
  system.http.ca_file = "";
  http::Client client(system);
  // Whoever runs beside may open them as well: one quiet connection is proof.
  std::size_t opened = 1;
  for (int i = 0; i < 20 && opened > 0; ++i) {
    const Opens bundle("/etc/ssl/certs/ca-certificates.crt");
    const Opens folder("/etc/ssl/certs");
    EXPECT_EQ(code_of([&] { client.send(get(nginx_->https()), nullptr, context_); }),
              ErrorCode::kScannerUnreachable)
        << "it does not know nginx's authority";
    opened = bundle.count() + folder.count();
  }
  EXPECT_EQ(opened, 0U);
}

TEST_F(NginxTest, WaitsAsALimitAsksFor) {
  http::Client client(options());
  HttpRequest request = get(nginx_->http() + "/limited");
  request.idempotent = true;
  for (int i = 0; i < 2; ++i) EXPECT_EQ(client.send(request, nullptr, context_).status, 200);
  const HttpResponse refused = client.send(request, nullptr, context_);
  EXPECT_EQ(refused.status, 429) << "at once again, as Retry-After allows, and twice";
  EXPECT_THAT(nginx_->requests(5), SizeIs(5));
}

/// A registry behind nginx, which sends readers of blobs to the files themselves, at another
/// origin.
class RedirectingStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Nginx::is_installed() || !RealRegistry::is_installed()) {
      GTEST_SKIP() << "nginx-light and docker-registry are not both installed";
    }
    {
      RealRegistry filled(data_ / "registry", Login::kNone);
      digest_ = testing::put_image(filled, "a/b", "v1",
                                   {.layers = {testing::layer(testing::tar({{"f", "content"}}))}});
    }
    registry_.emplace(data_ / "registry", Login::kHtpasswd);
    store_.emplace("location ~ ^/sha256/(..)(.*)$ { alias " + data_ / "registry" +
                   "/docker/registry/v2/blobs/sha256/$1/$1$2/data; }");
    front_.emplace(
        "location ~ ^/v2/a/b/blobs/sha256:(.*)$ { if ($http_authorization = '') { "
        "return 401; } return 307 " +
        store_->http() + "/sha256/$1; }\nlocation / { proxy_pass http://" + registry_->host() +
        "; proxy_set_header Host $http_host; }");
    // nginx answers 401 without a challenge: blobs are asked for after manifests.
    password_ = data_.write("password", "alice-pw\n");
  }

  testing::TempFolder data_;
  std::string digest_;
  std::string password_;
  std::optional<RealRegistry> registry_;
  std::optional<Nginx> store_;
  std::optional<Nginx> front_;
};

TEST_F(RedirectingStoreTest, IsFollowedWithoutCredentials) {
  const auto result =
      testing::run_program(PORTSIDE_PROGRAM " registry copy-out " + front_->host() + "/a/b:v1 " +
                           data_ / "out" + " --plain-http -u alice --password-file " + password_);
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr(digest_ + "  1 layers, unpacked and verified"));
  EXPECT_THAT(front_->requests(1), Contains(HasSubstr("authorization=Basic")));
  const auto at_the_store = store_->requests(2);
  EXPECT_THAT(at_the_store, SizeIs(2)) << "config and layer";
  EXPECT_THAT(at_the_store,
              Each(AllOf(StartsWith("HTTP/1.1 GET /sha256/"), HasSubstr("authorization=-"))));
}

TEST_F(RedirectingStoreTest, IsNotFollowedToWhereAnybodyCouldListen) {
  oci::RegistryClientOptions options;
  options.url = front_->https();
  options.ca_file = front_->ca_file();
  options.credentials.kind = CredentialKind::kBasic;
  options.credentials.user = "alice";
  options.credentials.secret = "alice-pw";
  oci::RegistryClient client(options);
  const testing::TestCallContext context;
  const auto manifest = client.manifest("a/b", "v1", context);
  const std::string layer =
      oci::parse_manifest(manifest.bytes, manifest.media_type).layers[0].digest;
  testing::StringSink sink;
  const AdapterError error =
      error_of([&] { client.blob("a/b", layer, std::nullopt, sink, context); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryBadAnswer);
  EXPECT_THAT(error.message, HasSubstr("redirects from https to http://"));
}

}  // namespace
}  // namespace portside
