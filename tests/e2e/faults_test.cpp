// SPDX-License-Identifier: Apache-2.0
// A real registry behind a proxy that does everything wrong that networks and proxies do: each
// fault ends as the right error, or as a success after another attempt, and within the deadline.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <optional>
#include <thread>

#include "error_of.hpp"
#include "http/client.hpp"
#include "http/request_rules.hpp"
#include "oci/registry_client.hpp"
#include "packed.hpp"
#include "portside/host/call.hpp"
#include "portside/testing/test_call_context.hpp"
#include "raw_server.hpp"
#include "string_sink.hpp"
#include "test_image.hpp"

namespace portside {
namespace {

using testing::error_of;
using ::testing::HasSubstr;
using testing::Login;
using testing::RawServer;
using testing::RealRegistry;
using testing::RecordedRequest;

using Exchange = RawServer::Exchange;

class FaultsTest : public ::testing::Test {
 protected:
  /// Takes the registry's answer and spoils it. True when it did.
  using Fault = std::function<bool(const HttpResponse& answer, Exchange&)>;

  void SetUp() override {
    if (!RealRegistry::is_installed()) {
      GTEST_SKIP() << "docker-registry is not installed (Debian package docker-registry)";
    }
    registry_.emplace(data_ / "registry", Login::kNone);
    upstream_.emplace(http::ClientOptions{
        .http = {{"http://" + registry_->host()}, "", "", "", "", false, {}, {}}});
    digest_ = registry_->put_blob("a/b", content_);
    testing::put_image(*registry_, "a/b", "v1", {});
  }

  void pass_on(const RecordedRequest& seen, Exchange& exchange) {
    HttpRequest request;
    request.url = "http://" + registry_->host() + seen.target;
    request.max_body = 64U << 20U;
    for (const char* name : {"accept", "range"}) {
      if (!seen.header(name).empty()) request.headers.emplace_back(name, seen.header(name));
    }
    if (!seen.header("range").empty()) ++ranges_;
    const HttpResponse answer = upstream_->send(request, nullptr, context_);
    ++asked_;
    if (fault_ && fault_(answer, exchange)) return;
    exchange.send(header(answer, answer.body.size()) + answer.body);
  }

  static std::string header(const HttpResponse& answer, std::size_t length) {
    std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " Status\r\n";
    for (const char* name : {"Content-Type", "Docker-Content-Digest", "Content-Range"}) {
      const std::string* value = http::find_header(answer.headers, name);
      if (value != nullptr) text += std::string(name) + ": " + *value + "\r\n";
    }
    return text + "Content-Length: " + std::to_string(length) + "\r\n\r\n";
  }

  /// The fault happens `times` times, then everything is fine.
  void spoil(int times, std::function<void(const HttpResponse&, Exchange&)> how) {
    left_ = times;
    fault_ = [this, how = std::move(how)](const HttpResponse& answer, Exchange& exchange) {
      if (left_-- <= 0) return false;
      how(answer, exchange);
      return true;
    };
  }
  static constexpr int kAlways = 1'000'000;

  /// Reads the blob within `deadline` milliseconds.
  std::string read(Millis deadline = 20'000) {
    oci::RegistryClientOptions options;
    options.url = proxy_.url();
    options.credentials.kind = CredentialKind::kBasic;
    options.credentials.user = "alice";
    options.credentials.secret = "canary";
    oci::RegistryClient client(options);
    const Call call({.deadline = deadline});
    testing::StringSink sink;
    client.blob("a/b", digest_, content_.size(), sink, call.context());
    return sink.text();
  }

  AdapterError refusal(Millis deadline = 20'000) {
    const auto begin = std::chrono::steady_clock::now();
    AdapterError error = error_of([&] { read(deadline); });
    const auto spent = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(spent, std::chrono::milliseconds(deadline + 3'000)) << error.message;
    EXPECT_THAT(error.message, ::testing::Not(HasSubstr("canary")));
    return error;
  }

  testing::TempFolder data_;
  const std::string content_ = testing::layer_like(400'000);
  std::string digest_;
  std::optional<RealRegistry> registry_;
  std::optional<http::Client> upstream_;
  std::atomic<int> asked_{0};
  std::atomic<int> ranges_{0};
  std::atomic<int> left_{0};
  Fault fault_;
  const testing::TestCallContext context_;
  std::latch over_{1};
  RawServer proxy_{
      [this](const RecordedRequest& seen, Exchange& exchange) { pass_on(seen, exchange); }};
};

TEST_F(FaultsTest, NoFault) {
  EXPECT_EQ(read(), content_);
  EXPECT_EQ(asked_, 1);
}

TEST_F(FaultsTest, ADelayIsWaitedFor) {
  spoil(1, [](const HttpResponse& answer, Exchange& exchange) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    exchange.send(header(answer, answer.body.size()) + answer.body);
  });
  EXPECT_EQ(read(), content_);
}

TEST_F(FaultsTest, AHangEndsWithTheDeadline) {
  spoil(kAlways, [this](const HttpResponse&, Exchange&) { over_.wait(); });
  EXPECT_EQ(refusal(300).code, ErrorCode::kDeadlineExceeded);
  over_.count_down();
}

TEST_F(FaultsTest, AResetBeforeTheAnswerIsTriedAgain) {
  spoil(2, [](const HttpResponse&, Exchange& exchange) { exchange.reset(); });
  EXPECT_EQ(read(), content_);
  EXPECT_EQ(asked_, 3);
  spoil(kAlways, [](const HttpResponse&, Exchange& exchange) { exchange.reset(); });
  EXPECT_EQ(refusal().code, ErrorCode::kRegistryUnreachable);
}

TEST_F(FaultsTest, AfterACutTheRestIsRead) {
  for (const bool reset : {false, true}) {
    const int ranges = ranges_;
    spoil(2, [reset](const HttpResponse& answer, Exchange& exchange) {
      exchange.send(header(answer, answer.body.size()) + answer.body.substr(0, 100'000));
      if (reset) return exchange.reset();
      exchange.close();
    });
    EXPECT_EQ(read(), content_);
    EXPECT_GT(ranges_, ranges) << "by Range";
  }
}

TEST_F(FaultsTest, ACutThatComesAgainAndAgainIsGivenUp) {
  spoil(kAlways, [](const HttpResponse& answer, Exchange& exchange) {
    exchange.send(header(answer, answer.body.size()));
    exchange.close();
  });
  EXPECT_EQ(refusal().code, ErrorCode::kRegistryUnreachable);
}

TEST_F(FaultsTest, ARangeThatIsIgnoredCostsTheBeginningAgain) {
  spoil(1, [](const HttpResponse& answer, Exchange& exchange) {
    exchange.send(header(answer, answer.body.size()) + answer.body.substr(0, 100'000));
    exchange.close();
  });
  const auto cut = fault_;
  fault_ = [this, cut](const HttpResponse& answer, Exchange& exchange) {
    if (cut(answer, exchange)) return true;
    exchange.ok(content_);
    return true;
  };
  EXPECT_EQ(read(), content_);
}

TEST_F(FaultsTest, OneWrongByteIsSeen) {
  spoil(kAlways, [](const HttpResponse& answer, Exchange& exchange) {
    std::string body = answer.body;
    body[body.size() / 2] ^= 1;
    exchange.send(header(answer, body.size()) + body);
  });
  const AdapterError error = refusal();
  EXPECT_EQ(error.code, ErrorCode::kIntegrity);
  EXPECT_THAT(error.message, HasSubstr("is damaged"));
}

TEST_F(FaultsTest, MoreOrLessThanTheManifestSaysIsSeen) {
  spoil(kAlways, [](const HttpResponse& answer, Exchange& exchange) {
    exchange.send(header(answer, answer.body.size() + 4) + answer.body + "more");
  });
  EXPECT_EQ(refusal().code, ErrorCode::kIntegrity);
  spoil(kAlways, [](const HttpResponse& answer, Exchange& exchange) {
    exchange.send(header(answer, 1'000) + answer.body.substr(0, 1'000));
  });
  EXPECT_EQ(refusal().code, ErrorCode::kIntegrity);
}

TEST_F(FaultsTest, WhatIsAllThereIsFineWhateverItsHeaderSays) {
  spoil(kAlways, [](const HttpResponse& answer, Exchange& exchange) {
    exchange.send(header(answer, answer.body.size() + 1'000) + answer.body);
    exchange.close();
  });
  EXPECT_EQ(read(), content_) << "size and digest are those of the manifest";
}

TEST_F(FaultsTest, ABodyInChunksIsReadLikeAnother) {
  spoil(1, [](const HttpResponse& answer, Exchange& exchange) {
    exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (std::string_view rest = answer.body; !rest.empty();) {
      const std::string_view piece = rest.substr(0, 0x7fff);
      char size[16];
      std::snprintf(size, sizeof(size), "%zx\r\n", piece.size());
      exchange.send(size + std::string(piece) + "\r\n");
      rest.remove_prefix(piece.size());
    }
    exchange.send("0\r\n\r\n");
  });
  EXPECT_EQ(read(), content_);
}

TEST_F(FaultsTest, ASlowBodyEndsWithTheDeadline) {
  const auto slow = [](const HttpResponse& answer, Exchange& exchange) {
    exchange.send(header(answer, answer.body.size()));
    for (std::size_t at = 0; at < answer.body.size(); at += 40'000) {
      exchange.send(std::string_view(answer.body).substr(at, 40'000));
      std::this_thread::sleep_for(std::chrono::milliseconds(40));
    }
  };
  spoil(1, slow);
  EXPECT_EQ(read(), content_);
  spoil(kAlways, slow);
  EXPECT_EQ(refusal(150).code, ErrorCode::kDeadlineExceeded);
}

TEST_F(FaultsTest, AnOverloadedRegistryIsAskedAgain) {
  spoil(2, [](const HttpResponse&, Exchange& exchange) { exchange.status(503, "later"); });
  EXPECT_EQ(read(), content_);
  spoil(kAlways, [](const HttpResponse&, Exchange& exchange) { exchange.status(503, "later"); });
  const AdapterError error = refusal();
  EXPECT_EQ(error.code, ErrorCode::kRegistryUnavailable);
  EXPECT_TRUE(error.can_retry);
}

TEST_F(FaultsTest, ALimitIsWaitedForOrSaid) {
  spoil(1, [](const HttpResponse&, Exchange& exchange) {
    exchange.status(429, "slow down", "Retry-After: 1\r\n");
  });
  EXPECT_EQ(read(), content_);
  spoil(kAlways, [](const HttpResponse&, Exchange& exchange) {
    exchange.status(429, "slow down", "Retry-After: 3600\r\n");
  });
  const AdapterError error = refusal();
  EXPECT_EQ(error.code, ErrorCode::kRegistryRateLimited);
  EXPECT_EQ(error.retry_after, 3'600'000);
}

TEST_F(FaultsTest, ARedirectTakesNoSecretAlong) {
  RawServer second([this](const auto&, Exchange& exchange) { exchange.ok(content_); });
  fault_ = [&](const HttpResponse& answer, Exchange& exchange) {
    const bool authorized =
        !proxy_.requests().empty() && !proxy_.requests().back().header("authorization").empty();
    if (!authorized) {
      exchange.status(401, "", "WWW-Authenticate: Basic realm=\"r\"\r\n");
    } else {
      exchange.status(307, "", "Location: " + second.url() + "/blob\r\n");
    }
    static_cast<void>(answer);
    return true;
  };
  EXPECT_EQ(read(), content_);
  ASSERT_EQ(second.requests().size(), 1U);
  const RecordedRequest seen = second.requests()[0];
  for (const auto& [name, value] : seen.headers) {
    EXPECT_NE(name, "authorization");
    EXPECT_THAT(value, ::testing::Not(HasSubstr("canary")));
    EXPECT_THAT(value, ::testing::Not(HasSubstr("YWxpY2U6Y2FuYXJ5"))) << "alice:canary";
  }
}

TEST_F(FaultsTest, AManifestThatWasChangedIsRefused) {
  spoil(kAlways, [](const HttpResponse& answer, Exchange& exchange) {
    std::string body = answer.body;
    body.insert(1, " ");
    exchange.send(header(answer, body.size()) + body);
  });
  oci::RegistryClientOptions options;
  options.url = proxy_.url();
  oci::RegistryClient client(options);
  const testing::TestCallContext context;
  EXPECT_EQ(testing::code_of([&] { client.manifest("a/b", "v1", context); }),
            ErrorCode::kIntegrity);
}

}  // namespace
}  // namespace portside
